"""All engines by their names, the usual one first; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.run.engines.engine import Asked, Engine


def _local(asked: Asked) -> Engine:
    from pipeline.run.engines.local import Local

    return Local(asked)


def _ray(asked: Asked) -> Engine:
    from pipeline.run.engines.cluster import Cluster

    return Cluster(asked)


ENGINES: Final[Mapping[str, Callable[[Asked], Engine]]] = {"local": _local, "ray": _ray}
