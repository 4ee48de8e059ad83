"""The door of the viewer: a database and an address -> pages, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import webbrowser
from contextlib import ExitStack
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET
from socket import socket as Socket  # noqa: N812 - a class
from typing import Final

import uvicorn

from pipeline.errors import Failure
from pipeline.run.store import close, connect
from pipeline.speech import Speech
from pipeline.terminal import say
from pipeline.viewer.app import make_app
from pipeline.viewer.settings import Settings

_LAST_PORT: Final = 65_535


def serve(settings: Settings, speech: Speech, open_browser: bool, begins: bool = False) -> None:
    """Serve a database until the program is stopped; StoreError when it cannot be read.

    One that is not there is made where `begins`, once the address is known to be free. Raises Failure when the address
    is taken or not one of this computer's.
    """
    makes = begins and not settings.database.exists()
    if not makes:
        connect(settings.database).close()
    listening = uvicorn.Config(
        make_app(settings), settings.host, settings.port, log_level="error", server_header=False, access_log=False
    )
    socket = _bound(settings)
    if makes:
        _make(settings, socket)
    say([speech("viewer.listening", address=settings.address)])
    if not settings.local:
        say([speech("viewer.exposed")])
    if open_browser:
        webbrowser.open(settings.address)
    uvicorn.Server(listening).run([socket])


def _make(settings: Settings, socket: Socket) -> None:
    with ExitStack() as failing:
        failing.callback(socket.close)
        close(connect(settings.database, create=True))
        failing.pop_all()


def _bound(settings: Settings) -> Socket:
    host, port = settings.host, settings.port
    bound = Socket(AF_INET6 if ":" in host else AF_INET)
    with ExitStack() as failing:
        failing.callback(bound.close)
        if os.name != "nt":  # there it would let two programs listen to one port
            bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                address = settings.address.partition("?")[0]
                other = port + 1 if port < _LAST_PORT else port - 1
                raise Failure("viewer.port_taken", host=host, port=port, address=address, other=other) from error
            raise Failure("viewer.bad_address", host=host, port=port, reason=error.strerror or str(error)) from error
        failing.pop_all()
    return bound
