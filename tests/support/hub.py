"""A hub on loopback with the real one's interface, as far as huggingface_hub uses it, and with its troubles on demand.

It serves the record of a repository at a revision, and files by range. `Trouble` makes it misbehave; `asked` keeps
every request, so that a test sees what was asked for and with which token.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

_API = re.compile(r"/api/(models|spaces)/([^/]+/[^/]+)/revision/([^/]+)")
_FILE = re.compile(r"/(spaces/)?([^/]+/[^/]+)/resolve/([^/]+)/(.+)")
_RANGE = re.compile(r"bytes=(\d+)-")


def safetensors(size: int = 1000, seed: int = 0) -> bytes:
    """Return a file in the format of safetensors with one tensor of so many bytes."""
    table = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(table)) + table + bytes((seed + 7 * i) % 251 for i in range(size))


def model_files(size: int = 1000, *, shards: int = 2, side: int = 448) -> dict[str, bytes]:
    """Return the files of a model, its weights in so many shards; what does not belong to one is there as well."""
    config = {"model_type": "paligemma", "vision_config": {"image_size": side}}
    return {
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": b'{"model": {"vocab": {}}}',
        "tokenizer.model": b"\x0a\x0fwords",
        **{f"model-{n}-of-{shards}.safetensors": safetensors(size, n) for n in range(1, shards + 1)},
        "README.md": b"# what it is",
        ".gitattributes": b"*.safetensors filter=lfs",
        "pytorch_model.bin": b"\x80\x04pickled",
        "onnx/model.onnx": b"onnx",
    }


@dataclass
class Repository:
    """Files by their path, at one commit. A gated one wants a token whose owner has agreed."""

    files: dict[str, bytes]
    commit: str = "1" * 40
    is_gated: bool = False
    kind: str = "models"

    @property
    def names(self) -> tuple[str, ...]:
        """The revisions under which it is found."""
        return (self.commit, "main", "bfloat16")


@dataclass
class Trouble:
    """How the hub misbehaves.

    `cut_at` ends a connection after so many bytes of a file's content, `cuts` times (None: always); `status` answers
    everything with it, `garbage` the record with no JSON; `wrong` alters content, `shorter` leaves its last byte
    off, `longer` sends more than there is; `pause` is waited on before each file's second half; `ignores_ranges` sends
    all; `elsewhere` is the address of another server that large files are to be had from, as the real hub does it;
    `pace` is the seconds that each 64 KiB take.
    """

    cut_at: int | None = None
    cuts: int | None = None
    status: int = 0
    garbage: bytes | None = None
    wrong: bool = False
    shorter: bool = False
    longer: bool = False
    ignores_ranges: bool = False
    elsewhere: str = ""
    pace: float = 0.0
    pause: threading.Event | None = None


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    token: str | None
    start: int = 0


@dataclass
class FakeHub:
    """What is served, to whom, and what was asked for."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: dict[str, bool] = field(default_factory=dict)
    """Each token that exists, and whether its owner agreed to the licences."""
    trouble: Trouble = field(default_factory=Trouble)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    reached_half: threading.Event = field(default_factory=threading.Event)

    def add(self, repository: str, files: dict[str, bytes], **more: Any) -> Repository:
        """Publish a repository."""
        self.repositories[repository] = Repository(files, **more)
        return self.repositories[repository]

    def fetched(self) -> list[str]:
        """Return the paths of the files whose content was asked for."""
        return [match[4] for each in self.asked if each.method == "GET" and (match := _FILE.fullmatch(each.path))]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else the kernel waits 40 ms between head and body of each answer.
    disable_nagle_algorithm = True
    hub: FakeHub

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name for it
        pass

    def do_HEAD(self) -> None:  # the base's name for it
        self._answer()

    def do_GET(self) -> None:  # the base's name for it
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        header = self.headers.get("Authorization") or ""
        token = header.removeprefix("Bearer ") or None
        match = _RANGE.match(self.headers.get("Range") or "")
        start = int(match[1]) if match and not self.hub.trouble.ignores_ranges else 0
        self.hub.asked.append(Asked(self.command, path, token, start))
        if self.hub.trouble.status:
            return self._refuse(self.hub.trouble.status)
        if token is not None and token not in self.hub.tokens:
            return self._refuse(401, message="Invalid credentials in Authorization header")
        if match := _API.fullmatch(path):
            return self._record(match[1], match[2], match[3])
        if match := _FILE.fullmatch(path):
            return self._file(match[2], match[3], match[4], token, start)
        return self._refuse(404, "RepoNotFound")

    def _refuse(self, status: int, code: str = "", message: str = "") -> None:
        body = json.dumps({"error": message or code}).encode()
        headers = {"X-Error-Code": code, "X-Error-Message": message}
        self._send(status, body, {name: value for name, value in headers.items() if value})

    def _record(self, kind: str, name: str, revision: str) -> None:
        repository = self.hub.repositories.get(name)
        if repository is None or repository.kind != kind:
            return self._refuse(404, "RepoNotFound")
        if revision not in repository.names:
            return self._refuse(404, "RevisionNotFound")
        if self.hub.trouble.garbage is not None:
            return self._send(200, self.hub.trouble.garbage)
        siblings = [_sibling(path, content) for path, content in repository.files.items()]
        told = {"id": name, "modelId": name, "sha": repository.commit, "siblings": siblings}
        return self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def _file(self, name: str, revision: str, path: str, token: str | None, start: int) -> None:
        repository = self.hub.repositories.get(name)
        if repository is None:
            return self._refuse(404, "RepoNotFound")
        if repository.is_gated and not self.hub.tokens.get(token or "", False):
            return self._refuse(403 if token else 401, "GatedRepo")
        content = repository.files.get(path)
        if revision != repository.commit or content is None:
            return self._refuse(404, "EntryNotFound")
        if self.hub.trouble.elsewhere and path.endswith(".safetensors"):
            return self._send(302, b"", {"Location": self.hub.trouble.elsewhere + self.path})
        return self._content(self._spoilt(content), start, repository.commit)

    def _spoilt(self, content: bytes) -> bytes:
        trouble = self.hub.trouble
        if trouble.wrong:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if trouble.shorter:
            content = content[:-1]
        return content + b"more" if trouble.longer else content

    def _content(self, content: bytes, start: int, commit: str) -> None:
        if start > len(content):
            return self._refuse(416)
        headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()}"', "X-Repo-Commit": commit}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return self._send(206 if start else 200, content[start:], headers, is_file=True)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, *, is_file: bool = False) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if is_file:
            self._send_file(body)
        else:
            self.wfile.write(body)

    def _send_file(self, body: bytes) -> None:
        trouble = self.hub.trouble
        if trouble.pause is not None and len(body) > 500:
            half = len(body) // 2
            self.wfile.write(body[:half])
            self.wfile.flush()
            self.hub.reached_half.set()
            trouble.pause.wait(30)
            body = body[half:]
        if trouble.cut_at is not None and trouble.cuts != 0 and len(body) > trouble.cut_at:
            trouble.cuts = None if trouble.cuts is None else trouble.cuts - 1
            self.wfile.write(body[: trouble.cut_at])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        while trouble.pace and body:
            self.wfile.write(body[: 1 << 16])
            body = body[1 << 16 :]
            time.sleep(trouble.pace)
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ValueError):
            self.close_connection = True


def _sibling(path: str, content: bytes) -> dict[str, Any]:
    is_large = path.endswith((".safetensors", ".npz", ".bin", "tokenizer.json"))
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    told: dict[str, Any] = {"rfilename": path, "size": len(content), "blobId": blob}
    if is_large:
        told["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 135}
    return told


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep for later: nobody has to wait for their threads."""
        for connection in tuple(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is what the tests are about."""


@contextmanager
def serving() -> Iterator[FakeHub]:
    """Serve a hub on a free port of loopback."""
    hub = FakeHub()
    handler = type("Handler", (_Handler,), {"hub": hub, "timeout": 10})
    server = _Server(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-hub")
    thread.start()
    try:
        yield hub
    finally:
        if hub.trouble.pause is not None:
            hub.trouble.pause.set()
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()
