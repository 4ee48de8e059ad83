"""The blocks of each kind of digest, in their order: the one list to which a new block is added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.digest.block import Section
from pipeline.digest.blocks.about import about
from pipeline.digest.blocks.conferences import held, planned
from pipeline.digest.blocks.documents import documents
from pipeline.digest.blocks.doubts import doubts
from pipeline.digest.blocks.figures import figures, targets
from pipeline.digest.blocks.most_cited import most_cited
from pipeline.digest.blocks.overview import overview
from pipeline.digest.blocks.ratings import ratings
from pipeline.digest.blocks.references import references
from pipeline.digest.blocks.tasks import limitations, tasks
from pipeline.digest.maker import Maker

BlockMaker = Callable[[Maker], list[Section]]

OF_DOCUMENTS: Final[tuple[BlockMaker, ...]] = (overview, held, ratings, most_cited, doubts, documents)
OF_ONE_DOCUMENT: Final[tuple[BlockMaker, ...]] = (
    about, held, planned, ratings, figures, targets, tasks, limitations, references, doubts,
)  # fmt: skip
