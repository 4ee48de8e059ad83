"""One language at a time: no message of one stands in the other's, and English answers add no Vietnamese of ours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import DamagedFile, complaint
from pipeline.run.store import connect
from pipeline.speech import Speech

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = tomllib.loads((ROOT / "pipeline" / "messages.toml").read_text(encoding="utf-8"))
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|of|and|is|are|not|with|from|file|document|such|what|which|has|this|that)\b")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|\{[^}]*\}|MẬT|TỐI MẬT|TUYỆT MẬT|Trích yếu|--[\w-]+|trichyeu [\w-]+|Nơi nhận")
"""Names, examples and stamps, which are the same in any language."""
READ = {"table.period_words"}
"""Messages that hold words to be read, in whatever language a form is in."""


def ours(language: str) -> dict[str, str]:
    return {
        f"{section}.{name}": said[language] for section, entries in MESSAGES.items() for name, said in entries.items()
    }


def test_no_english_message_holds_vietnamese() -> None:
    told = {key: QUOTED.sub("", text) for key, text in ours("en").items() if key not in READ}
    assert {key: text for key, text in told.items() if VIETNAMESE.search(text)} == {}


def test_no_vietnamese_message_holds_english() -> None:
    told = {key: QUOTED.sub("", text) for key, text in ours("vi").items()}
    assert {key: text for key, text in told.items() if ENGLISH.search(text)} == {}


def kinds_in_code() -> set[str]:
    """Return the kinds of problems that the code makes, as it writes them."""
    found = set()
    for folder in ("extractors", "pipeline"):
        for file in (ROOT / folder).rglob("*.py"):
            found |= set(re.findall(r"\bProblem\(\s*\"([a-z_]+)\"", file.read_text(encoding="utf-8")))
    return found


def test_every_problem_has_a_name_in_both_languages(sample_archive: Path) -> None:
    stored = {row["kind"] for row in connect(sample_archive).execute("SELECT DISTINCT kind FROM problems")}
    assert (kinds_in_code() | stored) - set(MESSAGES["problem"]) == set()


def test_every_reason_has_a_remedy() -> None:
    assert set(MESSAGES["reason"]) - {"any"} == set(MESSAGES["remedy"])


def test_a_refusal_in_english() -> None:
    error = DamagedFile(complaint("bao-cao.docx", "tệp bị cắt cụt", "Hãy tìm bản khác"))
    assert error.said(Speech("vi")) == "“bao-cao.docx”: tệp bị cắt cụt. Hãy tìm bản khác."
    assert error.said(Speech("en")) == "“bao-cao.docx”: damaged. Find another copy of the file."


def unquoted(text: str) -> str:
    """Return a text without what is quoted, and without the codes of documents, which are the same in any language."""
    return re.sub(r"\d[\w.]*-[\w/-]*/[\w-]*", "", QUOTED.sub("", text))


def test_every_problem_of_the_archive_is_told_whole_in_english(sample_archive: Path) -> None:
    """A doubt that gives only its kind leaves out the numbers and names by which a person would clear it up."""
    english = Speech("en")
    told = {
        row["message"]: english.problem(row["kind"], row["message"])
        for row in connect(sample_archive).execute("SELECT DISTINCT kind, message FROM problems")
    }
    general = {said["en"] for said in MESSAGES["problem"].values()}
    assert told and {message: text for message, text in told.items() if text in general} == {}
    assert {message: text for message, text in told.items() if VIETNAMESE.search(unquoted(text))} == {}


PROBLEMS = tomllib.loads((ROOT / "pipeline" / "problems.toml").read_text(encoding="utf-8"))["problem"]


@pytest.mark.parametrize("said", PROBLEMS, ids=lambda said: said["vi"][:50])
def test_a_wording_has_its_words_in_the_code_and_all_its_names_in_both_languages(said: dict[str, str]) -> None:
    """A message that was reworded where it is made would be told by its kind alone from then on."""
    pieces = [piece.split() for piece in re.split(r"\{\w+\}|[“”:;,.()]", said["vi"])]
    runs = [" ".join(words[at : at + 3]) for words in pieces for at in range(max(1, len(words) - 2)) if len(words) > 1]
    runs += [words[0] for words in pieces[:1] if words]
    assert runs and any(run in SOURCE for run in runs), "no message of the code has these words"
    names = set(re.findall(r"\{(\w+)\}", said["en"]))
    assert names <= set(re.findall(r"\{(\w+)\}", said["vi"]))
    assert not VIETNAMESE.search(unquoted(said["en"])) and said["kind"] in MESSAGES["problem"]


SOURCE = "\n".join(
    file.read_text(encoding="utf-8") for folder in ("extractors", "pipeline") for file in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("words", [["status"], ["refused"], ["conflicts", "--all"]], ids=" ".join)
def test_what_is_told_of_files_and_doubts_in_english(
    sample_archive: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main([*words, "--lang", "en", "--db", str(sample_archive)]) == 0
    lines = QUOTED.sub("", " ".join(capsys.readouterr().out.split()))
    told = [row["message"] for row in connect(sample_archive).execute("SELECT message FROM problems")]
    told += [row["message"] for row in connect(sample_archive).execute("SELECT message FROM quarantine")]
    assert [message for message in told if " ".join(message.split()) in lines] == []
