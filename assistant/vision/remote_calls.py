"""Calls to an OpenAI-compatible server: bounded, timed, cancellable, every ending a typed error.

It knows bodies and streams of text, neither tasks nor pictures. Everything runs on the thread that made the `Caller`,
which drives a loop of its own step by step, so that a cancel closes the connection at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from http import HTTPStatus
from typing import Final, TypeVar

import httpx2
import msgspec

from assistant.core.domain import Reason
from assistant.core.errors import (
    RemoteError,
    RemoteGarbled,
    RemoteInsecure,
    RemoteKeyRefused,
    RemoteRefused,
    RemoteStalled,
    RemoteUnreachable,
)
from assistant.core.servers import Server
from assistant.vision.remote_messages import Delta, Models, delta_of_whole, deltas_of_event

CONNECT_SECONDS = 10.0
FIRST_SECONDS = 120.0
"""Seconds until the first word: a server without a graphics card reads a picture that long."""
NEXT_SECONDS = 30.0
"""Seconds between two words."""
BACK_OFF: Final = (0.3, 1.0)
"""Seconds before the second and the third attempt; never after the server has begun to answer."""
LONGEST_WAIT = 10.0
"""Seconds that a server may ask to wait before it is asked again; beyond, the user is told."""
MAX_EVENT = 1 << 18
"""Bytes of one event of a stream."""
MAX_WHOLE = 1 << 21
"""Bytes of an answer that comes in one piece."""
_POLL = 0.05
_REDIRECTS = 3
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_SENT_AGAIN = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
_FAULTS = (httpx2.HTTPError, TimeoutError, msgspec.MsgspecError, RecursionError, UnicodeError)

_T = TypeVar("_T")


class _End:
    """No item: the stream has ended."""


_END = _End()


class Caller:
    """One server, and the connection to it that is kept between calls.

    `key` is sent as a bearer token; `seconds` is the time for the first word. Proxies are the environment's, except
    for this computer; https goes through them unread.
    """

    def __init__(self, server: Server, key: str, seconds: float = FIRST_SECONDS) -> None:
        self._server = server
        self._first = seconds
        self._next = min(seconds, NEXT_SECONDS)
        headers = {"Accept-Encoding": "identity", "User-Agent": "SeeSay"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            self._client = httpx2.AsyncClient(
                headers=headers,
                timeout=httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
                verify=_trust(server),
                trust_env=not server.is_loopback,
            )
        except (ImportError, ValueError):  # a proxy in the environment that can't be used
            raise RemoteUnreachable(host=server.host) from None
        self._runner = asyncio.Runner()

    def close(self) -> None:
        """Close the connection."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    def models(self, is_cancelled: Callable[[], bool]) -> tuple[str, ...]:
        """Return the names of the server's models; none where it was cancelled. Raises a `RemoteError`."""
        with contextlib.closing(self._steps(self._models(), is_cancelled)) as steps:
            return next(steps, ())

    def chat(self, body: Mapping[str, object], is_cancelled: Callable[[], bool]) -> Generator[Delta, None, None]:
        """Yield an answer as it comes, the last part with the reason; nothing more once it is cancelled.

        Raises a `RemoteError`. Closing the generator closes the connection.
        """
        return self._steps(self._chat(msgspec.json.encode(body)), is_cancelled)

    def _steps(self, source: AsyncGenerator[_T, None], is_cancelled: Callable[[], bool]) -> Generator[_T, None, None]:
        loop = self._runner.get_loop()
        try:
            while True:
                task = loop.create_task(_next(source))
                while not task.done():
                    loop.run_until_complete(asyncio.wait({task}, timeout=_POLL))
                    if not task.done() and is_cancelled():
                        task.cancel()
                        loop.run_until_complete(asyncio.wait({task}))
                        return
                item = task.result()
                if isinstance(item, _End):
                    return
                yield item
        finally:
            loop.run_until_complete(source.aclose())

    # --- inside the loop --------------------------------------------------------------------------------

    async def _models(self) -> AsyncGenerator[tuple[str, ...], None]:
        try:
            async with asyncio.timeout(self._first):
                response = await self._respond("GET", "/models", None)
                try:
                    models = msgspec.json.decode(await self._whole(response), type=Models)
                finally:
                    await response.aclose()
        except _FAULTS as error:
            raise self._told(error) from None
        yield tuple(model.id for model in models.data)

    async def _chat(self, body: bytes) -> AsyncGenerator[Delta, None]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._first
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._respond("POST", "/chat/completions", body)
        except _FAULTS as error:
            raise self._told(error) from None
        try:
            source = self._deltas(response)
            while True:
                async with asyncio.timeout_at(deadline):
                    delta = await _next(source)
                if isinstance(delta, _End):
                    raise RemoteStalled(host=self._server.host)
                yield delta
                if delta.reason is not None:
                    return
                deadline = loop.time() + self._next
        except _FAULTS as error:
            raise self._told(error, is_answering=True) from None
        finally:
            await response.aclose()

    async def _deltas(self, response: httpx2.Response) -> AsyncGenerator[Delta, None]:
        if "event-stream" not in response.headers.get("content-type", ""):
            # A server that knows no streams answers in one piece.
            yield delta_of_whole(await self._whole(response), self._server.host)
            return
        async for event in httpx2.EventSource(response, MAX_EVENT):
            if event.data.strip() == "[DONE]":
                yield Delta(reason=Reason.FINISHED)
                return
            for delta in deltas_of_event(event.data, self._server.host):
                yield delta

    async def _whole(self, response: httpx2.Response) -> bytes:
        data = bytearray()
        async for part in response.aiter_raw():
            data += part
            if len(data) > MAX_WHOLE:
                raise RemoteGarbled(host=self._server.host)
        return bytes(data)

    async def _respond(self, method: str, path: str, body: bytes | None) -> httpx2.Response:
        """Return an accepted response, unread; ask again, with patience, where the server is busy or was restarted."""
        for wait in BACK_OFF:
            try:
                response = await self._send(method, path, body)
            except (httpx2.ConnectError, httpx2.ReadError, httpx2.RemoteProtocolError) as error:
                if _is_about_trust(error):
                    raise
            else:
                asked = _wait_asked(response)
                if response.status_code not in _BUSY or asked > LONGEST_WAIT:
                    return await self._accepted(response)
                await response.aclose()
                wait = max(wait, asked)
            await asyncio.sleep(wait)
        return await self._accepted(await self._send(method, path, body))

    async def _send(self, method: str, path: str, body: bytes | None) -> httpx2.Response:
        """Send, and follow the server to another path of its own, never to another host."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        request = self._client.build_request(method, self._server.base + path, content=body, headers=headers)
        for _ in range(_REDIRECTS):
            response = await self._client.send(request, stream=True, follow_redirects=False)
            following = response.next_request
            if response.status_code not in _SENT_AGAIN or following is None or not _is_same(request, following):
                return response
            await response.aclose()
            request = following
        return response

    async def _accepted(self, response: httpx2.Response) -> httpx2.Response:
        status, host = response.status_code, self._server.host
        if status == HTTPStatus.OK and response.headers.get("content-encoding", "identity") == "identity":
            return response
        await response.aclose()
        if status in _KEY:
            raise RemoteKeyRefused(host=host)
        if status == HTTPStatus.OK:
            raise RemoteGarbled(host=host)
        raise RemoteRefused(host=host, status=str(status))

    def _told(self, error: BaseException, *, is_answering: bool = False) -> RemoteError:
        host = self._server.host
        match error:
            case httpx2.ConnectError() if _is_about_trust(error):
                return RemoteInsecure(host=host)
            case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.ProxyError():
                return RemoteUnreachable(host=host)
            case (
                httpx2.SSEError() | httpx2.DecodingError() | msgspec.MsgspecError() | RecursionError() | UnicodeError()
            ):
                return RemoteGarbled(host=host)
            case httpx2.RemoteProtocolError() if not is_answering:
                return RemoteGarbled(host=host)
            case _:
                return RemoteStalled(host=host)


async def _next(source: AsyncGenerator[_T, None]) -> _T | _End:
    return await anext(source, _END)


def _trust(server: Server) -> ssl.SSLContext | bool:
    """Verify certificates against the system's store; a server on this computer may have signed its own."""
    if not server.is_loopback:
        return True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _is_about_trust(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _is_same(one: httpx2.Request, other: httpx2.Request) -> bool:
    a, b = one.url, other.url
    return (a.scheme, a.host, a.port) == (b.scheme, b.host, b.port)


def _wait_asked(response: httpx2.Response) -> float:
    """Return the seconds of Retry-After; a date or nothing is 0."""
    try:
        return max(float(response.headers.get("retry-after", "0")), 0.0)
    except ValueError:
        return 0.0
