"""A figure and a possible parent -> the named facts that speak for or against a link; `weights.toml` weighs them.

A fact is a short English phrase. Facts of the child (`said còn`), of the parent (`parent said cộng`) and of the words
between (`between ;`, `cue part`) are read once in `scene`; here are those of the two together, in `history` those of
what was decided before. A fact means something else in each role, so each role has weights of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import Final

from extractors.figures.links.adding import Sums
from extractors.figures.links.candidates import Candidate
from extractors.figures.links.changes import has_own_subject
from extractors.figures.links.claims import Claim
from extractors.figures.links.kin import fits, is_of_plan
from extractors.figures.links.scene import Seen, beside_of, clause_of
from extractors.figures.reading.classes import same_level
from extractors.model import Measure, Role

_RATIO: Final = Measure.RATIO
_ATTENDEES: Final = Role.ATTENDEES
_CHANGE: Final = Role.CHANGE
_PART: Final = Role.PART
_SHARE: Final = Role.SHARE
_NEAR: Final = 4
_NEAR_BEHIND: Final = 6
_SHORT_GAP: Final = 8
_TOTALS_BACK: Final = 8
_ROUNDED: Final = Decimal("0.06")
_ROUGHLY: Final = Decimal("0.6")
_BACK: Final = ("", "1 back", "2 back", "3 back", "4-6 back", "4-6 back", "4-6 back")
_NO_TOTALS: Final[Mapping[int, tuple[str, ...]]] = {}
_NO_CUE: Final = frozenset({"no cue between"})
_ALONE: Final = (
    "in bracket", "classed", "percent", "ratio", "compared with", "change", "opens sentence", "opens item", "received",
    "against time", "no rule",
)  # fmt: skip
"""What speaks for no link, in the order in which `none_facts` asks."""


def none_facts(child: Seen) -> list[str]:
    """Return what speaks for no link at all."""
    draft = child.draft
    facts = ["always", draft.modality, "noun" if draft.unit else "no noun", f"family {draft.family or 'unknown'}"]
    facts += compress(
        _ALONE,
        (
            draft.bracket >= 0,
            draft.label is not None,
            draft.numeral.percent,
            draft.measure is _RATIO,
            child.compared,
            child.change is not None,
            child.opens,
            child.opens and draft.passage.bulleted,
            child.received,
            child.against_time,
            child.claim is None,
        ),
    )
    if child.own and child.own[-1].startswith("last cue"):
        facts.append(child.own[-1])
    return facts


def between(scene: Sequence[Seen], child: Seen, place: int) -> frozenset[str]:
    """Return the facts of the words between the two, of those before the child where they stand in two sentences."""
    parent = scene[place]
    if parent.draft.passage is not child.draft.passage:
        return child.cues
    if place > child.index:
        return child.cues.union(*[scene[at].gap_ahead for at in range(child.index + 1, place + 1)])
    if place == child.index - 1:
        return child.gap
    found = child.gap.union(*[scene[at].gap for at in range(place + 1, child.index)])
    return found - _NO_CUE if len(found) > len(child.gap) else found


def pair_facts(scene: Sequence[Seen], child: Seen, options: Sequence[Candidate], sums: Sums) -> list[list[str]]:
    """Return for each candidate of a child the facts of the two together."""
    totals = sums.get(child.index, _NO_TOTALS)
    nearer = _Nearer(scene, child, options)
    rate = _rate_behind(scene, child)
    own = child.change is not None and has_own_subject(child.draft)
    found = []
    for candidate in options:
        parent, role = scene[candidate.parent], candidate.role
        facts = _in_any_role(child, parent, candidate, nearer)
        if role is _PART:
            facts += _part(child, parent, totals)
            if rate is not None and _share_agrees(child, parent, rate):
                facts.append("its share agrees")
        elif role is _SHARE:
            facts += _share(scene, child, parent)
        elif role is _CHANGE:
            facts += _change(child, parent)
            if own:
                facts.append("own subject")
        elif _names_event(child, parent):
            facts.append("event named")
        if role is not _ATTENDEES and child.draft.unit not in (None, parent.draft.unit):
            facts += _exact_noun(scene, child, parent)
        found.append(facts)
    return found


def _in_any_role(child: Seen, parent: Seen, candidate: Candidate, nearer: _Nearer) -> list[str]:
    """Return the facts of a pair that are asked for whatever the role."""
    facts = _place(child, parent)
    facts += _noun(child, parent)
    if child.draft.bracket >= 0 or parent.draft.bracket >= 0:
        facts += _bracket(child, parent)
    if child.claim is not None:
        facts += _claimed(child.claim, candidate)
    if child.index - candidate.parent > 1:
        facts += nearer.facts(candidate)
    return facts


def _place(child: Seen, parent: Seen) -> list[str]:
    """Return how far apart the two stand, in figures and lines."""
    draft, other = child.draft, parent.draft
    steps, lines = child.index - parent.index, draft.passage.line - other.passage.line
    same = draft.passage is other.passage
    facts = ["same sentence" if same else "same line" if not lines else _lines(lines)]
    if steps < 0:
        facts.append("next behind" if steps == -1 else "behind")
        if same and other.at - draft.resume <= _NEAR_BEHIND:
            facts.append("near behind")
        return facts
    facts.append(_BACK[steps] if steps < len(_BACK) else "7 back or more")
    if same:
        words = draft.at - other.resume
        if words <= _NEAR:
            facts.append("adjacent" if words <= 1 else "near")
        return facts
    if draft.passage.bulleted:
        facts.append("item of item" if other.passage.bulleted else "item of line")
    elif other.passage.bulleted:
        facts.append("line of item")
    if other.passage.opens_list:
        facts.append("parent opens list")
    if child.opens:
        facts.append("opens sentence")
    if parent.closes:
        facts.append("parent closes sentence")
    return facts


def _lines(lines: int) -> str:
    return "next line" if lines == 1 else "2-4 lines" if lines <= 4 else "far lines"


def _noun(child: Seen, parent: Seen) -> list[str]:
    """Return how the two nouns, kinds and times compare."""
    draft, other = child.draft, parent.draft
    if draft.unit is None or other.unit is None:
        bare = "both" if draft.unit is other.unit else "child" if draft.unit is None else "parent"
        facts = [f"no noun: {bare}"]
    else:
        facts = [
            "same noun"
            if draft.unit == other.unit or other.unit.startswith(f"{draft.unit} ")
            else "alike noun"
            if child.head == parent.head
            else "other noun"
        ]
    if draft.family and other.family:
        facts.append("same family" if draft.family == other.family else "other family")
    found_by_check = other.indicator == "inspection" and draft.family == other.family == "project"
    if draft.indicator == other.indicator or found_by_check:
        facts.append("same indicator")
    if draft.modality is not other.modality:
        facts.append(f"{draft.modality.value} of {other.modality.value}")
    if draft.label:
        facts.append("both classed" if other.label else "class of whole")
    elif other.label:
        facts.append("parent classed")
    if child.pair_head is not None:
        facts.append("second of pair")
    if parent.pair_mate is not None:
        facts.append("parent first of pair" if child.pair_mate is None else "pair of pair")
    if parent.pair_head is not None:
        facts.append("parent second of pair")
    return facts


def _bracket(child: Seen, parent: Seen) -> list[str]:
    """Return how the brackets compare that one of the two stands in, or both."""
    draft, other = child.draft, parent.draft
    if draft.bracket < 0:
        return ["parent in bracket"]
    if draft.passage is not other.passage or other.at > draft.bracket > other.bracket:
        return ["in bracket apart"]
    if draft.bracket == other.bracket:
        return ["same bracket"]
    words = draft.bracket - other.resume
    numbers = child.index - parent.index - 1
    if words <= 2:
        return ["bracket right behind"]
    return ["bracket near behind" if words < _SHORT_GAP and not numbers else "bracket behind"]


def _claimed(claim: Claim, candidate: Candidate) -> list[str]:
    if (claim.parent, claim.role) == candidate:
        return ["rule", f"rule {claim.rule}"]
    return ["rule elsewhere"]


class _Nearer:
    """What stands nearest before a figure and would do as well: its noun, an event, a candidate of each role."""

    def __init__(self, scene: Sequence[Seen], child: Seen, options: Sequence[Candidate]) -> None:
        self._noun = self._event = -1
        self._roles: dict[Role, int] = {}
        unit, last = child.draft.unit, child.index
        for place, role in options:
            if place < child.index:
                self._roles.setdefault(role, place)
                last = place
        for place in range(child.index - 1, last, -1):
            other = scene[place]
            if self._noun < 0 and unit is not None and other.draft.unit == unit:
                self._noun = place
            if self._event < 0 and other.event:
                self._event = place

    def facts(self, candidate: Candidate) -> list[str]:
        """Return whether figures between would do as well; the candidate is not the one right before."""
        place, role = candidate
        facts = []
        if self._noun > place:
            facts.append("same noun nearer")
        if self._event > place:
            facts.append("event nearer")
        if self._roles[role] > place:
            facts.append("candidate nearer")
        return facts


def _exact_noun(scene: Sequence[Seen], child: Seen, parent: Seen) -> list[str]:
    """Return whether the figure beside the parent counts exactly what the child does, while the parent does not."""
    unit, at = child.draft.unit, parent.index
    for other in scene[max(0, at - 1) : at + 2]:
        beside = other.draft.passage is parent.draft.passage and other is not child and other.index < child.index
        if beside and other.draft.unit == unit and other.draft.numeral.value >= child.draft.numeral.value:
            return ["exact noun beside"]
    return []


def _part(child: Seen, parent: Seen, totals: Mapping[int, tuple[str, ...]]) -> list[str]:
    draft, other = child.draft, parent.draft
    facts = list(totals.get(parent.index, ("adds up elsewhere",))) if totals else []
    if not fits(draft, other):
        facts.append("does not fit")
    if draft.numeral.of is not None and draft.numeral.of == other.numeral.value:
        facts.append("ratio of parent")
    if other.numeral.of is not None:
        facts.append("parent is ratio")
    if draft.numeral.value == other.numeral.value:
        facts.append("equal")
    if parent.received:
        facts.append("parent received, child settled" if child.settled else "parent received")
    elif child.settled:
        facts.append("settled")
    return facts


def _rate_behind(scene: Sequence[Seen], child: Seen) -> Decimal | None:
    """Return the percentage right behind the figure, None if there is none."""
    behind = scene[child.index + 1] if child.index + 1 < len(scene) else None
    if behind is None or not behind.draft.numeral.percent or behind.draft.passage is not child.draft.passage:
        return None
    return behind.draft.numeral.value if behind.draft.at - child.draft.resume <= _SHORT_GAP else None


def _share_agrees(child: Seen, parent: Seen, rate: Decimal) -> bool:
    """Tell whether the percentage behind the figure is what it is of the other: `302 người, 67 nữ (22,2%)`."""
    whole = parent.draft.numeral.value
    return bool(whole) and abs(child.draft.numeral.value / whole * 100 - rate) <= _ROUNDED


def _share(scene: Sequence[Seen], child: Seen, parent: Seen) -> list[str]:
    facts = []
    draft, other = child.draft, parent.draft
    if draft.numeral.percent:
        facts += _agreement(scene, child, parent)
    if is_of_plan(draft):
        facts.append("of plan")
    if child.against_time:
        facts.append("against time")
    if draft.unit and other.unit:
        facts.append("share of its noun" if child.head == parent.head else "share of other noun")
    return facts


def _agreement(scene: Sequence[Seen], child: Seen, parent: Seen) -> list[str]:
    """Return whether the percentage is what the parent is of its base, or of a figure told before."""
    value, part = child.draft.numeral.value, parent.draft.numeral
    if part.of and abs(part.value / part.of * 100 - value) <= _ROUGHLY:
        return ["percent agrees"]
    roughly = False
    for other in scene[max(0, parent.index - _TOTALS_BACK) : child.index]:
        whole = other.draft.numeral
        if other is parent or whole.percent or not whole.value:
            continue
        off = abs(part.value / whole.value * 100 - value)
        if off <= _ROUNDED:
            return ["percent agrees"]
        roughly = roughly or (off <= _ROUGHLY and other.draft.unit == parent.draft.unit)
    return ["percent roughly agrees"] if roughly else []


def _change(child: Seen, parent: Seen) -> list[str]:
    facts = []
    if child.against_time:
        facts.append("against time")
    if child.draft.numeral.percent:
        facts.append("percent")
    if parent.change is not None:
        facts.append("parent changes")
    if parent.draft.label and _names_class(child, parent.draft.label):
        facts.append("class named")
    if not beside_of(child).isdisjoint(beside_of(parent)):
        facts.append("words beside shared")
    return facts


def _names_event(child: Seen, parent: Seen) -> bool:
    """Tell whether the clause of the persons says the noun of the event again: `người dự hội thảo là 164`."""
    noun = (parent.draft.unit or "").split()
    return bool(noun) and _says(child, noun)


def _names_class(child: Seen, label: str) -> bool:
    """Tell whether the clause names the class of the parent: `số đơn vị tốt tăng 3`."""
    words, own = label.split(), child.draft.label
    return (own is not None and same_level(own, " ".join(words))) or _says(child, words)


def _says(child: Seen, words: list[str]) -> bool:
    clause = clause_of(child)
    return any(clause[at : at + len(words)] == words for at in range(len(clause)))
