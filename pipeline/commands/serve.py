"""`serve`: the archive as pages in the browser, until Ctrl-C."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from pipeline.arguments import DATABASE, DEFAULT_DATABASE, Argument, number
from pipeline.commands.command import Command
from pipeline.speech import Speech

_PORTS: Final = (1, 65_535)


def _serve(options: Namespace, speech: Speech) -> int:
    from pipeline.viewer.serve import serve
    from pipeline.viewer.settings import Settings

    begins = options.open or options.db == DEFAULT_DATABASE  # in the browser, where the first folder is read then
    serve(Settings(options.db, options.host, options.port, speech.language), speech, options.open, begins)
    return 0


HOST: Final = Argument("host", "serve_host", "host", ("--host",), default="127.0.0.1")
PORT: Final = Argument("port", "serve_port", "number", ("--port",), number(*_PORTS), 8765)
OPEN: Final = Argument("open", "serve_open", options=("--open",), flag=True)
COMMAND: Final = Command("serve", (DATABASE, HOST, PORT, OPEN), _serve)
