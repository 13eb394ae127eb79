"""Servers on loopback for tests, down to the byte: each connection is handed to a script. Knows nothing of pytest."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE = 10.0
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


@dataclass
class Call:
    """What a client sent."""

    line: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as values."""
        return json.loads(self.body)


Script = Callable[[socket.socket, Call], None]


@dataclass
class LoopbackServer:
    """Hands the nth connection to the nth script, all further ones to the last; keeps what was sent.

    `left` is set when a client closed its connection before the script was through.
    """

    port: int
    scheme: str = "http"
    calls: list[Call] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The address."""
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def serving(*scripts: Script, certificate: Path | None = None) -> Iterator[LoopbackServer]:
    """Yield a server that follows the scripts; `certificate` holds a key and a certificate (PEM) for TLS."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = LoopbackServer(listener.getsockname()[1], "http" if certificate is None else "https")
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    open_ones: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def accept() -> None:
        count = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE)
            open_ones.append(connection)
            script = scripts[min(count, len(scripts) - 1)]
            count += 1
            threads.append(threading.Thread(target=_serve, args=(server, connection, script, context)))
            threads[-1].start()

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for connection in open_ones:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def _serve(server: LoopbackServer, plain: socket.socket, script: Script, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), plain:
        connection = plain if context is None else context.wrap_socket(plain, server_side=True)
        with connection:
            call = _read(connection)
            server.calls.append(call)
            try:
                script(connection, call)
            except (BrokenPipeError, ConnectionResetError):
                server.left.set()


def _read(connection: socket.socket) -> Call:
    with connection.makefile("rb") as stream:
        line = stream.readline().decode().strip()
        headers = {}
        while header := stream.readline().decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        return Call(line, headers, stream.read(int(headers.get("content-length", "0"))))


# --- scripts --------------------------------------------------------------------------------------------


def says(status: str, body: str | bytes = b"", *headers: str) -> Script:
    """Answer with a status such as "200 OK", a body and header lines."""
    data = body.encode() if isinstance(body, str) else body
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close", *headers])
    return sends(head.encode() + b"\r\n\r\n" + data)


def sends(*parts: bytes) -> Script:
    """Send bytes as they are, then close."""

    def script(connection: socket.socket, call: Call) -> None:
        for part in parts:
            connection.sendall(part)

    return script


def streams(*events: object) -> Script:
    """Stream events: values as JSON, texts as they are, then close."""
    return sends(STREAM, *(event_of(event) for event in events))


def event_of(event: object) -> bytes:
    """Return an event of a stream."""
    return f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()


def part(text: str, finish: str | None = None, logprobs: Sequence[float] | None = None) -> dict[str, object]:
    """Return a part of a streamed answer."""
    choice: dict[str, object] = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    if logprobs is not None:
        choice["logprobs"] = {"content": [{"token": "x", "logprob": value} for value in logprobs]}
    return {"object": "chat.completion.chunk", "choices": [choice]}


def then_hangs(*parts: bytes) -> Script:
    """Send bytes, then wait until the client leaves."""

    def script(connection: socket.socket, call: Call) -> None:
        for each in parts:
            connection.sendall(each)
        if not connection.recv(1):
            raise BrokenPipeError

    return script


def without_end(*parts: bytes, head: bytes = STREAM) -> Script:
    """Send these bytes again and again until the client leaves."""

    def script(connection: socket.socket, call: Call) -> None:
        connection.sendall(head)
        while True:
            for each in parts:
                connection.sendall(each)

    return script


def self_signed(folder: Path) -> Path:
    """Return a file with a fresh key and a certificate for 127.0.0.1 and localhost that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    encoding = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(encoding, form, serialization.NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(encoding))
    return path
