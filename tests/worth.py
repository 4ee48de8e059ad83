"""What each rule is worth: every block, list of words and fact of a link is switched off alone (`make worth`).

A rule is tried on the gold sets, on the sample corpus and on its own examples, and only on texts where its words or its
pattern stand. Worth is what the scorer counts right minus wrong with the rule, less the same without it. What lowers
nothing anywhere may be covered by another rule, or wait for a kind of document that is not here: a person decides.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import multiprocessing
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from extractors import rulebook
from extractors.model import Source
from extractors.text.plain import plain_view

WITHOUT_RULES = ("extractors", "extractors.model", "extractors.rule_checks", "extractors.rulebook")
"""Modules that every process shares; the others are imported anew, so that they load the rules with one of them off."""
NEVER = "\0"
"""A word that stands in no text."""
ARRAYS = ("rule", "words", "type", "scope", "level")
"""Arrays of blocks that are rules; the others hold facts of the world: provinces, communes, instruments."""
GOLD = ("dev", "second")
_SIGNS = re.compile(r"[\\\[\](){}?*+|^$.]")
_EDGES = re.compile(r"\\[AZ]|(?<!\[)\^|\$")


@dataclass(frozen=True, slots=True)
class Switch:
    """One rule: the block `name` of an array, a list of words of a table or of the file, or a fact of every weight."""

    package: str
    file: str
    table: str
    name: str

    def __str__(self) -> str:
        return f"{self.package.replace('.', '/')}/{self.file}.toml [{self.table}] {self.name}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to try rules on, and what is read of it with all of them; `marks` are empty without gold."""

    group: str
    source: Source
    facts: frozenset[str]
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a switch changed: texts tried, worth by set and field, lines of the corpus, own examples read otherwise."""

    switch: Switch
    tried: int
    gold: Mapping[str, int]
    corpus: int
    examples: int
    failure: str = ""

    @property
    def total(self) -> int:
        return sum(self.gold.values())


def switches() -> Iterator[Switch]:
    """Yield every rule of the rule files of the extractors, in the order of their paths."""
    for package, file in rulebook.list_rule_files():
        table = rulebook.load_table(package, file)
        if file == "weights":
            names = {name for role, facts in table.items() if role != "margin" for name in facts}
            yield from (Switch(package, file, "*", name) for name in sorted(names))
            continue
        for key, value in table.items():
            if isinstance(value, list) and isinstance(value[0], str):
                yield Switch(package, file, "", key)
            elif key in ARRAYS and isinstance(value, list):
                yield from (Switch(package, file, key, block["name"]) for block in value)
            elif isinstance(value, dict) and key not in ("keys", "fragments"):
                lists = (name for name, words in value.items() if isinstance(words, list) and _texts(words))
                yield from (Switch(package, file, key, name) for name in lists)


def without(switch: Switch, table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule table in which one rule finds nothing; its names and groups stay, for those who ask for them."""
    off: dict[str, Any] = copy.deepcopy(dict(table))
    if switch.table == "*":
        for role in off.keys() - {"margin"}:
            off[role].pop(switch.name, None)
    elif (lists := _lists(switch, off)) is not None:
        lists[switch.name] = [NEVER]
    else:
        for key, value in _block(switch, off).items():
            if key == "pattern":
                _block(switch, off)[key] = f"(?!){value}"
            elif isinstance(value, list) and value and key not in ("examples", "rejects"):
                _block(switch, off)[key] = [[NEVER]] if isinstance(value[0], list) else [NEVER]
    return off


def may_fire(switch: Switch, text: str) -> bool:
    """Tell whether a rule can find something in a text: one of its words or its pattern stands there."""
    table = rulebook.load_table(switch.package, switch.file)
    if switch.table == "*":
        return True
    flat = " ".join(plain_view(text).split()).casefold()
    if (lists := _lists(switch, table)) is not None:
        return _stand(_texts(lists[switch.name]), flat)
    block = _block(switch, table)
    if "pattern" not in block:
        words = [word for key, value in block.items() if key not in ("examples", "rejects") for word in _texts(value)]
        return _stand(words, flat)
    compiled = {rule.name: rule.pattern for rule in rulebook.load_rules(switch.package, switch.file)}[switch.name]
    if _EDGES.search(compiled.pattern):
        return True
    loose = re.compile(compiled.pattern, compiled.flags | re.IGNORECASE)
    return any(loose.search(view) for view in (text, plain_view(text), flat))


def _stand(words: Sequence[str], flat: str) -> bool:
    """Tell whether one of the words stands in a text in small letters; a word with signs of a pattern may always."""
    return any(_SIGNS.search(word) or " ".join(plain_view(word).split()).casefold() in flat for word in words)


def _texts(value: object) -> list[str]:
    """Return the words of a list, and of the lists in it."""
    if not isinstance(value, list):
        return []
    return [word for item in value for word in ([item] if isinstance(item, str) else _texts(item))]


def _lists(switch: Switch, table: dict[str, Any]) -> dict[str, Any] | None:
    """Return the table in which a switch names a list of words, None for a block."""
    lists = table[switch.table] if switch.table else table
    return lists if isinstance(lists, dict) else None


def _block(switch: Switch, table: Mapping[str, Any]) -> dict[str, Any]:
    block: dict[str, Any] = next(block for block in table[switch.table] if block["name"] == switch.name)
    return block


def own_examples(switch: Switch) -> list[str]:
    """Return the examples of a block; lists of words and facts have none."""
    table = rulebook.load_table(switch.package, switch.file)
    if switch.table == "*" or _lists(switch, table) is not None:
        return []
    shown = _block(switch, table).get("examples", [])
    return [example if isinstance(example, str) else str(example["text"]) for example in shown]


def read(sources: Sequence[Source]) -> list[tuple[frozenset[str], str]]:
    """Return what is read of each text: a line a fact, and the public record."""
    from pipeline.annotate import annotate
    from pipeline.serialise import record_line
    from tests.golden import told_lines

    records = [annotate(source, allow_classified=True) for source in sources]
    return [(frozenset(told_lines(record)), record_line(record)) for record in records]


def marks(shared: Path, group: str, path: str, record: str) -> dict[str, int]:
    """Return what is right minus what is wrong in the record of a gold text, by the fields of the shared scorer."""
    name = Path(path).stem
    gold = _One(shared / "gold" / group / f"{name}.json")
    tallies, right, *_ = _scorer(shared).score(gold, {name: json.loads(record)}, 0)
    told = {field: tally.tp - tally.fp for field, tally in tallies.items() if field != "boilerplate.chars"}
    return told | {field: count for field, (count, _) in right.items()}


@cache
def _scorer(shared: Path) -> ModuleType:
    place = importlib.util.spec_from_file_location("score", shared / "score" / "score.py")
    assert place is not None and place.loader is not None
    scorer = importlib.util.module_from_spec(place)
    place.loader.exec_module(scorer)
    return scorer


@dataclass(frozen=True, slots=True)
class _One:
    """A gold folder of one document, as the scorer goes over it."""

    path: Path

    def glob(self, pattern: str) -> list[Path]:
        return [self.path]


def all_texts(shared: Path) -> list[Text]:
    """Return the gold sets that are here and the sample corpus, with what is read of them."""
    from pipeline.readers.ingest import read_source
    from tests.golden import CORPUS, DOCUMENTS

    found = []
    for group in GOLD:
        paths = sorted((shared / "gold" / group).glob("*.txt"))
        sources = [read_source(path, path.name) for path in paths if path.with_suffix(".json").exists()]
        for source, (facts, record) in zip(sources, read(sources), strict=True):
            found.append(Text(group, source, facts, marks(shared, group, source.path, record)))
    sources = [read_source(path, path.relative_to(CORPUS).as_posix()) for path in DOCUMENTS]
    return found + [
        Text("corpus", source, facts, {}) for source, (facts, _) in zip(sources, read(sources), strict=True)
    ]


def all_examples() -> dict[str, frozenset[str]]:
    """Return what is read of the examples of every rule."""
    shown = sorted({text for switch in switches() for text in own_examples(switch)})
    return {text: facts for text, (facts, _) in zip(shown, read([_as_source(text) for text in shown]), strict=True)}


def _as_source(text: str) -> Source:
    return Source("example.txt", "0" * 64, "txt", text)


def prepare(shared: Path) -> tuple[list[Text], dict[str, frozenset[str]]]:
    """Read everything once with all rules."""
    return all_texts(shared), all_examples()


def try_out(job: tuple[Switch, Path, list[Text], dict[str, frozenset[str]]]) -> Worth:
    """Read again, in a process of its own, what a switch may change."""
    switch, shared, texts, shown = job
    before = rulebook.load_table
    own = own_examples(switch)

    def patched(package: str, name: str) -> dict[str, Any]:
        table = before(package, name)
        return without(switch, table) if (package, name) == (switch.package, switch.file) else table

    tried = [text for text in texts if may_fire(switch, text.source.text)]
    _forget_modules()
    vars(rulebook)["load_table"] = patched
    try:
        read_now = read([text.source for text in tried])
        own_now = read([_as_source(text) for text in own])
    except Exception as error:  # noqa: BLE001 - without a rule the program may fail in any way: that is its worth
        return Worth(switch, len(tried), {}, 0, 0, f"{type(error).__name__}: {error}"[:80])
    examples = sum(facts != shown[text] for text, (facts, _) in zip(own, own_now, strict=True))
    gold: Counter[str] = Counter()
    corpus = 0
    for text, (facts, record) in zip(tried, read_now, strict=True):
        if facts == text.facts:
            continue
        if text.group == "corpus":
            corpus += len(text.facts ^ facts)
            continue
        now = marks(shared, text.group, text.source.path, record)
        gold.update({f"{text.group} {field}": text.marks[field] - now.get(field, 0) for field in text.marks})
    return Worth(switch, len(tried), {field: by for field, by in gold.items() if by}, corpus, examples)


def _forget_modules() -> None:
    for name in [name for name in sys.modules if name.startswith(("extractors", "pipeline", "tests.golden"))]:
        if name not in WITHOUT_RULES:
            del sys.modules[name]
    rulebook.load_rules.cache_clear()
    rulebook.find_pattern.cache_clear()


def told(worth: Worth) -> str:
    """Return the line of a switch: worth on each gold set, lines of the corpus, examples, and the fields."""
    sums = [f"{sum(by for field, by in worth.gold.items() if field.startswith(group)):+}" for group in GOLD]
    fields = " ".join(f"{field.replace(' ', ':')}={by:+}" for field, by in sorted(worth.gold.items()))
    counts = map(str, (worth.tried, *sums, worth.corpus, worth.examples))
    return "\t".join((str(worth.switch), *counts, kind_of(worth), worth.failure or fields))


def kind_of(worth: Worth) -> str:
    """Return in one word what a switch is worth."""
    if worth.failure:
        return "needed"
    if worth.gold and worth.total != 0:
        return "helps" if worth.total > 0 else "hurts"
    if worth.gold or worth.corpus:
        return "changes"
    return "examples only" if worth.examples else "nothing" if worth.tried else "not here"


def main() -> int:
    """Try every rule, print a line for each and a summary a file; exit 0 whatever they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--only", default="", help="rules whose path and name hold this")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    options = parser.parse_args()
    begin, tally = time.monotonic(), Counter[tuple[str, str]]()
    vars(re)["compile"] = cache(re.compile)  # the patterns of the other rules are compiled once, for every process
    for package, file in rulebook.list_rule_files():
        rulebook.load_table(package, file)
    fork = multiprocessing.get_context("fork")
    with fork.Pool(1, maxtasksperchild=1) as pool:
        texts, shown = pool.apply(prepare, (options.shared,))
        print("rule\ttexts\t" + "\t".join(GOLD) + "\tcorpus\texamples\tkind\tfields")
        for switch in switches():
            if options.only not in str(switch) or time.monotonic() - begin > options.seconds:
                continue
            worth = pool.apply(try_out, ((switch, options.shared, texts, shown),))
            tally[str(switch).split(" ")[0], kind_of(worth)] += 1
            print(told(worth), flush=True)
    for file in sorted({file for file, _ in tally}):
        print(
            file,
            *(f"{kind} {count}" for (of, kind), count in sorted(tally.items()) if of == file),
            sep="  ",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
