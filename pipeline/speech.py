"""What people see, in their language: keys of messages.toml -> text."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")


@cache
def _messages() -> dict[str, dict[str, dict[str, str]]]:
    text = resources.files(__package__).joinpath("messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Speech:
    """The messages in one language; `speech("run.summary", files=3)` fills the braces."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return the message of a key, SECTION.NAME; KeyError when there is none."""
        section, _, name = key.partition(".")
        return _messages()[section][name][self.language].format(**values)

    def value(self, section: str, name: str) -> str:
        """Return what people call a value of the model, such as an indicator; its own name while it has no other."""
        entry = _messages()[section].get(name)
        return entry[self.language] if entry else name

    def argparse(self, text: str) -> str:
        """Return one of argparse's own phrases in this language, unchanged when it is not in the list."""
        entry = _messages()["argparse"].get(text)
        return entry[self.language] if entry else text

    def names(self, section: str) -> dict[str, str]:
        """Return all names of a section, such as the indicators, in the order of the file."""
        return {name: entry[self.language] for name, entry in _messages()[section].items()}

    def day(self, iso: str | None) -> str:
        """Return an ISO date as people write it: 30/12/2021."""
        return "/".join(reversed(iso.split("-"))) if iso else self("show.undated")


def chosen_language(arguments: list[str]) -> str:
    """Return the language that --lang asks for, else TRICHYEU_LANG, else Vietnamese."""
    wanted = os.environ.get("TRICHYEU_LANG", "")
    for word, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--lang":
            wanted = value
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else "vi"
