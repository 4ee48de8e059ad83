"""A signal that asks the program to end -> an exception in the middle of the work, once: what is written is kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""From the keyboard, from the system that shuts down, from a terminal that is closed."""
_SIGNALLED: Final = 128
"""What a shell adds to a signal's number for the status of a program that it ended."""


class Stopped(KeyboardInterrupt):
    """The program was asked to end; `status` is the exit status that says by what."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _SIGNALLED + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped inside the block when the program is asked to end; further signals wait until the block is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    came: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        came.append(number)
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped(number)

    before = {one: signal.getsignal(one) for one in _SIGNALS}
    for one, handler in before.items():
        if handler is not signal.SIG_IGN:  # a run that nohup began outlives its terminal
            signal.signal(one, stop)
    try:
        yield
    except KeyboardInterrupt as error:
        if came and not isinstance(error, Stopped):  # a library waited for answers to signals, and told its own
            raise Stopped(came[0]) from error
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
