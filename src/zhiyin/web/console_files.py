"""ConsoleFiles: serves the built console under a strict content security policy, or says how to build it."""

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from zhiyin.domain.errors import NotFoundError

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'"
)
"""Inline styles are allowed because AntD and ECharts set them at run time; inline scripts are not."""

_ABSENT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>知音</title>
<p>服务已启动，但控制台尚未构建。请在项目目录运行 <code>./zhiyin console</code>，然后刷新本页。</p>
<p lang="en">The service runs, but the console has not been built. Run <code>./zhiyin console</code>, then reload.
The API is at <a href="/openapi.json">/openapi.json</a>.</p></html>"""


def content_security_policy(embed_origins: Sequence[str] = ()) -> str:
    """``embed_origins``: whose pages may hold the console in a frame; none of them: nobody's."""
    ancestors = " ".join(embed_origins) or "'none'"
    return f"{_POLICY}; frame-ancestors {ancestors}"


class _LastingFiles(StaticFiles):
    """Files whose names change with what is in them: a browser that has one need never ask for it again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code in (200, 304):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def install(app: FastAPI, folder: Path | None, embed_origins: Sequence[str] = ()) -> None:
    """Serve ``folder`` at /; paths that are not files get the page itself, which routes in the browser."""
    policy = content_security_policy(embed_origins)
    if folder and (folder / "assets").is_dir():
        app.mount("/assets", _LastingFiles(directory=folder / "assets"), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path.startswith(("v1/", "assets/")):
            raise NotFoundError("no such address; the API is described in /openapi.json")
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        if not folder or not (folder / "index.html").is_file():
            return HTMLResponse(_ABSENT, headers=headers)
        asked = (folder / path).resolve()
        inside = asked.is_relative_to(folder.resolve()) and asked.is_file()
        return FileResponse(asked if inside and path else folder / "index.html", headers=headers)
