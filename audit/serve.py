"""Serves a built site as a good host does: compressed, with cache headers that fit each file.

python -m audit.serve FOLDER PORT
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tornado.httpserver
import tornado.netutil
import tornado.web

HOST = "127.0.0.1"
_YEAR = 365 * 24 * 3600
# Not every system knows these.
_TYPES = {
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
}


class Files(tornado.web.StaticFileHandler):
    """Files of a folder with entity tags; one whose address changes with its content is kept for a year."""

    def set_extra_headers(self, path: str) -> None:
        named_by_content = self.request.query or re.search(r"(^|[-./])[0-9a-f]{8,}\.\w+$", path)
        kept = f"public, max-age={_YEAR}, immutable" if named_by_content else "no-cache"
        self.set_header("Cache-Control", kept)

    def get_cache_time(self, *_) -> int:
        return 0  # set_extra_headers says it


def application(folder: Path) -> tornado.web.Application:
    """The web application of a folder: gzip for text, index.html for a folder's address."""
    for ending, kind in _TYPES.items():
        mimetypes.add_type(kind, ending)
    files = (r"/(.*)", Files, {"path": str(folder), "default_filename": "index.html"})
    return tornado.web.Application([files], compress_response=True, log_function=lambda _: None)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serves the folder on a free port while the block runs. Gives the address, which ends in a slash."""
    (listener,) = tornado.netutil.bind_sockets(0, HOST, socket.AF_INET)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    loop = asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        tornado.httpserver.HTTPServer(application(folder)).add_socket(listener)
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listener.close()


async def _serve_forever(folder: Path, port: int) -> None:
    application(folder).listen(port, HOST)
    print(f"The book is at http://{HOST}:{port}/ until you press Ctrl+C.", flush=True)
    await asyncio.Event().wait()


def main(folder: str, port: str) -> int | str:
    """Serve until interrupted. Returns what is wrong, or 0."""
    if not Path(folder).is_dir():
        return f"There is no folder {folder}; run `make book` first."
    try:
        asyncio.run(_serve_forever(Path(folder), int(port)))
    except OSError as error:
        return f"Port {port} cannot be used: {error.strerror}. Stop what uses it, or give another port."
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
