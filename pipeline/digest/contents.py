"""The blocks of each kind of digest, in their order: the one list to which a new block is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.digest.block import Section
from pipeline.digest.blocks.acts import acts
from pipeline.digest.blocks.attendance import attendance
from pipeline.digest.blocks.comparison import compared_figures
from pipeline.digest.blocks.conferences import conferences
from pipeline.digest.blocks.documents import documents
from pipeline.digest.blocks.doubts import doubts
from pipeline.digest.blocks.figures import figures
from pipeline.digest.blocks.instrument import carried_out
from pipeline.digest.blocks.ratings import ratings
from pipeline.digest.blocks.references import references
from pipeline.digest.blocks.summary import summary
from pipeline.digest.blocks.tasks import limitations, tasks
from pipeline.digest.maker import Maker

BlockMaker = Callable[[Maker], list[Section]]

CONTENTS: Final[Mapping[str, tuple[BlockMaker, ...]]] = {
    "document": (summary, figures, conferences, ratings, limitations, tasks, references, doubts),
    "place": (summary, figures, conferences, attendance, ratings, documents, limitations, tasks, doubts),
    "theme": (summary, figures, conferences, ratings, documents, limitations, tasks, doubts),
    "instrument": (carried_out, summary, figures, conferences, tasks, doubts),
    "news": (documents, acts, summary, figures, conferences, ratings, tasks, doubts),
}
"""By kind of scope."""

OF_BOTH: Final[tuple[Callable[[Maker, Maker], list[Section]], ...]] = (compared_figures,)
"""What a comparison sets side by side."""

OF_EACH: Final[tuple[BlockMaker, ...]] = (conferences, ratings)
"""What it shows of each side, one after the other."""
