"""What came in -> what was done of it: `nhận 86 đơn, đã xử lý 79 đơn`, `phát hiện 15 vụ, khởi tố 13 vụ`.

Source: gold guidelines, role `part`; words in `figure_links.toml` and `cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.figures.draft import Draft
from extractors.figures.links.kin import in_parallel, same_noun
from extractors.figures.words import NUMBER, Lexicon, keys_of
from extractors.model import Role
from extractors.rulebook import load_table

_WORDS: Final[dict[str, list[str]]] = load_table(__package__, "words")["stages"]
_SHARE: Final = Role.SHARE
_TABLE: Final = load_table(__package__, "figure_links")["stages"]
_STAGES: Final = Lexicon((word, stage) for stage in ("in", "out") for word in _TABLE[stage])
_EXAMINED: Final = Lexicon((word, True) for word in _TABLE["examined"])
_ROWS_IN: Final = Lexicon((word, True) for word in _TABLE["rows_in"])
_ROWS_OUT: Final = Lexicon((word, True) for word in _TABLE["rows_out"])
_DISPOSED: Final = frozenset({"case", "person", "complaint", "goods", "document", "event", "org", "model"})
_OPENING: Final = 4
_ACT: Final = 10
_PASSIVE: Final = frozenset({"đã", "được"})
_NOT_DONE: Final = frozenset(_WORDS["not_done"])
_DISCIPLINE: Final = ("kỷ", "luật")
_NEGATED: Final = frozenset({"chưa", "không"})
_CONCLUDING: Final = frozenset({("đề", "nghị"), ("kết", "luận")})


def done_of(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link what was settled to what came in: `nhận 86 đơn, đã xử lý 79 đơn`."""
    cues = [
        (start, end) for start, end, cue in draft.cues if cue.kind == "completion" and _tells_it_done(draft, start, end)
    ]
    concluding = draft.indicator in ("case", "inspection") and _concludes(draft)
    if not cues and not concluding and not _told_done(draft):
        return None
    for other in reversed(totals):
        unsaid = other.unit is None and other.label is None and other.role is None
        if (
            unsaid
            or not same_noun(draft, other)
            or other.role is _SHARE
            or other.bracket not in (-1, draft.bracket)
            or (cues and _is_told_alike(draft, other, cues[-1][0]))
            or in_parallel(draft, other)
            or (not cues and _told_done(draft) and _told_done(other, _PASSIVE | _NEGATED))
            or other.keys[other.at - 1] == "còn"
            or stands_beside(draft, other)
        ):
            continue
        if _is_added_to(other):
            return None
        near = other.passage is draft.passage or (concluding and _opens_sentence(draft, cues))
        return other if near else None
    return None


def _tells_it_done(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a word of completion tells what was done with the number, not of whom, not `số tiền xử lý`.

    A comma right before the number ends it (`28 văn bản chuyển để giải quyết, 13 văn bản đôn đốc`).
    """
    keys = draft.keys
    first = start
    while first > max(draft.floor, start - _ACT) and keys[first - 1] not in (";", NUMBER):
        first -= 1
    proposed = "đã" not in keys[first:end] and ("kiến", "nghị") in pairwise(keys[first:start])
    elsewhere = keys[start - 1] in _NOT_DONE or {"cho", ";"}.intersection(keys[end : draft.at])
    return not proposed and not elsewhere and keys[draft.at - 1] != ","


def _is_told_alike(draft: Draft, other: Draft, cue: int) -> bool:
    """Tell whether both numbers have the same act before them: `thu hồi về tỉnh 8 tỷ, thu hồi về đơn vị 5 triệu`."""
    before = other.keys[other.floor : other.at]
    return draft.keys[cue] != "đã" and draft.keys[cue : cue + 2] in [list(pair) for pair in pairwise(before)]


def _told_done(draft: Draft, passed: frozenset[str] = _PASSIVE) -> bool:
    """Tell whether the number's own clause goes on to say that it was settled: `1.190 ý kiến đã được trả lời`."""
    after = [start for start, _, cue in draft.passage.cues if cue.kind == "completion" and start >= draft.resume]
    return bool(after) and after[0] - draft.resume <= 2 and set(draft.keys[draft.resume : after[0]]) <= passed


def _concludes(draft: Draft) -> bool:
    before = draft.keys[draft.floor : draft.at]
    return "phải" in before or "chỉ" in before or any(pair in _CONCLUDING for pair in pairwise(before))


def _opens_sentence(draft: Draft, cues: Sequence[tuple[int, int]]) -> bool:
    return bool(cues) and cues[0][0] <= 2


def disciplined_of(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link those disciplined to those whom the clause before holds liable to it.

    `phải thi hành kỷ luật 4 chi bộ và 35 đảng viên; quyết định kỷ luật 12 đảng viên và 1 chi bộ`.
    """
    if draft.indicator != "case" or draft.unit is None:
        return None
    keys, start = draft.keys, _semicolon_before(draft)
    if start == 0 or _DISCIPLINE not in pairwise(keys[start : draft.at]):
        return None
    for other in reversed(totals):
        if other.passage is draft.passage and other.at < start and other.unit == draft.unit and other.bracket < 0:
            before = keys[_semicolon_before(other) : other.at]
            liable = "phải" in before and _DISCIPLINE in pairwise(before[before.index("phải") :])
            return other if liable and "phải" not in keys[start : draft.at] else None
    return None


def _semicolon_before(draft: Draft) -> int:
    """Return where the words behind the last semicolon before the number begin, 0 if there is none."""
    return next((at + 1 for at in range(draft.at - 1, -1, -1) if draft.keys[at] == ";"), 0)


def was_disposed(draft: Draft, total: Draft) -> bool:
    """Tell whether a number is told of what was done (khởi tố, xử phạt) with what a number before it counts.

    Both stand in one sentence, or the next one opens with what was done: `Thụ lý 58 vụ. Đã giải quyết 47 vụ.`
    """
    same = total.passage is draft.passage
    if not same and (draft.floor > 0 or not _is_told_last(total)):
        return False
    stage = _last_stage(draft, total.resume if same else 0)
    return stage is not None and stage[1] == "out" and (same or "đã" in draft.keys[: min(stage[0] + 1, _OPENING)])


def stage_of(draft: Draft) -> str:
    """Return `in` for what was found or received, `out` for what was done with it, an empty text for neither."""
    stage = _last_stage(draft, draft.floor)
    return stage[1] if stage is not None else ""


def was_received(draft: Draft) -> bool:
    """Tell whether a number is told of what was found or received, and so begins an account: `triệt phá 5 vụ`."""
    stage = _last_stage(draft, draft.floor)
    return stage is not None and stage[1] == "in"


def was_settled(draft: Draft) -> bool:
    """Tell whether a number is told of what was done, of which nothing can be received: `giải quyết 5 vụ`."""
    stage = _last_stage(draft, draft.floor)
    return stage is not None and stage[1] == "out"


def stands_beside(draft: Draft, other: Draft) -> bool:
    """Tell whether clauses of their own tell what was done of two numbers: `khởi tố 15 vụ; xử lý hành chính 4 vụ`."""
    apart = other.passage is draft.passage and ";" in draft.keys[other.at : draft.at]
    return apart and was_settled(other) and was_settled(draft) and not _concludes(draft)


def disposed_of(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link what was done with cases to the same noun found or received: `lập biên bản 734 trường hợp, xử phạt 690`."""
    if draft.unit is None or draft.family not in _DISPOSED:
        return None
    for other in reversed(totals):
        if not _is_same_thing(other, draft) or other.role is not None or other.bracket not in (-1, draft.bracket):
            continue
        if _is_added_to(other):
            return None
        return other if was_received(other) and was_disposed(draft, other) else None
    return None


def _is_same_thing(whole: Draft, part: Draft) -> bool:
    """Tell whether the part counts what the whole does, words of the noun left out: `58 bếp ăn`, `06 bếp`."""
    return f"{whole.unit} ".startswith(f"{part.unit} ")


def examined(draft: Draft, totals: Sequence[Draft]) -> Draft | None:
    """Link what came out of an examination to what was examined: `kiểm tra 24 chi bộ. Qua kiểm tra, 2 chi bộ ...`."""
    keys = draft.keys
    start = next((at for at, key in enumerate(keys) if key.isalpha()), 0)
    if draft.unit is None or keys[start : start + 1] != ["qua"] or not _EXAMINED.at(keys, start + 1):
        return None
    before = [d for d in totals if d.passage is not draft.passage]
    return next(
        (d for d in reversed(before) if d.passage is before[-1].passage and _is_more(d, draft)),
        None,
    )


def settled_row(words: str, above: str) -> bool:
    """Tell whether a row tells what was done with what the row above says came in: `Đơn xử lý xong`, `Đơn nhận được`.

    >>> settled_row("Đơn xử lý xong", "Đơn nhận được"), settled_row("Đơn nhận được", "Đơn xử lý xong")
    (True, False)
    """
    done, came = keys_of(words), keys_of(above)
    return bool(_ROWS_OUT.scan(done) and _ROWS_IN.scan(came)) and not (_ROWS_IN.scan(done) or _ROWS_OUT.scan(came))


def _is_added_to(total: Draft) -> bool:
    """Tell whether another number is added right behind, the sum being told nowhere: `412 vụ + 63 vụ chuyển sang`."""
    return total.keys[total.resume : total.resume + 1] == ["+"]


def _is_more(total: Draft, draft: Draft) -> bool:
    return total.unit == draft.unit and total.role is None and total.numeral.value > draft.numeral.value


def _last_stage(draft: Draft, start: int) -> tuple[int, str] | None:
    """Return where the word right before a number begins that tells what was done, and its stage."""
    keys, found = draft.keys, None
    start = max(start, draft.at - _ACT)
    if _STAGES.firsts.isdisjoint(keys[start : draft.at]):
        return None
    for at in range(start, draft.at):
        stage = _STAGES.at(keys, at) if keys[at] in _STAGES.firsts else None
        if stage is not None and stage[0] <= draft.at:
            found = at, stage[1]
        elif keys[at] in (NUMBER, ";", ".", "("):
            found = None
    return found


def _is_told_last(total: Draft) -> bool:
    """Tell whether no figure but the other of its pair follows in its sentence."""
    last = total.passage.drafts[-1]
    return last is total or last.floor == total.resume
