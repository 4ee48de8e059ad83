"""How the writer qualifies a number: `hơn`, `khoảng`, `ít nhất`, `trở lên`.

Source: gold guidelines, "hedge"; words in `hedges.toml`.
"""

from __future__ import annotations

from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.reading.classes import LABELS
from extractors.figures.words import NUMBER, Lexicon
from extractors.model import Hedge
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "modality")["words"]
_HEDGES: Final = Lexicon(
    (word, Hedge(rule["name"])) for rule in load_table(__package__, "hedges")["rule"] for word in rule["before"]
)
_ENDS_OF_HEDGES: Final = _HEDGES.lasts
_HEDGES_BEHIND: Final = Lexicon(
    (word, Hedge(rule["name"])) for rule in load_table(__package__, "hedges")["rule"] for word in rule.get("after", ())
)
_NO_HEDGES: Final = Lexicon(
    (word, True) for rule in load_table(__package__, "hedges")["rule"] for word in rule.get("longer", ())
)
_COMPARATIVES: Final = frozenset(_WORDS["comparatives"])
_SPREAD: Final = tuple(phrase.split() for phrase in _WORDS["spread"])
_BEHIND_REACH: Final = 12


def hedge_of(draft: Draft) -> Hedge | None:
    """Return how the writer qualifies the number."""
    keys = draft.keys
    before = _HEDGES.before(keys, draft.at) if keys[draft.at - 1] in _ENDS_OF_HEDGES else None
    if before and (_is_difference(draft) or _is_out_of(draft) or _NO_HEDGES.before(keys, draft.at)):
        before = None
    if before and draft.family == "org":
        spread = keys[max(0, draft.at - 2) : draft.at] in _SPREAD or _stands_on_place(draft)
        before = None if spread else before
    near = keys[draft.at + 1 : draft.resume + _BEHIND_REACH]
    if not draft.passage.sentence.holds(_HEDGES_BEHIND.firsts) or _HEDGES_BEHIND.firsts.isdisjoint(near):
        return before[1] if before else None
    for at in range(draft.at + 1, draft.at + 1 + len(near)):
        if keys[at] in ",;.:(" or keys[at] in (NUMBER, "từ") or keys[at : at + 2] == ["trình", "độ"]:
            break
        behind = _HEDGES_BEHIND.at(keys, at)
        if behind:
            if LABELS.before(keys, at) and keys[draft.at - 1] != "từ":
                break
            return behind[1]
    return before[1] if before else None


def _is_difference(draft: Draft) -> bool:
    """Tell whether the number says by how much one level is above or below another: `thấp hơn 4,5% so với kế hoạch`."""
    keys = draft.keys
    compared = keys[draft.at - 1 : draft.at] == ["hơn"] and keys[draft.at - 2] in _COMPARATIVES
    return compared and keys[draft.resume : draft.resume + 1] == ["so"]


def _stands_on_place(draft: Draft) -> bool:
    """Tell whether `trên` behind a counted noun says where: `160 xã trên 9 huyện`."""
    on = draft.keys[draft.at - 1 : draft.at] == ["trên"]
    return on and any(other.resume == draft.at - 1 and other.family == "org" for other in draft.passage.drafts)


def _is_out_of(draft: Draft) -> bool:
    """Tell whether `trên` behind a figure of the same noun says out of how many: `75 ha trên 90 ha`."""
    if draft.keys[draft.at - 1 : draft.at] != ["trên"] or draft.unit is None:
        return False
    noun = draft.unit.split()[0]
    return any(
        other.at < draft.at
        and (other.unit or "").split()[:1] == [noun]
        and all(key.isalpha() for key in draft.keys[other.resume : draft.at])
        and draft.at - 1 - other.resume in (0, 1, 2)
        for other in draft.passage.drafts
    )
