"""A text -> what is found in it: the stages in their order, each run once, when it is first asked for.

layout -> header -> citations -> figures -> ratings, conferences -> tasks -> checks. The pipeline and the spaCy
components both read a text through here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from extractors.citations.checks import check_citations
from extractors.citations.find import find_citations
from extractors.figures.checks import check_figures
from extractors.figures.conferences import find_conferences
from extractors.figures.find import find_figures
from extractors.figures.ratings import find_ratings
from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Block, Citation, Conference, Figure, Metadata, Problem, Rating, Section, Task
from extractors.tasks.find import find_tasks
from extractors.text.document import Document


class Findings:
    """What is found in one text; `blocks` and `hints` are what its container says of it.

    A stage runs the stages that it needs first, and no other: who asks for the metadata alone has not paid for figures.

    >>> found = Findings("Thực hiện Chỉ thị số 05-CT/TW, toàn tỉnh mở 12 lớp cho 640 học viên.")
    >>> [citation.code for citation in found.citations], [int(figure.value) for figure in found.figures]
    (['05-CT/TW'], [12, 640])
    """

    def __init__(
        self, text: str | Document, blocks: Sequence[Block] = (), hints: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.document = Document.of(text)
        self._blocks = blocks
        self._hints = hints

    def use(self, **found: object) -> None:
        """Let the stages named go by what is given for what they would find; those that follow go by it."""
        self.__dict__.update(found)

    @cached_property
    def boilerplate(self) -> tuple[tuple[int, int], ...]:
        """The spans of what belongs to the page and not to the document."""
        return find_boilerplate(self.document, self._blocks)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts of the document."""
        return find_sections(self.document, self._blocks, self.boilerplate)

    @cached_property
    def metadata(self) -> Metadata:
        """What the document says of itself."""
        return read_metadata(self.document, self.sections, self.boilerplate, self._hints)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The mentions of other documents."""
        return find_citations(self.document, self.metadata, self.sections, self.boilerplate)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers that state a quantity."""
        return find_figures(self.document, self.citations, self.sections, self.boilerplate, self.metadata)

    @cached_property
    def ratings(self) -> tuple[Rating, ...]:
        """The distributions over classes."""
        return find_ratings(self.document.text, self.figures)

    @cached_property
    def conferences(self) -> tuple[Conference, ...]:
        """What was held, by whom, and who came."""
        return find_conferences(self.document.text, self.figures)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What the document orders and what it admits."""
        return find_tasks(self.document, self.sections, self.metadata, self.boilerplate)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What contradicts itself in the citations, then in the figures."""
        return (
            *check_citations(self.document.text, self.citations, self.metadata),
            *check_figures(self.document, self.figures, self.ratings),
        )
