"""A plain view -> mentions of resolutions by session or congress, and the lists that continue them.

The forms are in `sessions.toml`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.citations.mention import Mention
from extractors.citations.session_names import congress_name, plenum_name
from extractors.model import Form
from extractors.rulebook import Rule, load_rules, load_table
from extractors.text.plain import places_of
from extractors.values.ordinals import arabic, roman

_RULES: Final = load_rules(__package__, "sessions")
_NEXT: Final = {
    name: re.compile(pattern, re.VERBOSE)
    for name, pattern in load_table(__package__, "sessions")["continuations"].items()
}
_TRIGGERS: Final = (("ghị quyết", 1), ("ghị Quyết", 1), ("GHỊ QUYẾT", 1), ("ết luận", 1), ("ăn kiện", 1), ("NQ", 0))
_SESSION_MEMBER: Final = re.compile(
    r"(?P<ordinal>[0-9]{1,2})(?:\s{0,2}(?P<open>\()?\s?khóa\s{1,2}(?P<roman>[IVXL]{1,7})(?!\w)(?(open)\s?\))?)?"
)
_PLENUM_MEMBER: Final = re.compile(r"(?:Trung ương|TW)\s?" + _SESSION_MEMBER.pattern)
_WORD_STANDS_FOR: Final = "Nghị quyết "
_KINDS: Final[dict[str, str]] = load_table(__package__, "sessions")["kinds"]


def find_sessions(view: str, flat: str) -> list[Mention]:
    """Return the mentions by session or congress of a plain view, ordered, without overlaps.

    `flat` is the view unwrapped.
    """
    found: list[Mention] = []
    end = 0
    for start in sorted(_places(view, flat)):
        if start < end:
            continue
        end = max(end, _read(view, start, found))
    return found


def _places(view: str, flat: str) -> set[int]:
    places = set()
    for trigger, back in _TRIGGERS:
        for at in places_of(flat, trigger):
            if at >= back and not view[max(0, at - back - 1) : at - back].isalnum():
                places.add(at - back)
    return places


def _read(view: str, start: int, found: list[Mention]) -> int:
    """Read the mention that begins at `start` and the list behind it; return where they end."""
    for rule in _RULES:
        match = rule.pattern.match(view, start)
        if match:
            return _read_list(view, _mention(match, rule), match, found)
    classes = _NEXT["class_of_congresses"].match(view, start)
    if classes:
        return _read_congresses(view, classes.end(), None, found)
    return start


def _mention(match: re.Match[str], rule: Rule) -> Mention:
    kind = rule.data["doc_type"] or _KINDS[match["word"][0].lower()]
    mention = Mention(match.start(), match.end(), Form.SESSION, kind, rule.name)
    mention.name = _name(kind, match, rule)
    return mention


def _name(kind: str, match: re.Match[str], rule: Rule) -> str | None:
    groups = match.groupdict()
    if rule.name.startswith("congress"):
        ordinal = groups.get("ordinal") or groups.get("direct")
        if not groups.get("body") and "thứ" in match.group().lower() and (number := arabic(ordinal or "")):
            return f"{kind} Đại hội lần thứ {roman(number)}"
        return congress_name(kind, groups.get("body") or "", ordinal, groups.get("years"))
    if rule.name in ("plenum", "plenum_named"):
        return plenum_name(kind, match["ordinal"], match["roman"])
    return None


def _read_list(view: str, head: Mention, match: re.Match[str], found: list[Mention]) -> int:
    found.append(head)
    if head.rule.startswith("congress"):
        return _read_congresses(view, head.end, head, found)
    if not head.rule.startswith("plenum"):
        return head.end
    end = _read_sessions(view, head, match, found)
    return _read_terms(view, head, end, found)


def _read_sessions(view: str, head: Mention, match: re.Match[str], found: list[Mention]) -> int:
    """Read further sessions (`Trung ương 5, 6 khóa XIII`), which stand before the term that they share."""
    end = head.end
    members = [(head, match["ordinal"])]
    while not match.groupdict().get("roman") and (following := _NEXT["session"].match(view, end)):
        member = _SESSION_MEMBER.match(view, following.end())
        if not member or not (member["roman"] or _NEXT["session"].match(view, member.end())):
            break
        further = _member(head, member.start(), member.end(), member["ordinal"], member["roman"])
        found.append(further)
        members.append((further, member["ordinal"]))
        end, match = member.end(), member
    _share_term(members, match.groupdict().get("roman"))
    return end


def _share_term(members: list[tuple[Mention, str]], term: str | None) -> None:
    """Name the sessions of a list by the term that is written once, behind the last."""
    for mention, ordinal in members:
        if term and mention.name and " khóa " not in mention.name:
            mention.name = plenum_name(mention.doc_type or "", ordinal, term)


def _read_terms(view: str, head: Mention, end: int, found: list[Mention]) -> int:
    """Read further terms (`khóa XII, XIII`), one mention for each."""
    open_bracket = view.rfind("(", head.start, end) > view.rfind(")", head.start, end)
    if view[head.start : end].rstrip(")")[-1:] not in "IVXL":
        return end
    ordinal = head.name.split(" khóa ")[0].rsplit(" ", 1)[-1] if head.name else ""
    while following := _NEXT["term"].match(view, end):
        member = _member(head, following.end(), following.end() + len(following["roman"]), ordinal, following["roman"])
        found.append(member)
        end = member.end
    end += open_bracket and view[end : end + 1] == ")"
    while (following := _NEXT["plenum"].match(view, end)) and (plenum := _PLENUM_MEMBER.match(view, following.end())):
        found.append(_member(head, plenum.start(), plenum.end(), plenum["ordinal"], plenum["roman"]))
        end = plenum.end()
    return end


def _read_congresses(view: str, end: int, head: Mention | None, found: list[Mention]) -> int:
    """Read further congresses (`... và Đại hội Đảng lần thứ XIII`), whose type word stands before the first."""
    while following := _NEXT["congress"].match(view, end):
        at = following.end()
        written = _WORD_STANDS_FOR + view[at : at + 120]
        for rule in _RULES:
            match = rule.pattern.match(written) if rule.name.startswith("congress") else None
            if match:
                break
        else:
            break
        member = Mention(at, at + match.end() - len(_WORD_STANDS_FOR), Form.SESSION, "Nghị quyết", rule.name)
        member.head, member.spoken, member.name = head, False, _name("Nghị quyết", match, rule)
        found.append(member)
        end = member.end
    return end


def _member(head: Mention, start: int, end: int, ordinal: str, term: str | None) -> Mention:
    member = Mention(start, end, Form.SESSION, head.doc_type, head.rule, head=head, spoken=False)
    member.name = plenum_name(head.doc_type or "", ordinal, term)
    return member
