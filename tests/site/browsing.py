"""Serving a folder and opening its pages as a reader would."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Request


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """The folder over http on a free port of the loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@contextmanager
def reached(folder: Path, way: str) -> Iterator[str]:
    """The address of a folder as its readers reach it: over "http", or from the disk as a "file"."""
    if way == "file":
        yield folder.as_uri()
        return
    server = serve(folder)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opened(chromium: Browser, width: int, base: str, outside: list[str]) -> Page:
    """A page of that width that notes every request that leaves the site."""

    def note(request: Request) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            outside.append(request.url)

    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.on("request", note)
    return page
