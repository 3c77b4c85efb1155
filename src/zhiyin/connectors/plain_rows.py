"""Plain rows: a small table from an upload, XLSX or CSV, as rows of texts, with nothing read into them."""

import csv
import io

from zhiyin.connectors.delimited import MAX_RECORD
from zhiyin.connectors.workbook import open_workbook
from zhiyin.domain.errors import InputError

_ZIP = b"PK\x03\x04"
MOST_ROWS = 10_000
MOST_CELLS = 64


def plain_rows(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook, or a CSV in UTF-8 or GB 18030. InputError when it is neither, or too large."""
    rows = _workbook(content) if content.startswith(_ZIP) else _csv(content)
    if len(rows) > MOST_ROWS:
        raise InputError(f"the table has more than {MOST_ROWS} rows: split it")
    return [row[:MOST_CELLS] for row in rows]


def _workbook(content: bytes) -> list[list[str]]:
    with open_workbook(io.BytesIO(content), "upload") as sheets:
        if not sheets:
            raise InputError("the workbook has no visible sheet")
        found: list[list[str]] = []
        for row in sheets[0].rows():
            found.append(row)
            if len(found) > MOST_ROWS:
                break
        return found


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError("the file is neither XLSX nor a CSV in UTF-8 or GB 18030: save it as one") from None
    csv.field_size_limit(MAX_RECORD)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise InputError(f"the CSV cannot be read ({error}): check its quotes, or save it as XLSX") from None
