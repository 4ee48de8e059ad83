"""A connection to a cluster of Ray, its failures in our words; the one module that knows Ray."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Final, Protocol, Self
from urllib.parse import urlsplit

from pipeline.errors import Failure
from pipeline.run.engines.engine import Asked
from pipeline.run.engines.order import Answer, carry_out
from pipeline.run.engines.shards import Shard
from pipeline.run.workers import MEMORY_A_WORKER

MEMORY_A_TASK: Final = MEMORY_A_WORKER + (256 << 20)
"""What a task may hold: a worker that reads, and the processes above it."""
_LOCAL: Final = "local"
_FOUND_BY_RAY: Final = ("auto", _LOCAL)
_OBJECT_STORE: Final = 80 << 20
"""The least that Ray takes: nothing of ours goes through it."""
_SECONDS_TO_REACH: Final = 10


class Session(Protocol):
    """What an engine wants of a cluster."""

    def processors(self) -> int:
        """Return how many shards the cluster can read at once."""

    def begin(self, shard: Shard, order: bytes) -> None:
        """Have a shard read somewhere."""

    def ended(self, seconds: float) -> list[tuple[Shard, Answer | None]]:
        """Wait so long at the most for shards to end; return them and their answers, None where a machine is gone."""

    def under_way(self) -> int:
        """Return how many shards were begun and have not ended."""

    def drop(self, shard: Shard) -> None:
        """End what still reads a shard that is done."""


class RaySession:
    """A session on the cluster at an address, or on one that Ray makes of this machine."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._tasks: dict[Any, Shard] = {}
        self._ray: Any = None
        self._read: Any = None

    def __enter__(self) -> Self:
        """Connect; Failure says why that cannot be done."""
        self._ray = _ray()
        address = self._asked.address or _LOCAL
        if address not in _FOUND_BY_RAY:
            _reach(address)
        own = {"num_cpus": self._asked.workers, "object_store_memory": _OBJECT_STORE, "include_dashboard": False}
        with _signals_kept():
            try:
                self._ray.init(
                    address, log_to_driver=False, logging_level=logging.CRITICAL, namespace="trichyeu",
                    **(own if address == _LOCAL else {}),
                )  # fmt: skip
            except (ConnectionError, OSError, RuntimeError, ValueError) as error:
                raise _explained(error, address) from error
        options = {"num_cpus": 1, "memory": MEMORY_A_TASK, "max_retries": 0, "scheduling_strategy": "SPREAD"}
        self._read = self._ray.remote(**options)(carry_out)
        return self

    def __exit__(self, *error: object) -> None:
        for task in self._tasks:
            self._cancel(task)
        with _signals_kept():
            self._ray.shutdown()

    def processors(self) -> int:
        """Return how many shards fit the machines of this moment, by processors and memory."""
        there = (node["Resources"] for node in self._ray.nodes() if node["Alive"])
        return sum(int(min(has.get("CPU", 0), has.get("memory", 0) // MEMORY_A_TASK)) for has in there)

    def begin(self, shard: Shard, order: bytes) -> None:
        """Hand an order to the cluster, which finds a machine for it."""
        self._tasks[self._read.remote(order)] = shard

    def ended(self, seconds: float) -> list[tuple[Shard, Answer | None]]:
        """Wait so long at the most for a task to end; return what came of all that have."""
        if not self._tasks:
            threading.Event().wait(seconds)
            return []
        tasks = list(self._tasks)
        done, _ = self._ray.wait(tasks, num_returns=1, timeout=seconds, fetch_local=False)
        more, _ = self._ray.wait(tasks, num_returns=len(tasks), timeout=0, fetch_local=False)
        return [(self._tasks.pop(task), self._answer(task)) for task in dict.fromkeys([*done, *more])]

    def under_way(self) -> int:
        """Return how many tasks there are."""
        return len(self._tasks)

    def drop(self, shard: Shard) -> None:
        """End the other copies of a shard."""
        for task in [task for task, other in self._tasks.items() if other is shard]:
            del self._tasks[task]
            self._cancel(task)

    def _cancel(self, task: Any) -> None:
        self._ray.cancel(task, force=True)

    def _answer(self, task: Any) -> Answer | None:
        errors = self._ray.exceptions
        try:
            return Answer(*self._ray.get(task))
        except errors.NodeDiedError:
            return None
        except errors.RayTaskError as error:
            raise Failure("ray.task", reason=_in_one_line(error.cause or error)) from error
        except errors.RayError as error:
            return Answer("lost", type(error).__name__)


def _ray() -> Any:
    """Return Ray, told to report to nobody; Failure where it is not installed."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if find_spec("ray") is None:
        raise Failure("ray.missing")
    import ray
    import ray.exceptions

    return ray


def _reach(address: str) -> None:
    """Raise Failure where nothing listens at an address; Ray itself would try for minutes."""
    host, port = urlsplit(address if "//" in address else f"//{address}").hostname, _port(address)
    if not host or port is None:
        raise Failure("ray.address", address=address)
    try:
        socket.create_connection((host, port), _SECONDS_TO_REACH).close()
    except OSError as error:
        raise Failure("ray.unreachable", address=address, reason=error.strerror or type(error).__name__) from error


def _port(address: str) -> int | None:
    try:
        return urlsplit(address if "//" in address else f"//{address}").port
    except ValueError:
        return None


def _explained(error: Exception, address: str) -> Failure:
    kind = "versions" if "Version mismatch" in str(error) else "unreachable"
    return Failure(f"ray.{kind}", address=address, reason=_in_one_line(error))


def _in_one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Keep our answers to signals: Ray sets its own where a program connects."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
