"""A plain view -> mentions of standards by code (QCVN 101:2025/BNNMT, TCVN 5712:1993)."""

from __future__ import annotations

from typing import Final

from extractors.citations.mention import Mention
from extractors.model import Form
from extractors.rulebook import load_rules
from extractors.text.plain import places_of

_RULES: Final = load_rules(__package__, "standards")


def find_standards(view: str) -> list[Mention]:
    """Return the mentions of standards of a plain view; the code is the whole mention, spaces made regular."""
    found = []
    for rule in _RULES:
        for at in places_of(view, rule.data["trigger"]):
            match = rule.pattern.match(view, at)
            if match and not view[max(0, at - 1) : at].isalnum():
                number = match["number"].lstrip("0") or "0"
                year = int(match["year"]) if match["year"] else None
                code = " ".join(match.group().split()).replace(" :", ":").replace(": ", ":")
                mention = Mention(at, match.end(), Form.NUMBERED, rule.data["doc_type"], rule.name)
                mention.number, mention.year, mention.code = number, year, code
                mention.symbol = match["symbol"] or None
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)
