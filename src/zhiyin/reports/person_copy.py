"""PersonCopy: what is kept of one person, as that person can read it and as another service can take it over.

The right to a copy asks for something readable, the right of transfer for something a machine reads (PIPL Art. 45). So
a ZIP holds both: ``index.html`` to read in any browser, ``turns.csv`` for a spreadsheet, ``data.jsonl`` for programs.
"""

import csv
import json
import tempfile
import zipfile
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import IO

from zhiyin.pipeline.report import EMOTIONS
from zhiyin.reports.plain_names import OUTCOMES, ROLES

IN_MEMORY = 8 << 20
"""Bytes of each part that stay in memory; more goes to a temporary file."""
CHUNK = 1 << 16
_HEAD = ("会话", "时间", "角色", "内容", "判读的情绪", "差评风险")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIERS = {"none": "", "mild": "轻度", "moderate": "中度", "severe": "重度"}
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>个人信息副本 {customer}</title>
<style>body{{font:15px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}}
table{{border-collapse:collapse;width:100%}}th,td{{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;
vertical-align:top}}h2{{margin-top:2em}}.quiet{{color:#666}}</style></head><body>
<h1>个人信息副本</h1>
<p>假名：{customer}。导出时间：{made}（{zone}）。</p>
<p class="quiet">这里是我们保存的、与您有关的全部内容：您与客服的对话、系统对每句话判读的情绪和差评风险、
据此采取的动作，以及后来的业务结果。手机号、证件号等在保存之前已经隐去，显示为方括号里的占位词。</p>
<p class="quiet">情绪与风险由程序自动判读，可能有误，仅供客服参考；您有权要求说明、更正或删除。</p>
<p class="quiet">同一压缩包里的 turns.csv 可用表格软件打开，data.jsonl 供其他系统读取。</p>
"""


async def person_zip(customer: str, lines: AsyncIterable[bytes], made: int, zone: tzinfo) -> AsyncIterator[bytes]:
    """``lines`` as ``PersonDesk.export`` gives them; ``made`` in ms since 1970 UTC. The chunks of a ZIP file."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as packed:
        await _pack(packed, customer, lines, made, zone)
        packed.seek(0)
        while chunk := packed.read(CHUNK):
            yield chunk


async def _pack(packed: IO[bytes], customer: str, lines: AsyncIterable[bytes], made: int, zone: tzinfo) -> None:
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as table,
        tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8") as page,
    ):
        copy = _Copy(page, table, zone)
        copy.begin(customer, made)
        with closing(archive.open("data.jsonl", "w")) as data:
            async for line in lines:
                data.write(line)
                copy.add(json.loads(line))
        copy.end()
        _put(archive, "index.html", page)
        _put(archive, "turns.csv", table)


def _put(archive: zipfile.ZipFile, name: str, content: IO[str]) -> None:
    content.seek(0)
    with archive.open(name, "w") as part:
        while chunk := content.read(CHUNK):
            part.write(chunk.encode())


class _Copy:
    """Writes page and table as things come by; holds one open table of the page at most."""

    def __init__(self, page: IO[str], table: IO[str], zone: tzinfo) -> None:
        self._page = page
        self._rows = csv.writer(table)
        self._table = table
        self._zone = zone
        self._in = ""

    def begin(self, customer: str, made: int) -> None:
        at = datetime.fromtimestamp(made / 1000, self._zone)
        zone = escape(str(at.tzname()))
        self._page.write(_PAGE.format(customer=escape(customer), made=f"{at:%Y-%m-%d %H:%M}", zone=zone))
        self._table.write("\ufeff")
        self._rows.writerow(_HEAD)

    def add(self, thing: Mapping[str, object]) -> None:
        kind, data = str(thing["kind"]), thing["data"]
        assert isinstance(data, dict)
        if kind == "conversation":
            self._switch("turns", self._titled(data), _HEAD[1:])
        elif kind == "turn":
            self._turn(data)
        elif kind == "action":
            action = data.get("action")
            if isinstance(action, dict):
                self._switch("actions", "", ("据此采取的动作", "风险档"))
                self._row(action.get("title") or action.get("kind"), _TIERS.get(str(action.get("tier")), ""))
        elif kind == "business_outcome":
            self._switch("outcomes", "<h2>后来的业务结果</h2>", ("时间", "类型", "评分"))
            outcome = data.get("outcome", data)
            self._row(self._moment(outcome["at"]), OUTCOMES.get(outcome["kind"], outcome["kind"]), outcome.get("value"))

    def end(self) -> None:
        self._leave()
        self._page.write("</body></html>\n")

    def _turn(self, data: Mapping[str, object]) -> None:
        reading, risk = data.get("reading"), data.get("risk")
        emotion = reading.get("emotion") if isinstance(reading, dict) else None
        felt = EMOTIONS.get(str(emotion), str(emotion)) if emotion else ""
        share = f"{risk:.0%}" if isinstance(risk, float) and emotion else ""
        role, text = ROLES.get(str(data["role"]), str(data["role"])), str(data["text"])
        at = self._moment(data["at"])
        self._row(at, role, text, felt, share)
        self._rows.writerow([_plain(str(data["conversation"])), at, role, _plain(text), felt, share])

    def _switch(self, to: str, before: str, head: tuple[str, ...]) -> None:
        """Into a table of another kind, or, for a conversation, always into a new one."""
        if to == self._in and to != "turns":
            return
        self._leave()
        self._page.write(before + "<table><tr>" + "".join(f"<th>{escape(name)}</th>" for name in head) + "</tr>\n")
        self._in = to

    def _leave(self) -> None:
        if self._in:
            self._page.write("</table>\n")
        self._in = ""

    def _row(self, *cells: object) -> None:
        shown = "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in cells)
        self._page.write(f"<tr>{shown}</tr>\n")

    def _titled(self, data: Mapping[str, object]) -> str:
        name, channel = escape(str(data["id"])), escape(str(data.get("channel", "")))
        return f"<h2>会话 {name}</h2><p class='quiet'>{channel} {self._moment(data.get('opened_at'))}</p>"

    def _moment(self, told: object) -> str:
        """Of the site, to the second; from ISO text or ms; empty where there is none."""
        if not isinstance(told, int | str):
            return ""
        at = datetime.fromisoformat(told) if isinstance(told, str) else datetime.fromtimestamp(told / 1000, UTC)
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M:%S}"


def _plain(cell: str) -> str:
    """A cell that begins like a formula would be run by the spreadsheet that opens it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
