"""Python as an office computer with Windows has it: loaded as a process starts that has this folder on its path.

Hidden are `resource`, `fcntl`, libmagic, alarms and timers, process groups and fork; new processes are spawned.
Over the locks of this system stands `msvcrt`, by which Windows locks a file.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import subprocess  # noqa: F401 - it takes the presence of `msvcrt` for Windows: loaded before that stands here
import sys
from types import ModuleType


class Locks(ModuleType):
    """The one function of `msvcrt` that is used: a lock on bytes from where the file stands."""

    LK_NBLCK = 2

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        """Lock `count` bytes or raise OSError."""
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, count, place)


multiprocessing.set_start_method("spawn")
for name in ("resource", "fcntl", "magic", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
sys.modules["msvcrt"] = Locks("msvcrt")
TIMERS = ("SIGALRM", "SIGPROF", "SIGHUP", "alarm", "setitimer", "getitimer", "ITIMER_REAL", "ITIMER_PROF")
for place, names in ((os, ("fork", "forkpty", "killpg")), (signal, TIMERS)):
    for name in names:
        delattr(place, name)
