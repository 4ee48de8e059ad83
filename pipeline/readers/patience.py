"""The time that a worker may take for the file at hand: set by the run, lengthened by readers that know why.

The operating system's alarm ends a worker that hangs even where Python cannot (a loop in C); where there is no such
alarm (Windows) the run's own limit holds and nothing here does anything.
"""

from __future__ import annotations

import signal
from typing import Final

HAS_ALARM: Final = hasattr(signal, "SIGALRM")
MAX_SCANNED_PAGES: Final = 300
"""Pages of one file that are read by OCR: fifteen minutes on an idle machine."""
SECONDS_A_SCANNED_PAGE: Final = 60
"""What a worker may take for one more page; a dense one takes 2 to 6 seconds where nothing else runs."""


def begin(seconds: int) -> None:
    """Let this process be ended after some seconds; 0 takes the limit off."""
    if HAS_ALARM:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def was_ended(exitcode: int) -> bool:
    """Tell whether a process ended because its time was over."""
    return HAS_ALARM and exitcode == -signal.SIGALRM


def lengthen(seconds: int) -> None:
    """Add seconds to the limit that holds; without one nothing changes."""
    if HAS_ALARM:
        left = signal.alarm(0)
        if left:
            signal.alarm(left + seconds)
