"""What numbers count: the lexicon of counted nouns and units of measure, and of the words that are neither.

Facts: `nouns.toml`, `units.toml`, `stops.toml` (gold guidelines, "unit" and "indicator").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from extractors.figures.words import Lexicon
from extractors.model import Measure
from extractors.rulebook import load_table


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun or a unit of measure.

    `bare` marks classifiers whose indicator the context decides (cuộc, buổi), `instance` nouns that are
    persons or cases by context (trường hợp), `place` names that carry numbers, `prefix` classifiers that
    take a noun of persons behind them (lượt), `time` units of time, `scored` and `times` measures that
    need a context of scores or of multiples. Of a phrase with `head_words` only so many words are the unit.
    """

    name: str
    indicator: str
    family: str
    measure: Measure
    bare: bool = False
    instance: bool = False
    place: bool = False
    prefix: bool = False
    time: bool = False
    scored: bool = False
    times: bool = False
    head_words: int = 0

    @property
    def needs_context(self) -> bool:
        """Tell whether the word is a measure in some contexts only."""
        return self.scored or self.times


def _counted(rule: dict[str, Any]) -> Counted:
    flags = {name: bool(rule.get(name)) for name in ("bare", "instance", "place", "prefix", "time", "scored", "times")}
    measure = Measure(rule.get("measure", "count"))
    return Counted(
        rule["name"],
        rule["indicator"],
        rule.get("family", measure.value),
        measure,
        **flags,
        head_words=rule.get("head_words", 0),
    )


def _read_lexicon() -> Lexicon[tuple[Counted, ...]]:
    readings: dict[str, list[Counted]] = {}
    for name in ("units", "nouns"):
        for rule in load_table(__package__, name)["rule"]:
            counted = _counted(rule)
            for word in rule["words"]:
                if not any(reading.name == "head_count" for reading in readings.get(word, ())):
                    readings.setdefault(word, []).append(counted)
    return Lexicon((word, tuple(listed)) for word, listed in readings.items())


COUNTED: Final = _read_lexicon()
_STOPS: Final[list[dict[str, Any]]] = load_table(__package__, "stops")["rule"]
STOPS: Final = Lexicon((word, True) for rule in _STOPS for word in rule["words"])
VERBS: Final = Lexicon((word, True) for rule in _STOPS if rule["name"] == "verbs" for word in rule["words"])

_OPENS_COUNTED: Final = COUNTED.firsts
_OPENS_STOP: Final = STOPS.firsts
COPULAS: Final = Lexicon((word, True) for word in load_table(__package__, "phrases_around")["copulas"])
_COPULA_ENDS: Final = COPULAS.lasts
SEXES: Final = frozenset({"nữ", "nam"})
"""Words that class persons and name no unit of their own."""
_NOT_COPULAS: Final = Lexicon((word, True) for word in load_table(__package__, "phrases_around")["not_copulas"])

_ENDS_OF_NOT: Final = _NOT_COPULAS.lasts


def counts_something(keys: list[str], start: int) -> bool:
    """Tell whether a counted noun or a measure that is no unit of time stands at `start`."""
    hit = counted_at(keys, start)
    return hit is not None and not all(reading.time for reading in hit[1])


def counted_as_time(keys: list[str], start: int) -> bool:
    """Tell whether a unit of time stands at `start`."""
    hit = COUNTED.at(keys, start)
    return hit is not None and all(reading.time for reading in hit[1])


def counted_at(keys: list[str], start: int) -> tuple[int, tuple[Counted, ...]] | None:
    """Return the end and the readings of the noun or measure at `start`; None before a particle."""
    if start >= len(keys) or keys[start] not in _OPENS_COUNTED:
        return None
    hit = COUNTED.at(keys, start)
    if hit is not None and keys[start] in _OPENS_STOP and (stop := STOPS.at(keys, start)) and stop[0] >= hit[0]:
        return None
    return hit


def back_over_copulas(keys: list[str], end: int, floor: int) -> int:
    """Return the end of the phrase before a number, behind it only hedges, copulas and signs (`là`)."""
    while end > floor and keys[end - 1] in _COPULA_ENDS:
        hit = COPULAS.before(keys, end)
        if hit is None or hit[0] < floor or (keys[end - 1] in _ENDS_OF_NOT and _NOT_COPULAS.before(keys, end)):
            break
        end = hit[0]
    return end
