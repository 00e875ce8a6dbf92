"""Static files: read once, compressed once, served for ever under the release's hash."""

import gzip
import hashlib
import mimetypes
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from arena.web.joined import joined

PACKED = {".css", ".js", ".svg", ".txt", ".json", ".webmanifest"}
FOREVER = "public, max-age=31536000, immutable"


class Static:
    """The folder of static files as an ASGI app; its release is a hash over everything in it."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            file.relative_to(folder).as_posix(): joined(file) for file in sorted(folder.rglob("*")) if file.is_file()
        }
        whole = hashlib.blake2b(digest_size=6)
        for name, body in self._files.items():
            whole.update(name.encode() + b"\0" + hashlib.blake2b(body).digest())
        self.release = whole.hexdigest()
        self._packed = {
            name: gzip.compress(body, 9, mtime=0)
            for name, body in self._files.items()
            if Path(name).suffix in PACKED and len(body) > 400
        }

    def address(self, name: str) -> str:
        """The address of a file; a misspelt one raises KeyError while the page is made."""
        if name.partition("#")[0] not in self._files:
            raise KeyError(name)
        return f"/static/{self.release}/{name}"

    def body(self, name: str, *, packed: bool = False) -> bytes:
        """A file's bytes as served, plain or compressed."""
        return self._packed.get(name, self._files[name]) if packed else self._files[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve `/static/<release>/<name>`; another release's address serves today's file, unkept."""
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        release, _, name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/").partition("/")
        if name not in self._files:
            return PlainTextResponse("Not found", 404)
        headers = {"Cache-Control": FOREVER if release == self.release else "no-cache", "Vary": "Accept-Encoding"}
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if name in self._packed and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            return Response(self._packed[name], headers=headers | {"Content-Encoding": "gzip"}, media_type=kind)
        return Response(self._files[name], headers=headers, media_type=kind)
