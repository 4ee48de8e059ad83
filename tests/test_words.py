"""Words stand in rule files, not in code; each list of them is read by the module that it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.rulebook import list_rule_files, load_table
from tests.gate import ROOT
from tests.words_in_code import word_sets

ALLOWED = {"extractors/text/plain.py": "spellings of syllables by their letters, not words"}
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "extractors").rglob("*.py"))
LISTS = [
    (package, module, name)
    for package, file in list_rule_files()
    if file == "words"
    for module, lists in load_table(package, file).items()
    for name in lists
]


@pytest.mark.parametrize("module", MODULES)
def test_sets_of_words_stand_in_rule_files(module: str) -> None:
    found = word_sets((ROOT / module).read_text(encoding="utf-8"))
    assert bool(found) == (module in ALLOWED), f"move to words.toml beside it: {found}"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('X = frozenset({"tăng", "giảm", "hơn"})', ("tăng", "giảm", "hơn")),
        ('X = {"k": "Kết luận", "v": "Văn kiện", "n": "Nghị quyết"}', ("Kết luận", "Văn kiện", "Nghị quyết")),
        ('X = "cứ của theo".split()', ("cứ", "của", "theo")),
        ('X = f"(?P<x>xã|phường|{y})|thị trấn"', None),
        ('X = f"(?P<x>xã|phường|[Hh]uyện{y})"', ("xã", "phường", "Huyện0")),
        ('X = ("của", "Của", "CỦA")', None),
        ('def f():\n    """Tell.\n\n    >>> f()\n    """\n    return x in ("tăng", "giảm", "hơn")', None),
        ('def f():\n    """Tell."""\n    return x in ("tăng", "giảm", "hơn")', ("tăng", "giảm", "hơn")),
    ],
)
def test_what_is_a_set_of_words(source: str, words: tuple[str, ...] | None) -> None:
    assert [found for _, found in word_sets(source)] == ([words] if words else [])


@pytest.mark.parametrize(("package", "module", "name"), LISTS, ids=lambda value: str(value))
def test_every_list_is_read_by_its_module(package: str, module: str, name: str) -> None:
    code = (ROOT / Path(*package.split(".")) / f"{module}.py").read_text(encoding="utf-8")
    assert f'"{name}"' in code or f"'{name}'" in code
