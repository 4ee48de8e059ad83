"""The door of the viewer: a database and an address -> pages, until Ctrl-C."""

from __future__ import annotations

import webbrowser
from contextlib import ExitStack
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET
from socket import socket as Socket  # noqa: N812 - a class

import uvicorn

from pipeline.run.store import connect
from pipeline.speech import Speech
from pipeline.terminal import say
from pipeline.viewer.app import make_app
from pipeline.viewer.settings import Settings


def serve(settings: Settings, speech: Speech, open_browser: bool) -> None:
    """Serve a database that is there until the program is stopped; StoreError when it cannot be read.

    Raises OSError when the address is taken or not one of this computer's.
    """
    connect(settings.database).close()
    listening = uvicorn.Config(
        make_app(settings), settings.host, settings.port, log_level="error", server_header=False, access_log=False
    )
    socket = _bound(listening)
    say([speech("viewer.listening", address=settings.address)])
    if not settings.local:
        say([speech("viewer.exposed")])
    if open_browser:
        webbrowser.open(settings.address)
    uvicorn.Server(listening).run([socket])


def _bound(listening: uvicorn.Config) -> Socket:
    family = AF_INET6 if ":" in listening.host else AF_INET
    bound = Socket(family)
    with ExitStack() as failing:
        failing.callback(bound.close)
        bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        bound.bind((listening.host, listening.port))
        failing.pop_all()
    return bound
