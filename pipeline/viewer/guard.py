"""Every request -> let in or refused, before a page sees it; every answer -> with headers that keep it inert.

Refused are: another host name than ours (a foreign name that points here), a request without the token where the viewer
listens beyond this computer, and a change that does not come from a page of ours: its origin must be this viewer, and
it must carry the token that our forms hold.
"""

from __future__ import annotations

import hmac
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.speech import Speech
from pipeline.viewer.settings import Settings

COOKIE: Final = "trichyeu"
_READING: Final = ("GET", "HEAD")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""No script, style or picture but our own files, none written in a page, and nothing from elsewhere."""
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """The one way in, around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on; other events are handed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refused(request) or self._welcomed(request)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _refused(self, request: Request) -> Response | None:
        settings = self._settings
        if not settings.answers_to(request.headers.get("host", "")):
            return self._said("viewer.wrong_host", 421)
        given = request.query_params.get("token") or request.cookies.get(COOKIE, "")
        if not settings.local and not _same(given, settings.token):
            return self._said("viewer.no_token", 403)
        if request.method not in _READING and not self._is_ours(request):
            return self._said("viewer.forged", 403)
        return None

    def _is_ours(self, request: Request) -> bool:
        """Tell whether a change comes from a page of ours; the token in a form is checked where the form is read."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        return origin == f"http://{request.headers['host']}" if origin is not None else site == "same-origin"

    def _welcomed(self, request: Request) -> Response | None:
        """Return the way on for who came with the token in the address: it is kept in a cookie and not shown again."""
        if self._settings.local or "token" not in request.query_params:
            return None
        rest = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "token"])
        answer = RedirectResponse(request.url.path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self._settings.token, httponly=True, samesite="strict")
        return answer

    def _said(self, key: str, status: int) -> Response:
        return PlainTextResponse(Speech(self._settings.language)(key), status)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def is_form_token(settings: Settings, given: str) -> bool:
    """Tell whether a form carries the token that this viewer gave it."""
    return _same(given, settings.form_token)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
