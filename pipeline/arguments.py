"""The words of a command: what each is called, how it is read, and what its help says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from extractors.model import Period
    from pipeline.postgres.address import Server

DEFAULT_DATABASE: Final = Path("outputs/trichyeu.db")
SETTINGS: Final = "trichyeu.toml"
"""What commands take where nothing is typed; it stands in the archive's root and is no document."""
LAST_YEAR: Final = 9999
"""The last that a date can have."""

MOST: Final = 1_000_000_000
"""A bound of counts far beyond any archive, and within the 64 bits of the database."""


def text(word: str) -> str:
    """Return a word as it is; UsageError when its bytes were not UTF-8."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError("usage.not_text", word=word) from error
    return word


def number(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds, and raises UsageError for anything else."""

    def parse(word: str) -> int:
        try:
            value = int(word)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise UsageError("usage.number", low=low, high=high, word=word)
        return value

    return parse


def day(word: str) -> str:
    """Return a day in ISO form; UsageError for another text.

    >>> day("28/2/2022"), day("2022-02-28")
    ('2022-02-28', '2022-02-28')
    """
    from pipeline.periods import read_day

    return read_day(word).isoformat()


def period(word: str) -> Period:
    """Return a time as people say it, from its first to its last day; UsageError for another text."""
    from pipeline.periods import read_period

    return read_period(word)


def years(word: str) -> tuple[int, int]:
    """Return the first and the last year of a range; UsageError for another text.

    >>> years("2021-2023"), years("2022")
    ((2021, 2023), (2022, 2022))
    """
    first, _, last = word.partition("-")
    try:
        pair = int(first), int(last or first)
    except ValueError as error:
        raise UsageError("usage.years", word=word) from error
    if not 1 <= pair[0] <= pair[1] <= LAST_YEAR:
        raise UsageError("usage.years", word=word)
    return pair


def database(word: str) -> Path | Server:
    """Return the database that a word names, a file or one on a server; UsageError for an address that is none."""
    if not word.startswith(("postgresql:", "postgres:")):
        return Path(word)
    from pipeline.postgres.address import server_at

    return server_at(word)


def database_file(word: str) -> Path:
    """Return the database file that a word names; UsageError for one on a server."""
    found = database(word)
    if isinstance(found, Path):
        return found
    raise UsageError("usage.file_database", db=found)


class Argument(NamedTuple):
    """One word, or an option when its names begin with a dash; `help` and `metavar` are keys of messages.toml.

    `name` is what the command or the question calls its value. A flag is an option that is there or not. `choices` are
    told by their codes, and by what people call them in the section `called` of messages.toml. An option with a `bare`
    value may stand without a value, and then means that.
    """

    name: str
    help: str
    metavar: str = ""
    options: tuple[str, ...] = ()
    parse: Callable[[str], object] = text
    default: object = None
    choices: tuple[str, ...] = ()
    called: str = ""
    flag: bool = False
    bare: object = None
    many: bool = False
    required: bool = False


def option(name: str, help_: str, metavar: str, parse: Callable[[str], object] = text) -> Argument:
    """Return the argument `--name` that takes one value and may be left out."""
    return Argument(name, help_, metavar, (f"--{name}",), parse)


DATABASE: Final = Argument("db", "db", "database", ("--db",), database_file, DEFAULT_DATABASE)
"""In a file alone."""
ANY_DATABASE: Final = Argument("db", "any_db", "any_database", ("--db",), database, DEFAULT_DATABASE)
"""In a file or on a server: of commands that are tried with both (tests/test_postgres.py)."""
JSON: Final = Argument("json", "json", options=("--json",), flag=True)
CLASSIFIED: Final = Argument("allow_classified", "classified", options=("--allow-classified",), flag=True)
NOT_CLASSIFIED: Final = Argument(
    "not_classified", "not_classified", "file", ("--not-classified",), many=True, default=()
)
LIMIT: Final = Argument("limit", "limit", "number", ("--limit",), number(1, MOST))
ALL: Final = Argument("all", "all", options=("--all",), flag=True)
OUTPUT: Final = Argument("output", "output", "file", ("-o", "--output"), Path)

CODE: Final = Argument("code", "code", "code")
DOCUMENT: Final = Argument("doc", "doc", "document")
OF_DOCUMENT: Final = option("doc", "doc", "document")
PLACE: Final = option("place", "place", "place")
YEAR: Final = option("year", "year", "year", number(1, LAST_YEAR))
ISSUED: Final = option("year", "issued", "year", number(1, LAST_YEAR))
PERIOD: Final = option("period", "period", "period", period)
RELATION: Final = Argument(
    "relation", "relation", "relation", ("--relation",), called="relation",
    choices=(
        "legal_basis", "implements", "guides", "reviews", "issues", "amends", "replaces", "repeals", "mentions",
    ),
)  # fmt: skip
LEVEL: Final = Argument(
    "level", "level", "level", ("--level",), choices=("central", "province", "district", "commune"), called="level"
)
