"""The time that a worker may take for the file at hand: set by the run, lengthened by readers that know why.

The operating system's alarm ends a worker that hangs even where Python cannot (a loop in C); where there is no such
alarm (Windows) the run's own limit holds and nothing here does anything.
"""

from __future__ import annotations

import signal


def begin(seconds: int) -> None:
    """Let this process be ended after some seconds; 0 takes the limit off."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def lengthen(seconds: int) -> None:
    """Add seconds to the limit that holds; without one nothing changes."""
    if hasattr(signal, "SIGALRM"):
        left = signal.alarm(0)
        if left:
            signal.alarm(left + seconds)
