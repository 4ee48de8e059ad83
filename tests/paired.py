"""The stages of two checkouts on the same texts, by turns in one run: what each costs, and the ratio of the two.

Each checkout runs in a process of its own, with its own `tests.bench.stages`; the processes take turns stage by stage,
so that what disturbs the machine disturbs both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


class Checkout:
    """The stages of a checkout, in a process that runs each of them when it is asked."""

    def __init__(self, process: subprocess.Popen[str], texts: Sequence[str]) -> None:
        self._process = process
        self.stages: list[str] = json.loads(self._asked(json.dumps(texts)))

    def seconds(self, stage: str) -> float:
        """Return the seconds of processor time that a stage takes for all texts."""
        return float(self._asked(stage))

    def _asked(self, line: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self._process.args!r} ended with status {self._process.wait()}: see the message above")
        return answer


@contextmanager
def checkout(folder: Path, texts: Sequence[str]) -> Iterator[Checkout]:
    """Start the process of a checkout, and end it."""
    if not (folder / "tests" / "bench.py").is_file():
        raise SystemExit(f"{folder}: no checkout with tests/bench.py; name the folder of a worktree")
    command = [sys.executable, "-P", str(Path(__file__).resolve())]
    environment = {**os.environ, "PYTHONPATH": str(folder.resolve())}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Checkout(process, texts)
        finally:
            if process.stdin is not None:
                process.stdin.close()


@contextmanager
def unpacked(wheel: Path | None) -> Iterator[Path]:
    """Give a folder that is like a checkout and holds what a wheel installs; this checkout, where there is no wheel."""
    if wheel is None:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, str(ROOT / "scripts" / "make_wheel.py"), "--unpack", str(wheel), "-o", folder]
        subprocess.run(script, check=True)
        yield Path(folder)


def print_pairs(against: Path, texts: Sequence[str], rounds: int, wheel: Path | None = None) -> None:
    """Print a row a stage: milliseconds a document here and there, least of the rounds, and their ratio.

    Here is this checkout, or a wheel that was built from it.
    """
    with ExitStack() as stack:
        own_folder = stack.enter_context(unpacked(wheel))
        there, here = (stack.enter_context(checkout(folder, texts)) for folder in (against, own_folder))
        print(f"{len(texts)} documents, {sum(map(len, texts))} characters; there: {against}")
        print(f"{'stage':14}{'here':>10}{'there':>10}{'ratio':>8}   (milliseconds a document)")
        for stage in (stage for stage in here.stages if stage in there.stages):
            pairs = [(here.seconds(stage), there.seconds(stage)) for _ in range(rounds)]
            own, other = (min(costs) * 1000 / len(texts) for costs in zip(*pairs, strict=True))
            print(f"{stage:14}{own:10.3f}{other:10.3f}{own / other:8.2f}")


def serve() -> None:
    """Read texts, name the stages of the checkout that Python finds first, and time each stage that is asked for."""
    from tests.bench import stages

    texts: list[str] = json.loads(sys.stdin.readline())
    served = stages()
    for stage in served.values():
        for text in texts:
            stage(text)
    print(json.dumps(list(served)), flush=True)
    for line in sys.stdin:
        stage = served[line.strip()]
        begin = time.process_time()
        for text in texts:
            stage(text)
        print(time.process_time() - begin, flush=True)


if __name__ == "__main__":
    serve()
