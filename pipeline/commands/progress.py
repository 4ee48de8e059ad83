"""How far a run is -> a bar on a terminal, plain lines elsewhere, lines of JSON in a log."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

from pipeline.errors import SECRET_REASONS
from pipeline.speech import Speech
from pipeline.terminal import legible, say

if TYPE_CHECKING:
    from pipeline.run.batch import Done, Progress

SECONDS_BETWEEN_LINES: Final = 10.0
"""Short enough for who waits, long enough for a file that keeps the lines."""
SECONDS_TO_NAME: Final = 5
"""A file that is read for longer is named."""
REASONS_SHOWN: Final = 3
_MINUTE: Final = 60


@contextmanager
def shown(speech: Speech) -> Iterator[Callable[[Progress], None]]:
    """Give what shows the progress of a run on standard error, and leave the last line as it stands."""
    if not sys.stderr.isatty():
        yield _Lines(speech)
        return
    with _Bar(speech) as bar:
        yield bar


class _Pace:
    """How fast files are read, from those of this run alone, and how long the rest takes."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def __call__(self, progress: Progress) -> tuple[float, float | None]:
        """Return files a second, and the seconds that are left, None before one is read."""
        now = monotonic()
        if self._first is None:
            self._first = now, progress.done
        seconds, done = now - self._first[0], progress.done - self._first[1]
        rate = done / seconds if seconds > 0 else 0.0
        return rate, (progress.files - progress.done) / rate if rate else None


def _told(progress: Progress, pace: _Pace, speech: Speech) -> str:
    """Return in one line how far a run is, what was skipped and why, and the file that takes longest."""
    rate, left = pace(progress)
    names = ("done", "files", "pages", "good", "doubtful", "quarantined")
    values = {name: speech.number(getattr(progress, name)) for name in names}
    line = speech("run.progress", rate=speech.number(round(rate, 1)), left=_duration(left), **values)
    reasons = _reasons(progress.refusals, speech)
    ahead = speech("run.ahead", count=speech.number(progress.ahead)) if progress.ahead else None
    return " · ".join(filter(None, (f"{line} ({reasons})" if reasons else line, ahead, _slowest(progress, speech))))


def _reasons(refusals: Counter[str], speech: Speech) -> str:
    return ", ".join(f"{speech(f'reason.{reason}')} {count}" for reason, count in refusals.most_common(REASONS_SHOWN))


def _slowest(progress: Progress, speech: Speech) -> str | None:
    if progress.slowest is None or progress.slowest[1] < SECONDS_TO_NAME:
        return None
    path, seconds = progress.slowest
    return speech("run.slowest", path=path, seconds=round(seconds))


def _duration(seconds: float | None) -> str:
    """Return a time as a clock shows it, ? for one that is not known.

    >>> _duration(75), _duration(7325), _duration(None)
    ('1:15', '2:02:05', '?')
    """
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Lines:
    """A line now and then; a run that is done before the first is due says nothing."""

    def __init__(self, speech: Speech) -> None:
        self._speech, self._pace, self._next = speech, _Pace(), monotonic() + SECONDS_BETWEEN_LINES
        self._spoke = False

    def __call__(self, progress: Progress) -> None:
        """Say how far the run is, if it is time to."""
        now = monotonic()
        told = _told(progress, self._pace, self._speech)
        if progress.resolving:
            if self._spoke:
                say([told, self._speech("run.resolving")], sys.stderr)
        elif now >= self._next:
            self._next, self._spoke = now + SECONDS_BETWEEN_LINES, True
            say([told], sys.stderr)


class _Bar:
    """The bar of a terminal, with the same words beside it."""

    def __init__(self, speech: Speech) -> None:
        self._speech, self._pace = speech, _Pace()
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        """Move the bar to where the run is."""
        from tqdm import tqdm

        words = self._speech("run.resolving") if progress.resolving else _told(progress, self._pace, self._speech)
        if self._bar is None:
            form = "{percentage:3.0f}% |{bar:12}| {desc}"
            done, words = progress.done, legible(words)
            self._bar = tqdm(total=progress.files, initial=done, desc=words, bar_format=form, dynamic_ncols=True)
        self._bar.set_description_str(legible(words), refresh=progress.done == self._bar.n)
        self._bar.update(progress.done - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bar as it stands and go to the next line."""
        if self._bar is not None:
            self._bar.close()


class Log:
    """A file of JSON lines: one for each file that was read or skipped, the progress, the end."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._stream: TextIO | None = None
        self._next = monotonic()
        self._last: Progress | None = None

    def __enter__(self) -> Self:
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._file.open("a", encoding="utf-8", buffering=1)
        return self

    def __exit__(self, *error: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def file(self, done: Done) -> None:
        """Note what came of a file; of one that may be secret only its name."""
        if done.reason is None:
            self._write("file", path=done.path, outcome="read", pages=done.pages, problems=dict(done.problems))
        else:
            path = PurePosixPath(done.path).name if done.reason in SECRET_REASONS else done.path
            self._write("file", path=path, outcome="skipped", reason=done.reason)

    def progress(self, progress: Progress) -> None:
        """Note how far the run is, now and then."""
        self._last = progress
        if monotonic() >= self._next:
            self._next = monotonic() + SECONDS_BETWEEN_LINES
            self._write("progress", **_counts(progress), slowest=progress.slowest)

    def end(self, event: str) -> None:
        """Note how the run came to its end: `done` or `stopped`."""
        self._write(event, **(_counts(self._last) if self._last else {}))

    def _write(self, event: str, **values: object) -> None:
        if self._stream is not None:
            head = {"time": datetime.now().astimezone().isoformat(timespec="seconds"), "event": event}
            self._stream.write(json.dumps(head | values, ensure_ascii=False) + "\n")


def _counts(progress: Progress) -> dict[str, object]:
    names = ("files", "done", "read", "doubtful", "unchanged", "moved", "quarantined", "waiting", "pages")
    counts: dict[str, object] = {name: getattr(progress, name) for name in names}
    return counts | {"problems": dict(progress.doubts), "reasons": dict(progress.refusals)}
