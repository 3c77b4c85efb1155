"""Script sheet: the library as a table that people edit in a spreadsheet, and read back row by row."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from zhiyin.domain.library_script import LibraryScript, ScriptStatus
from zhiyin.domain.policy import Script
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.domain.script_row import ScriptRow
from zhiyin.pipeline.report import EMOTIONS, TIERS

T = TypeVar("T")

HEAD = ("场景", "编号", "标题", "话术", "风险档", "情绪", "条件", "客户群", "标签", "状态", "复审日期", "负责人")
"""Columns, in this order when written; read in any order by their names. 场景 and 话术 must be there."""
MOST_ROWS = 5_000
LONGEST_CELL = 2_000

_WIDTHS = (12, 22, 20, 80, 18, 22, 40, 14, 16, 10, 12, 12)
_BETWEEN = re.compile("[、,，;；]")
_CHINA = timezone(timedelta(hours=8))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIERS = {name: tier for tier, name in TIERS.items()}
_STATUS = {"草稿": ScriptStatus.DRAFT, "启用": ScriptStatus.ACTIVE, "停用": ScriptStatus.RETIRED}
_EMOTIONS = {name: Emotion(code) for code, name in EMOTIONS.items()}


def write_xlsx(scripts: Iterable[LibraryScript]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "话术库"
    sheet.append(list(HEAD))
    for column, width in enumerate(_WIDTHS, 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for script in scripts:
        sheet.append(_cells(script))
        sheet.cell(sheet.max_row, 4).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_csv(scripts: Iterable[LibraryScript]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for something else."""
    content = io.StringIO(newline="")
    csv.writer(content).writerows([list(HEAD), *(_cells(script) for script in scripts)])
    return content.getvalue().encode("utf-8-sig")


def _cells(script: LibraryScript) -> list[str]:
    review = datetime.fromtimestamp(script.review_by / 1000, _CHINA).date().isoformat() if script.review_by else ""
    cells = [
        script.scene,
        script.script.id,
        script.title,
        script.script.text,
        "、".join(TIERS[tier] for tier in script.script.tiers),
        "、".join(EMOTIONS[name] for name in script.script.emotions),
        script.script.when,
        "、".join(script.groups),
        "、".join(script.tags),
        next(name for name, status in _STATUS.items() if status is script.status),
        review,
        script.owner,
    ]
    # A cell that begins like a formula would be run by the spreadsheet that opens it.
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]


def read_scripts(rows: Iterable[Sequence[str]]) -> list[ScriptRow]:
    """One ScriptRow per row that is not empty, the head left out. ValueError, in Chinese, when the head does not do."""
    table = iter(rows)
    head = [cell.strip() for cell in next(table, ())]
    missing = [name for name in ("场景", "话术") if name not in head]
    if missing:
        raise ValueError(f"第 1 行要有列名，缺少：{'、'.join(missing)}。可以先导出一份，照它的表头填写")
    found: list[ScriptRow] = []
    for number, row in enumerate(table, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(found) == MOST_ROWS:
            raise ValueError(f"超过 {MOST_ROWS} 行，请分成几个文件导入")
        found.append(_row(number, dict(zip(head, (_plain(cell) for cell in row), strict=False))))
    return found


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _row(number: int, cells: dict[str, str]) -> ScriptRow:
    name = cells.get("编号", "")[:64]
    try:
        return ScriptRow(number, name, _script(cells))
    except ValueError as error:
        return ScriptRow(number, name, None, str(error))


def _script(cells: dict[str, str]) -> LibraryScript:
    long = next((column for column, cell in cells.items() if len(cell) > LONGEST_CELL), None)
    if long is not None:
        raise ValueError(f"“{long}”超过 {LONGEST_CELL} 个字")
    for name in ("场景", "话术"):
        if not cells.get(name):
            raise ValueError(f"“{name}”是空的")
    tiers = _listed(cells, "风险档", lambda cell: _TIERS.get(cell) or Tier(cell))
    emotions = _listed(cells, "情绪", lambda cell: (_EMOTIONS.get(cell) or Emotion(cell)).value)
    status = _listed(cells, "状态", lambda cell: _STATUS.get(cell) or ScriptStatus(cell))
    return LibraryScript(
        scene=cells["场景"],
        script=Script(cells.get("编号", ""), cells["话术"], tiers, emotions, cells.get("条件", "")),
        title=cells.get("标题", ""),
        status=status[0] if status else ScriptStatus.ACTIVE,
        tags=_listed(cells, "标签", str),
        groups=_listed(cells, "客户群", str),
        review_by=_day(cells.get("复审日期", "")),
        owner=cells.get("负责人", ""),
    )


def _listed(cells: dict[str, str], column: str, read: Callable[[str], T]) -> tuple[T, ...]:
    parts = (
        cells.get(column, "").replace(",", "、").replace("，", "、").replace(";", "、").replace("；", "、").split("、")
    )
    found = []
    for part in (part.strip() for part in parts):
        try:
            found += [read(part)] if part else []
        except ValueError:
            raise ValueError(f"“{column}”里的“{part[:20]}”不认识") from None
    return tuple(found)


def _day(cell: str) -> int | None:
    """The end of the day in China; spreadsheets write a day as 2027-05-01 or 2027-05-01 00:00:00."""
    if not cell:
        return None
    try:
        day = datetime.fromisoformat(cell.replace("/", "-")).replace(tzinfo=_CHINA)
    except ValueError:
        raise ValueError(f"“复审日期”写成 2027-05-01 的样子，不是“{cell[:20]}”") from None
    return (day - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
