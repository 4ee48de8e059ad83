"""The time that a worker may take for the file at hand: set by the run, lengthened by readers that know why.

It is processor time, so that what becomes of a file does not hang on what else the machine does; ten times as much may
pass on the clock, for a file that waits (a disk of the network that is gone). The operating system's alarms end a
worker that hangs even where Python cannot (a loop in C); where there are none (Windows) the run's own limit holds and
nothing here does anything.
"""

from __future__ import annotations

import signal
from typing import Final

HAS_ALARM: Final = hasattr(signal, "setitimer")
CLOCK: Final = 10
"""Seconds on the clock for one of processor time."""
_TIMERS: Final = ((signal.ITIMER_PROF, signal.SIGPROF), (signal.ITIMER_REAL, signal.SIGALRM)) if HAS_ALARM else ()
MAX_SCANNED_PAGES: Final = 300
"""Pages of one file that are read by OCR: fifteen minutes on an idle machine."""
SECONDS_A_SCANNED_PAGE: Final = 60
"""Processor time for one more page; a dense one takes 2 to 6 seconds."""


def begin(seconds: float) -> None:
    """Let this process be ended after some seconds of its processor time, or ten times that; 0 takes the limit off."""
    if HAS_ALARM:
        for timer, number in _TIMERS:
            signal.signal(number, signal.SIG_DFL)
            signal.setitimer(timer, seconds * (CLOCK if timer == signal.ITIMER_REAL else 1))


def was_ended(exitcode: int) -> bool:
    """Tell whether a process ended because its time was over."""
    return -exitcode in [number for _, number in _TIMERS]


def lengthen(seconds: int) -> None:
    """Add seconds to the limit that holds; without one nothing changes."""
    for timer, _ in _TIMERS:
        left, _ = signal.getitimer(timer)
        if left:
            signal.setitimer(timer, left + seconds * (CLOCK if timer == signal.ITIMER_REAL else 1))
