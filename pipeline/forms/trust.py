"""A number that would fill a cell -> the signs for which it is proposed only, and a person decides.

How well a number suits says which of those there are is meant; it does not say that what is asked for was reported at
all. Where a report leaves it out, what suits best is a neighbour: a part of it, a like thing, a deed that came after.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from extractors.rulebook import any_of, load_table
from extractors.text.folding import fold
from pipeline.forms.around import Told, is_told, is_told_otherwise, place_of, place_of_word, told_around
from pipeline.forms.asking import Asked, asked_by
from pipeline.forms.concepts import Concept, concepts_in, words_of
from pipeline.forms.finished import still_needed
from pipeline.forms.model import Indicator, Match, Time
from pipeline.forms.parts import SUM
from pipeline.forms.plans import tells_plan
from pipeline.forms.ratios import COMPUTED
from pipeline.forms.standing import tells_rise, tells_year_begun

_SINGLING: Final = frozenset(load_table(__package__, "concepts")["words"]["singling"])
_KINDS: Final = frozenset({"complaint", "denunciation"})
"""Kinds of a thing that are some of it whatever was done to them."""
_OUT_OF: Final = ("trên tổng số", "trong tổng số")
_COMRADE: Final = ("đồng", "chí")
_LEVEL: Final = re.compile(rf"(?<!\w)(cấp {any_of(load_table(__package__, 'above')['words']['levels_told'])})(?!\w)")
_OWN_LEVELS: Final = frozenset({"cấp xã", "cấp phường"})
_ONE_OCCASION: Final = re.compile(
    r"(?:^|[,;:] ?)riêng (?:dịp|đợt|trong dịp|nhân dịp)(?!\w)"
    r"|(?<!\w)(?:đợt|lần|lớp|buổi|cuộc) (?:thứ (?:nhất|hai|ba|tư)|đầu tiên|đầu|một)(?!\w)"
)
_BELOW: Final = re.compile(r"(?<!\w)(?:dưới|chưa đến|chưa tới) ?$")
_MANY_QUARTERS: Final = re.compile(r"(?<!\w)(?:cả )?(?:hai|ba) quý(?!\w)")
_LETTER: Final = "đơn"
_SPENDING: Final = frozenset({"disburse", "spent"})
_REMARKS: Final = frozenset({"proposal", "opinion", "comment_on_draft"})
_COMMITTEES: Final = frozenset({"standing_committee", "executive_committee", "committee"})
_STATE_BODIES: Final = (fold("ủy ban nhân dân"), fold("hội đồng nhân dân"))
_AUTHORITIES: Final = "chính quyền"
_SITE: Final = re.compile(r"(?<!\w)(?:đầu|điểm) cầu(?!\w)")
_AT_SITE: Final = re.compile(r"(?<!\d )(?<!các )(?:đầu|điểm) cầu(?!\w)[^\d]*$")
_NAMED: Final = re.compile(r"\s*[^\W\d_]+(?: [^\W\d_]+)? ?[“\"«]")
_FOR_WHOM: Final = re.compile(r"(?:^| )(?:cho|tại|đối với|với|của|đến|tới|ở)(?= )")
_DEED: Final = re.compile(r" (?:tổ chức|tiến hành|mở|kết nạp|đăng ký|kiểm tra|giám sát)$", re.IGNORECASE)
_FAR: Final = ("earlier", "above")
_OF_A_PART: Final = frozenset({"part", "among", "bracketed", "summed"})
_CAME: Final = "attendance"
_VISITS: Final = frozenset({"persons", "turns"})
"""Those who came, and how often they did: reports count one or the other."""


def doubts_about(indicator: Indicator, match: Match) -> tuple[str, ...]:
    """Return the signs that a match may be of something beside what is asked for; none for a value."""
    wanted, told = asked_by(indicator), told_around(match.candidate)
    weights = dict(match.evidence)
    return tuple(sign for sign, speaks in _SIGNS if speaks(wanted, told, match, weights))


def _is_a_part_alike(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number is a part of another, and nothing that is asked for parts it from that one.

    What is told behind a number out of another is of it: `09 HTX hoạt động có hiệu quả trên tổng số 14 HTX`.
    `34 mô hình, trong đó 12 mô hình về kinh tế` for `Số mô hình`; not `nhận 41 đơn, giải quyết 39 đơn` for the settled.
    """
    if not _OF_A_PART & weights.keys() or SUM in weights or tells_rise(match.candidate.owner):
        return False
    if "among" not in weights and _has_own_time(match):
        return False
    if any(f" {lead} " in told.words["owner"] for lead in _OUT_OF):
        return False
    around = told.concepts["owner" if match.candidate.owner else "before"]
    own = {one.name for one in wanted.needed} & told.own - around
    words = [word for word in wanted.words if place_of_word(word, told) == "near"]
    return not own and all(f" {word} " in told.words["owner"] for word in words)


def _has_own_time(match: Match) -> bool:
    """Tell whether time parts a number from the one it belongs to: `22 vụ trong 9 tháng, riêng quý III 06 vụ`."""
    when, role = match.candidate.when, match.candidate.role
    told = when.time in (Time.PERIOD, Time.YEAR)
    return told and (role != "part" or (bool(when.told) and fold(when.told) in fold(match.candidate.left)))


def _has_its_deed_far(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether the deed asked for is told in a heading or an earlier part of the sentence alone.

    A rate of what the heading tells is named by what else is asked for. Those who came are told of the event that the
    heading right over them, or the sentence before, is about: `Hội nghị quán triệt: 04. Số người dự: 1.127 lượt`.
    """
    far = [one.name for one in wanted.needed if one.kind == "act" and place_of(one.name, told) in _FAR]
    if place_of(_CAME, told) in ("near", "owner", "before"):
        right_above = concepts_in("; ".join(match.candidate.above.split(" \n")[-2:]))
        far = [name for name in far if place_of(name, told) != "above" or name not in right_above]
    return bool(far) and not wanted.percent


def _has_its_deed_untold(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a deed that singles out some of all is asked for, and told nowhere: `nêu 131 ý kiến`.

    So is money that was allotted only, where that spent is asked for: `được cấp 500 triệu đồng trong dự toán`.
    """
    spending = [place_of(one.name, told) for one in wanted.needed if one.name in _SPENDING] if wanted.money else []
    if spending and not any(spending) and tells_plan(match.candidate.near):
        return True
    own = concepts_in(" ".join(wanted.name_words)) if wanted.percent else None
    untold = [one for one in wanted.needed if _singles_out(one) and place_of(one.name, told) is None]
    untold = [one for one in untold if not is_told_otherwise(one.name, wanted.either, told)]
    return any(own is None or one.name in own for one in untold)


def _has_another_deed(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number is of those singled out by a deed or a state, and none of those asked for is told of it.

    `02 đơn còn trong thời hạn` for `Số đơn tiếp nhận`; the whole of a ratio, or of parts, is not singled out. Where
    there is none of them, the deed beside may be the one that is denied.
    """
    if match.candidate.role == "whole" or SUM in weights:
        return False
    denied = concepts_in(match.candidate.written) & {one.name for one in wanted.needed}
    if (
        match.candidate.role == "nothing"
        and any(name.startswith(("act:", "beside:")) for name in weights)
        and not denied
    ):
        return True
    others = {name.partition(":")[2] for name in weights if name.startswith(("act:", "quality:"))}
    if others & _KINDS:
        return True
    asked = [one for one in wanted.needed if one.kind != "object"]
    said = any(place_of(one.name, told) == "near" for one in asked)
    said = said or any(place_of_word(word, told) == "near" for word in wanted.words)
    return bool(others & _SINGLING) and not said


def _counts_something_else(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a noun is counted that the unit asked for does not know: `13 ngày tiếp công dân` for those seen."""
    apart = "unit_differs" in weights and {told.group, wanted.group} != _VISITS
    return "unit_unknown" in weights or apart or _only_its_noun_is_told(wanted, told, match)


def _only_its_noun_is_told(wanted: Asked, told: Told, match: Match) -> bool:
    """Tell whether people are counted by a noun that others share, and nobody says that they are those asked for.

    `24 viên chức`, `việc làm cho 306 người` for members; a comrade (`đồng chí`) is one.
    """
    counted = words_of(match.candidate.unit or "")
    if wanted.group != "persons" or not counted or counted[:2] == _COMRADE or counted[0] in wanted.head_words:
        return False
    around = ("owner", "before", "earlier", "above")
    by_noun = [one for one in wanted.needed if place_of(one.name, told) == "noun"]
    return any(not any(one.name in told.concepts[place] for place in around) for one in by_noun)


def _is_of_one_level(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number is what bodies of one level did, of which the name says nothing: `cấp cơ sở 20 cuộc`.

    What its own level did is what a commune did. A level of those for whom or where it was done is none
    (`tập huấn cho cán bộ cấp xã`).
    """
    if match.candidate.row:
        return False
    near = " ".join(words_of(match.candidate.near))
    found = {level.group() for level in _LEVEL.finditer(near) if not _tells_whom(near[: level.start()])}
    own = _OWN_LEVELS if match.candidate.report.commune else frozenset()
    return any(level not in " ".join(wanted.name_words) for level in found - own)


def _tells_whom(before: str) -> bool:
    """Tell whether the level behind some words is that of those for whom or where it was: `cho cán bộ cấp xã`."""
    leads = list(_FOR_WHOM.finditer(before))
    return bool(leads) and bool(before[leads[-1].end() :].strip())


def _denies_less(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether of some only it is said that there are none: `không còn nhiệm vụ quá hạn` for the tasks given."""
    if match.candidate.role != "nothing":
        return False
    far = [word for word in wanted.words if place_of_word(word, told) not in (None, "near")]
    deeds = [
        one.name for one in still_needed(wanted, told) if one.kind == "act" or (one.kind == "quality" and one.family)
    ]
    another = bool(told.own) and any(place_of(name, told) != "near" for name in deeds)
    return another or (bool(far) and "foreign_words" in weights)


def _is_of_another_time(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a time before the one reported on is read for a number whose own clause tells none."""
    when, reported = match.candidate.when, match.candidate.report.span
    if when.time is not Time.UNTOLD or when.span is None or reported is None:
        return False
    return when.span.end < reported.start


def _is_of_one_occasion(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number is of one occasion: `riêng dịp Trung thu trao 150 suất quà`, `đợt thứ nhất 390 lượt`."""
    return bool(_ONE_OCCASION.search(_left_of(match)))


def _is_of_the_beginning(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether what there is at the end is asked for, and told of the year's beginning: `đầu năm có 212 hộ`."""
    return wanted.stock and tells_year_begun(match.candidate.left)


def _is_a_bound(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a rate is only what something fell short of: `03 chi bộ có tỷ lệ dưới 80%`."""
    return wanted.percent and bool(_BELOW.search(_left_of(match)))


def _is_of_many_quarters(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number of two or three quarters is read for one whose time its words leave open."""
    open_time = match.candidate.when.time is Time.UNTOLD
    return open_time and bool(_MANY_QUARTERS.search(_left_of(match)))


def _left_of(match: Match) -> str:
    return fold(match.candidate.left).strip(" -+*•")


def _is_not_yet(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether of a deed it is said only that it is not done yet; `chưa ... nào` says that there is none."""
    candidate = match.candidate
    yet = (
        candidate.role == "nothing"
        and fold(candidate.written).startswith("chưa ")
        and bool(_DEED.search(candidate.written))
    )
    return yet and not is_told(("nào",), told.words["near"])


def _is_no_letter(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether letters are asked for, and remarks or opinions are counted: `phản ánh 41, đã xử lý 39`."""
    if _LETTER not in wanted.name_words or wanted.names & _REMARKS:
        return False
    around = " ".join(told.words[place] for place in ("near", "owner", "before", "earlier"))
    return f" {_LETTER} " not in around and bool(_REMARKS & (told.own | told.concepts["owner"]))


def _is_of_another_body(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a committee of the Party is asked about, and a State body did it: `tham mưu UBND xã ban hành`."""
    name = " ".join(wanted.name_words)
    if not wanted.names & _COMMITTEES or any(body in name for body in (*_STATE_BODIES, _AUTHORITIES)):
        return False
    left = " ".join(words_of(match.candidate.left))
    own = any(place_of(committee, told) in ("near", "before") for committee in wanted.names & _COMMITTEES)
    return not own and any(body in left for body in _STATE_BODIES)


def _is_of_one_site(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a number is of one site of a meeting, of which its sentence names more: `đầu cầu xã 127 người`."""
    others = len(_SITE.findall(fold(match.candidate.sentence))) > 1
    return others and bool(_AT_SITE.search(_left_of(match)))


def _has_another_name(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a thing is counted that has another name than the one asked for: `12 mô hình “Thôn xanh”`."""
    asked = {one.name for one in wanted.needed if one.name in concepts_in(" ".join(wanted.quoted))}
    named = _NAMED.match(match.candidate.unit or "")
    return bool(asked) and named is not None and not asked & told.own


def _is_computed(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    """Tell whether a rate is told by its numbers alone: `27/31 đơn`."""
    return match.candidate.role == COMPUTED


def _is_of_one_place(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    return "of_one" in weights


def _is_a_shortcoming(wanted: Asked, told: Told, match: Match, weights: dict[str, float]) -> bool:
    return "shortcoming" in weights


def _singles_out(concept: Concept) -> bool:
    return concept.kind == "act" and concept.name in _SINGLING


_SIGNS: Final[tuple[tuple[str, Callable[[Asked, Told, Match, dict[str, float]], bool]], ...]] = (
    ("part_alike", _is_a_part_alike),
    ("deed_far", _has_its_deed_far),
    ("deed_untold", _has_its_deed_untold),
    ("another_deed", _has_another_deed),
    ("thing_apart", _counts_something_else),
    ("one_level", _is_of_one_level),
    ("denies_less", _denies_less),
    ("another_time", _is_of_another_time),
    ("one_occasion", _is_of_one_occasion),
    ("year_begun", _is_of_the_beginning),
    ("bound", _is_a_bound),
    ("many_quarters", _is_of_many_quarters),
    ("one_place", _is_of_one_place),
    ("shortcoming", _is_a_shortcoming),
    ("not_yet", _is_not_yet),
    ("no_letter", _is_no_letter),
    ("another_body", _is_of_another_body),
    ("one_site", _is_of_one_site),
    ("another_name", _has_another_name),
    ("computed", _is_computed),
)
