"""A short or common name -> the instrument that it is known to stand for, and what came after it.

The table is `known_instruments.toml`; a person may extend or replace it with a file of the same form.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from extractors.names.agreement import issuers_agree, names_a_body, same_title, titles_agree
from extractors.rule_checks import RuleError
from extractors.rulebook import load_table
from extractors.text.folding import code_key, fold

_CODE: Final = re.compile(r"(?P<number>\d+[a-zA-Z]?)(?P<mark>[-/])(?:(?P<year>\d{4})/)?(?P<symbol>.+)")
_ZEROS: Final = re.compile(r"\b0+(?=\d)")
_YEAR: Final = re.compile(r"[, ]*(?:năm )?\b(?:19|20)\d{2}$")
_GROUP_KEYS: Final = {"source": str, "issuer": str, "doc_type": str, "rows": list}
_ROW_KEYS: Final = {
    "code": str, "date": date, "names": list, "title": str, "asks": (bool, list), "in_force": date, "replaces": list,
    "repeals": list, "seen": str,
}  # fmt: skip
_NEEDED: Final = ("code", "date")


class KnownInstrument(NamedTuple):
    """One name of one row of the table; `asks` marks a number that any body may give to a document of its own.

    `in_force` is the day from which it holds, None where the table does not say; `seen` the public text that the row
    was checked against, None where nobody has.
    """

    doc_type: str
    number: str
    symbol: str
    year: int | None
    code: str
    date: date
    issuer: str
    title: str
    asks: bool
    in_force: datetime.date | None
    source: str
    seen: str | None

    @property
    def begins(self) -> datetime.date:
        """The day from which it is taken to hold: that of its issue where the table does not say."""
        return self.in_force or self.date


class _Row(NamedTuple):
    """One row as the file has it: the instrument under each of its names, the codes of what it replaces or repeals.

    What is repealed has no successor; `ends` are both.
    """

    names: tuple[str, ...]
    instruments: tuple[KnownInstrument, ...]
    replaces: tuple[str, ...]
    repeals: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """The codes of all that ends when it begins to hold."""
        return (*self.replaces, *self.repeals)


def name_key(name: str) -> str:
    """Return the key of a name without its year, brackets and leading zeros.

    >>> name_key("Luật Đất đai năm 2013") == name_key("luật đất đai"), name_key("Nghị quyết TW 4 (khoá XII)")
    (True, 'nghị quyết trung ương 4 khoá xii')
    """
    words = re.sub(r"[()“”\"]", " ", fold(name))
    words = re.sub(r"\b(?:hội nghị )?(?:tw|tư|trung ương)\s*(?=\d)", "trung ương ", words)
    words = _ZEROS.sub("", words.replace(" số ", " "))
    return _YEAR.sub("", " ".join(words.split()))


class KnownTable:
    """Instruments by their names, codes and successors."""

    def __init__(self, rows: Iterable[_Row], kept: date) -> None:
        self.rows = tuple(rows)
        self.kept = kept
        """The day up to which the table was kept: what came later is not in it."""

    @cached_property
    def _by_name(self) -> dict[str, tuple[KnownInstrument, ...]]:
        found: dict[str, list[KnownInstrument]] = {}
        for row in self.rows:
            for name, known in zip(row.names, row.instruments, strict=False):
                found.setdefault(name_key(name), []).append(known)
        return {key: tuple(sorted(rows, key=lambda row: row.date)) for key, rows in found.items()}

    @cached_property
    def instruments(self) -> tuple[KnownInstrument, ...]:
        """Every row, once for each of its names, in a fixed order."""
        every = {known for row in self.rows for known in row.instruments}
        return tuple(sorted(every, key=lambda row: (row.code, row.date, row.title)))

    @cached_property
    def _by_code(self) -> dict[str, tuple[KnownInstrument, ...]]:
        found: dict[str, list[KnownInstrument]] = {}
        for row in self.instruments:
            found.setdefault(code_key(row.code), []).append(row)
        return {key: tuple(sorted(rows, key=lambda row: row.date)) for key, rows in found.items()}

    @property
    def names(self) -> Iterable[str]:
        """The keys of all names in the table."""
        return self._by_name

    def coded(self, code: str) -> tuple[KnownInstrument, ...]:
        """Return the rows with a code, typed loosely, one for each day, oldest first.

        >>> [str(row.date) for row in known_table().coded("18-nq/tw")]
        ['2017-10-25', '2022-06-16']
        """
        return tuple({row.date: row for row in self._by_code.get(code_key(code), ())}.values())

    def day(self, code: str, title: str | None) -> date | None:
        """Return the day of the only row with this code whose title it is; None when that does not tell.

        >>> known_table().day("18-NQ/TW", "quản lý và sử dụng đất"), known_table().day("18-NQ/TW", None)
        (datetime.date(2022, 6, 16), None)
        """
        days = {row.date for row in self._by_code.get(code_key(code), ()) if title and same_title(row.title, title)}
        return days.pop() if len(days) == 1 else None

    def series(self, name: str) -> tuple[KnownInstrument, ...]:
        """Return the instruments that have borne a name, oldest first.

        >>> [row.code for row in known_table().series("Luật Đất đai")]
        ['13/2003/QH11', '45/2013/QH13', '31/2024/QH15']
        """
        return self._by_name.get(name_key(name), ())

    def named(
        self, name: str, year: int | None, on: date | None, issuer: str | None = None, title: str | None = None
    ) -> KnownInstrument | None:
        """Return what a name stands for: the row of the year written, then of the title, else the one in force `on`.

        None when the table has no such name, when no row has that year or that issuer, when a name with several rows
        comes without anything to tell them apart, or when a bare number comes without issuer and title.

        >>> known_table().named("Pháp lệnh 34", None, None).code
        '34/2007/PL-UBTVQH11'
        >>> known_table().named("Luật Đất đai", None, date(2024, 6, 1)).code
        '45/2013/QH13'
        >>> known_table().named("Chỉ thị 05", None, date(2023, 6, 1), "Bộ Chính trị").code
        '05-CT/TW'
        """
        rows = [row for row in self.series(name) if not issuer or issuers_agree(row.issuer, issuer)]
        if title:
            alike = [row for row in rows if same_title(row.title, title)]
            rows = alike or [row for row in rows if titles_agree(row.title, title)]
        if year is not None:
            rows = [row for row in rows if row.date.year == year]
        elif on is not None:
            rows = [row for row in rows if row.begins <= on]
        elif len(rows) > 1:
            return None
        rows = [
            row
            for row in rows
            if not row.asks or _is_of_issuer(row, issuer) or (title and same_title(row.title, title))
        ]
        return rows[-1] if rows else None

    @cached_property
    def _successors(self) -> dict[KnownInstrument, tuple[KnownInstrument, ...]]:
        found: dict[KnownInstrument, list[KnownInstrument]] = {}
        for row in self.rows:
            for code in row.ends:
                former = _latest_before(self._by_code.get(code_key(code), ()), row.instruments[0].date)
                for known in self._by_code[code_key(code)]:
                    if former is not None and known.date == former:
                        found.setdefault(known, []).append(row.instruments[0])
        return {known: tuple(sorted(later, key=lambda row: row.begins)) for known, later in found.items()}

    def successors(self, known: KnownInstrument) -> tuple[KnownInstrument, ...]:
        """Return what replaced or repealed an instrument, the first to hold first.

        >>> [row.code for row in known_table().successors(known_table().coded("29/2018/QH14")[0])]
        ['117/2025/QH15']
        """
        return self._successors.get(known, ())

    def predecessors(self, known: KnownInstrument) -> tuple[KnownInstrument, ...]:
        """Return what an instrument replaced or repealed, oldest first, each once."""
        former = (
            old
            for old, later in self._successors.items()
            if any(new.code == known.code and new.date == known.date for new in later)
        )
        return tuple({(row.code, row.date): row for row in sorted(former, key=lambda row: row.date)}.values())

    def repeals(self, actor: KnownInstrument, former: KnownInstrument) -> bool:
        """Tell whether an instrument ended another without taking its place.

        >>> table = known_table()
        >>> table.repeals(table.coded("285/2025/NĐ-CP")[0], table.coded("04/2015/NĐ-CP")[0])
        True
        """
        return any(
            (row.instruments[0].code, row.instruments[0].date) == (actor.code, actor.date)
            and code_key(former.code) in map(code_key, row.repeals)
            for row in self.rows
        )


def _latest_before(rows: Iterable[KnownInstrument], day: date) -> date | None:
    return max((row.date for row in rows if row.date < day), default=None)


def _is_of_issuer(row: KnownInstrument, issuer: str | None) -> bool:
    """Tell whether the issuer named is that of the row, and no word that fits every body (Ban Thường vụ)."""
    return issuer is not None and names_a_body(issuer) and issuers_agree(row.issuer, issuer)


@cache
def known_table() -> KnownTable:
    """Return the table that comes with the program."""
    return _read("known_instruments.toml", load_table(__package__, "known_instruments"))


@cache
def extended_table(file: str, content: str) -> KnownTable:
    """Return the table with the rows of a person's file; instead of them, if the file says `replace = true`.

    A row of the file stands for the one of the program's table with its code and day. Raises RuleError, whose message
    names the file, the row and what is wrong.
    """
    import tomllib  # read by few: the table that comes with the program is kept as it was parsed

    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: {error}") from error
    if not isinstance(table.get("group"), list):
        raise RuleError(f"{file}: no [[group]] stands in it.")
    head = table.setdefault("table", {})
    head.setdefault("kept", load_table(__package__, "known_instruments")["table"]["kept"])
    return _read(file, table, () if head.get("replace") else known_table().rows)


def _read(file: str, table: Mapping[str, Any], others: Iterable[_Row] = ()) -> KnownTable:
    rows = [row for group in table["group"] for row in _rows(file, group)]
    mine = {(row.instruments[0].code, row.instruments[0].date) for row in rows}
    rows += [row for row in others if (row.instruments[0].code, row.instruments[0].date) not in mine]
    codes = {code_key(row.instruments[0].code) for row in rows}
    for row in rows:
        for code in row.ends:
            if code_key(code) not in codes:
                raise RuleError(f'{file}, "{row.instruments[0].code}": it ends "{code}", which has no row.')
    return KnownTable(rows, table["table"]["kept"])


def _rows(file: str, group: Mapping[str, Any]) -> Iterator[_Row]:
    _check(file, "group", group, _GROUP_KEYS, tuple(_GROUP_KEYS))
    for row in group["rows"]:
        _check(file, f'"{row.get("code", "?")}"', row, _ROW_KEYS, _NEEDED)
        match = _CODE.fullmatch(row["code"])
        if match is None:
            raise RuleError(f'{file}, "{row["code"]}": it is not a number with a symbol.')
        names = tuple(row.get("names", ()))
        if not names and "title" not in row:
            raise RuleError(f'{file}, "{row["code"]}": it has neither names nor a title.')
        asks = row.get("asks", False)
        instruments = tuple(
            KnownInstrument(
                group["doc_type"], match["number"].lstrip("0"), match["symbol"],
                int(match["year"]) if match["year"] else None,
                row["code"], row["date"], group["issuer"], row.get("title", name),
                asks if isinstance(asks, bool) else name in asks, row.get("in_force"), group["source"], row.get("seen"),
            )
            for name in names or (row["title"],)
        )  # fmt: skip
        yield _Row(names, instruments, tuple(row.get("replaces", ())), tuple(row.get("repeals", ())))


def _check(file: str, what: str, block: Mapping[str, Any], keys: Mapping[str, Any], needed: Iterable[str]) -> None:
    for key, value in block.items():
        if key not in keys:
            raise RuleError(f'{file}, {what}: key "{key}" is not known; known keys: {", ".join(keys)}.')
        if not isinstance(value, keys[key]):
            raise RuleError(f"{file}, {what}: {key} cannot be {value!r}.")
    for key in needed:
        if key not in block:
            raise RuleError(f'{file}, {what}: it has no "{key}".')


@cache
def _aliases() -> dict[str, str]:
    return {
        fold(alias): fold(block["name"])
        for block in load_table(__package__, "known_instruments")["alias"]
        for alias in block["other"]
    }


def common_name(folded: str) -> str:
    """Return the usual name of a document without number that is also called otherwise; names are folded.

    >>> common_name("điều lệ đảng cộng sản việt nam")
    'điều lệ đảng'
    """
    return _aliases().get(folded, folded)


def year_meant(name: str, on: date | None) -> int | None:
    """Return the year of the document without number that a name without year means on a day, None when not known.

    >>> year_meant("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", date(2023, 6, 1)), year_meant("Điều lệ", None)
    (2013, None)
    """
    for block in load_table(__package__, "known_instruments")["unnumbered"] if on else ():
        if common_name(name_key(name)) == fold(block["name"]):
            return max((day.year for day in block["dates"] if day <= on), default=None)
    return None
