"""Score texts whose figures were marked in place before anything was run on them: what rules are worth on new texts.

    python -m tests.unseen [FILE ...] [--errors]

A file holds texts, each below a line `### NAME`. A figure is marked where it stands, `{312|hội nghị|conference|tốt|p}`:
its words, unit, indicator, class and modality (t target, p previous, nothing actual); what is not said is left empty.
Texts with links say a sixth thing: `|a` names the figure a, `|part a` makes it a part of that one, `|b part a` both.
A text counts for links where any of its figures is named. Without a file the own texts of `unseen.txt` are scored.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from extractors.model import Figure, Record
from extractors.text.folding import fold
from pipeline.annotate import annotate
from pipeline.readers.ingest import read_source

OWN: Final = Path(__file__).with_name("unseen.txt")
FIELDS: Final = ("unit", "indicator", "modality", "label")
_MARK: Final = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")
_MODALITIES: Final = {"": "actual", "t": "target", "p": "previous"}
_AROUND: Final = 70
_WORDS: Final = 5
"""Fields of a mark behind its words: unit, indicator, class, modality, link."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked figure: where it stands and what it is."""

    start: int
    end: int
    unit: str | None
    indicator: str
    label: str | None
    modality: str
    link: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """Return the name that other figures call it by."""
        return self.link[0] if len(self.link) % 2 else None

    @property
    def belongs(self) -> tuple[str, ...]:
        """Return role and name of the figure that it belongs to; empty where it belongs to none."""
        return self.link[-2:] if len(self.link) > 1 else ()


@dataclass(slots=True)
class Score:
    """How many figures were marked, found and read right, by field; the errors, each with the words around it.

    `links` are the marked links, `linked` those that were read, `joined` those that are both.
    """

    marked: int = 0
    found: int = 0
    read: int = 0
    labelled: int = 0
    links: int = 0
    linked: int = 0
    joined: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    errors: list[str] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """Return F1 of the figures and the share of right fields among those found, of classes where either has one."""
        of = {name: self.labelled if name == "label" else self.read for name in FIELDS}
        shares = {name: self.right[name] / max(1, of[name]) for name in FIELDS}
        told = {"figures": 2 * self.read / max(1, self.marked + self.found), **shares}
        return told | ({"link": 2 * self.joined / (self.links + self.linked)} if self.links else {})


def marked_texts(path: Path) -> Iterator[tuple[str, str, list[Marked]]]:
    """Yield name, text without its marks and figures of each text of a file."""
    for part in re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        text, last, figures = "", 0, []
        for mark in _MARK.finditer(body):
            text += body[last : mark.start()]
            last = mark.end()
            unit, indicator, label, modality, link = (mark[2].split("|") + [""] * _WORDS)[:_WORDS]
            start, text = len(text), text + mark[1]
            told = unit or None, indicator, label or None, _MODALITIES[modality], tuple(link.split())
            figures.append(Marked(start, len(text), *told))
        yield name.strip(), text + body[last:], figures


def read_text(name: str, text: str) -> Record:
    """Return the record of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return annotate(read_source(path, path.name))


def score(path: Path) -> Score:
    """Score the texts of a file."""
    total = Score()
    for name, text, marked in marked_texts(path):
        figures = read_text(name, text).figures
        at = {(figure.start, figure.end): figure for figure in figures}
        total.marked += len(marked)
        total.found += len(figures)
        for one in marked:
            figure = at.pop((one.start, one.end), None)
            if figure is None:
                total.errors.append(_told(name, text, one.start, one.end, "not found"))
            else:
                _compare(total, name, text, one, figure)
        total.errors += [_told(name, text, f.start, f.end, f"no figure, read as {f.unit}") for f in at.values()]
        if any(one.link for one in marked):
            _compare_links(total, name, text, marked, figures)
    return total


def parent_of(marked: Sequence[Marked], one: Marked) -> Marked | None:
    """Return the figure that another belongs to: the last of its name before it, else the next one."""
    if not one.belongs:
        return None
    at, named = marked.index(one), one.belongs[1]
    return next(other for other in (*reversed(marked[:at]), *marked[at + 1 :]) if other.name == named)


def _compare_links(total: Score, name: str, text: str, marked: list[Marked], figures: Sequence[Figure]) -> None:
    """Compare the links of a text with those that were marked."""
    wanted = {}
    for one in marked:
        if (parent := parent_of(marked, one)) is not None:
            wanted[one.start] = (one.belongs[0], parent.start)
    read = {
        f.start: (str(f.role.value), figures[f.of_figure].start) for f in figures if f.role and f.of_figure is not None
    }
    total.links += len(wanted)
    total.linked += len(read)
    ends = {one.start: one.end for one in marked} | {figure.start: figure.end for figure in figures}
    for start in sorted(wanted.keys() | read.keys()):
        if wanted.get(start) == read.get(start):
            total.joined += 1
            continue
        told = (
            f"{side[start][0]} {text[side[start][1] : ends[side[start][1]]]}" if start in side else "none"
            for side in (wanted, read)
        )
        total.errors.append(_told(name, text, start, ends[start], "link: {}, read as {}".format(*told)))


def _compare(total: Score, name: str, text: str, one: Marked, figure: Figure) -> None:
    total.read += 1
    total.labelled += bool(one.label or figure.label)
    for attribute in FIELDS:
        wanted, got = getattr(one, attribute), getattr(figure, attribute)
        got = getattr(got, "value", got)
        same = _same_unit(wanted, got) if attribute == "unit" else fold(wanted or "") == fold(got or "")
        total.right[attribute] += same and (attribute != "label" or bool(wanted))
        if not same:
            told = f"{attribute}: {wanted}, read as {got} ({getattr(figure.rules, attribute)})"
            total.errors.append(_told(name, text, one.start, one.end, told))


def _same_unit(wanted: str | None, got: str | None) -> bool:
    """Tell whether two units are one: the same, or one with words more at its end (`m2`, `m2 đất`)."""
    if not wanted or not got:
        return wanted == got
    one, other = f"{fold(wanted)} ", f"{fold(got)} "
    return one.startswith(other) or other.startswith(one)


def _told(name: str, text: str, start: int, end: int, told: str) -> str:
    around = f"{text[max(0, start - _AROUND) : start]}⟦{text[start:end]}⟧{text[end : end + _AROUND]}"
    return f"{name}: {told}\n    {around}".replace("\n", "⏎").replace("⏎    ", "\n    ", 1)


def main() -> int:
    """Print the scores of each file and, with `--errors`, what was read otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    for path in options.files:
        found = score(path)
        told = "  ".join(f"{name} {share:.3f}" for name, share in found.shares().items())
        print(f"{path.name}: {found.marked} marked, {found.found} found  {told}  ({found.labelled} classes)")
        if options.errors:
            print("\n".join(found.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
