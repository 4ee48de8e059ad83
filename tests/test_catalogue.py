"""What is listed and what is there agree: commands, questions, blocks of digests, readers; help in one language."""

from __future__ import annotations

import argparse
import ast
import gettext
import inspect
import re
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.arguments import LIMIT, Argument
from pipeline.cli import main
from pipeline.commands.answer import answering
from pipeline.commands.catalogue import COMMANDS
from pipeline.digest import contents
from pipeline.questions.catalogue import QUESTIONS
from pipeline.questions.question import Question
from pipeline.readers import sniff
from pipeline.readers.ingest import read_source
from pipeline.readers.reader import Reader
from pipeline.readers.reading import Reading
from pipeline.readers.registry import READERS
from pipeline.readers.text import read_plain
from pipeline.run.store import close, connect
from pipeline.speech import LANGUAGES, Speech

PIPELINE = Path(cli.__file__).parent


def modules_that_define(room: str, name: str) -> set[str]:
    """Return the modules of a room whose text assigns `name`, whether or not anything imports them."""
    found = set()
    for file in (PIPELINE / room).glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if any(isinstance(n, ast.AnnAssign) and getattr(n.target, "id", "") == name for n in tree.body):
            found.add(file.stem)
    return found


def test_every_question_and_command_is_listed() -> None:
    assert modules_that_define("questions", "QUESTION") == set(QUESTIONS)
    assert modules_that_define("commands", "COMMAND") == set(COMMANDS) - set(QUESTIONS)


def test_every_block_is_listed() -> None:
    public = set()
    for file in (PIPELINE / "digest" / "blocks").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        public |= {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")}
    listed = [*chain.from_iterable(contents.CONTENTS.values()), *contents.OF_BOTH, *contents.OF_EACH]
    assert {block.__name__ for block in listed} <= public


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_with_its_own_arguments(name: str) -> None:
    question = QUESTIONS[name]()
    connection, *values = inspect.signature(question.ask).parameters
    assert question.name == name
    assert connection == "connection"
    assert sorted(values) == sorted(argument.name for argument in question.arguments)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_name(name: str) -> None:
    assert COMMANDS[name]().name == name


def test_a_question_is_one_file_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a newcomer writes: arguments, a query, its lines; the command line takes it as any other."""

    def indexes(connection: sqlite3.Connection, table: str, limit: int | None) -> list[str]:
        sql = "SELECT name FROM pragma_index_list(?) ORDER BY name LIMIT coalesce(?, -1)"
        return [row["name"] for row in connection.execute(sql, (table, limit))]

    def show(answer: list[str], speech: Speech) -> Iterator[str]:
        yield from answer or [speech("show.none")]

    question = Question("status", (Argument("table", "words", "words"), LIMIT), indexes, show)
    monkeypatch.setattr(cli, "COMMANDS", {"status": lambda: answering(question)})
    path = tmp_path / "a.db"
    close(connect(path, create=True))
    assert main(["status", "problems", "--db", str(path), "--limit", "1"]) == 0
    assert main(["status", "problems", "--db", str(path), "--json"]) == 0
    assert main(["status", "nothing", "--db", str(path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out == 'problems_document\n[\n "problems_document",\n "problems_instrument"\n]\nNo results.\n'


def test_every_reader_is_listed() -> None:
    made = set()
    for file in (PIPELINE / "readers").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            value = node.value if isinstance(node, ast.AnnAssign) else None
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Reader":
                made.add(ast.literal_eval(value.args[0]))
    kinds = [reader.kind for reader in READERS]
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert made == set(kinds)
    assert len(kinds) == len(set(kinds))
    assert len(suffixes) == len(set(suffixes))


def test_a_format_is_one_file_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(raw: bytes, name: str) -> Reading:
        return read_plain(raw.removeprefix(b"%NEW\n"), name)

    new = Reader("new", (".new",), lambda: read, starts=lambda head: head.raw.startswith(b"%NEW"))
    monkeypatch.setattr(sniff, "READERS", (*READERS, new))
    path = tmp_path / "a.new"
    path.write_bytes("%NEW\nBáo cáo".encode())
    source = read_source(path)
    assert (source.format, source.text) == ("new", "Báo cáo")


# One language at a time

VIETNAMESE_LETTERS = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
QUOTED = re.compile("“[^”]*”|MẬT, TỐI MẬT, TUYỆT MẬT")
"""Names of documents and stamps, which are Vietnamese in any language."""

ENGLISH_WORDS = re.compile(
    r"\b(?:usage|options?|positional|arguments?|show|this|help|exit|default|error|required|invalid|choose|from|the|of"
    r"|expected|unrecognized|FILE|FOLDER|CODE|YEAR|NUMBER|DOCUMENT|COMMAND)\b"
)
NAMES = re.compile(
    r"--?[\w-]+|trichyeu \w+|\{[\w,]+\}|JSON Schema|'-'|(?<=: )(?:\w+, )+\w+|^\s+\w+(?=\s)", re.MULTILINE
)
"""Options, commands and values, which have one name in both languages."""


def helped(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit, match="0"):
        main([*words, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_wholly_in_one_language(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [name] if name else []
    english = helped(capsys, *words, "--lang", "en")
    assert not VIETNAMESE_LETTERS.search(QUOTED.sub("", " ".join(english.split())))
    vietnamese = helped(capsys, *words, "--lang", "vi")
    for value in re.findall(r"\w+: ((?:\w+,\s+)+\w+)", vietnamese):
        vietnamese = vietnamese.replace(value, "")
    assert not ENGLISH_WORDS.search(NAMES.sub("", vietnamese))


WRONG = [
    (["nonsense"], "'nonsense' không hợp lệ (chọn trong: ", "'nonsense' is none of these: "),
    (["cites"], "còn thiếu: SỐ_HIỆU", "missing: CODE"),
    (["search"], "còn thiếu: TỪ", "missing: WORD"),
    (["graph"], "còn thiếu: -o/--output", "missing: -o/--output"),
    (["cites", "x", "y z"], "không hiểu: y z", "not understood: y z"),
    (["status", "--year"], "không hiểu: --year", "not understood: --year"),
    (["figures", "--year"], "--year: cần một giá trị", "--year: needs a value"),
    (["figures", "--year", "x"], "--year: phải là số nguyên", "--year: must be a whole number"),
    (["figures", "--indicator", "x"], "--indicator: không có giá trị “x”", "--indicator: there is no value “x”"),
    (["figures", "--indicator", "hội ngị"], "Có phải: hội nghị, ", "Is it conferences, "),
    (
        ["cites", "x", "--relation", "thi hành"],
        "Có phải: ban hành? Chọn trong: căn cứ, ",
        "Is it issues? Choose one of: ",
    ),
    (["status", "--json=yes"], "--json: không nhận giá trị 'yes'", "--json: takes no value such as 'yes'"),
    (["top", "--l", "3"], "--l có thể là: --lang, --limit", "--l may mean: --lang, --limit"),
    (["top", "--years", "x"], "“x” không đúng dạng năm", "“x” is neither a year nor years"),
    (["lineage", "x", "--as-of", "hôm qua"], "không đúng dạng ngày", "is not a day"),
    (["digest", "--format", "pdf"], "--format: 'pdf' không hợp lệ", "--format: 'pdf' is none of these"),
]


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"), WRONG, ids=lambda w: " ".join(w) if type(w) is list else ""
)
def test_wrong_words_are_told_in_one_language(
    words: list[str], vietnamese: str, english: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, phrase, heads in (
        ("vi", vietnamese, ("cách dùng: ", "lỗi: ")),
        ("en", english, ("usage: ", "error: ")),
    ):
        monkeypatch.setenv("TRICHYEU_LANG", language)
        with pytest.raises(SystemExit, match="2"):
            main(words)
        message = capsys.readouterr().err
        assert phrase in message
        assert all(head in message for head in heads)


def test_argparse_is_left_as_it_is() -> None:
    for language in LANGUAGES:
        cli._parser(Speech(language)).format_help()
    assert getattr(argparse, "_") is gettext.gettext  # noqa: B009 - a name that types do not know


@pytest.mark.parametrize("language", LANGUAGES)
def test_version_is_printed(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--lang", language, "--version"])
    assert re.fullmatch(r"trichyeu \d+\.\d+\.\d+\n", capsys.readouterr().out)
