"""underthesea's dictionary, tagged by underthesea -> extractors/figures/reading/dictionary.toml.

    python scripts/make_words.py [--out FILE]

Each word of one to three syllables is tagged alone and as what a number counts (`Có 5 … trong huyện`): a noun there is
a noun; a verb or adjective there that is no noun alone names no thing. Single syllables stay only as such words. All
are written as the keys that sentences are read by.
"""

from __future__ import annotations

import argparse
import re
from importlib import resources
from pathlib import Path

from underthesea import pos_tag

from extractors.figures.words import keys_of

OUT = Path(__file__).resolve().parent.parent / "extractors" / "figures" / "reading" / "dictionary.toml"
HEAD = """# Words of underthesea's dictionary (Apache-2.0) by the tag that underthesea gives them behind a number; made
# by scripts/make_words.py. A noun that nouns.toml does not know is cut by them (quầy thủ tục), and a verb or adjective
# is no noun (còn lại 23 chờ thủ tục).
"""
_WORD = re.compile(r"[a-zà-ỹđ]+(?: [a-zà-ỹđ]+){0,2}")
_COUNTED = "Có 5 {} trong huyện."
_NO_THING = frozenset({"V", "A"})
_TITLES = frozenset({"cựu", "phó", "tân", "cố", "nguyên", "trưởng", "tổng"})
"""Syllables before a noun of persons, with it one noun."""


def tag_of(word: str, sentence: str) -> str:
    """Return the tag of the word in the sentence, nothing where underthesea cuts it otherwise."""
    return next((str(tag) for found, tag in pos_tag(sentence.format(word)) if found.lower() == word), "")


def classed(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the nouns of several syllables and the words that name no thing."""
    nouns, others = [], []
    for word in words:
        tag = tag_of(word, _COUNTED)
        if tag == "N" and " " in word:
            nouns.append(word)
        elif tag in _NO_THING and (alone := tag_of(word, "{}")) != "N" and (" " in word or alone in _NO_THING):
            others.append(word)
    return nouns, others


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    source = resources.files("underthesea.corpus").joinpath("data", "Viet22K.txt")
    words = sorted({line.strip() for line in source.read_text(encoding="utf-8").splitlines()} - _TITLES)
    nouns, others = classed([word for word in words if _WORD.fullmatch(word)])
    blocks = [
        f'{name} = """\n' + "\n".join(sorted({" ".join(keys_of(word)) for word in found})) + '\n"""\n'
        for name, found in (("nouns", nouns), ("others", others))
    ]
    out.write_text(HEAD + "".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
