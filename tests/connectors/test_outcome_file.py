"""Tables of business outcomes as shops export them."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from zhiyin.connectors.open_table import ReadOptions
from zhiyin.connectors.outcome_file import FileOutcome, open_outcomes
from zhiyin.connectors.times import milliseconds
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import SetAside


def read(path: Path, options: ReadOptions | None = None) -> tuple[list[FileOutcome], list[SetAside], int]:
    with open_outcomes(str(path), "default", options) as rows:
        found = list(rows)
    good = [f for f in found if isinstance(f, FileOutcome)]
    return good, [f for f in found if isinstance(f, SetAside)], rows.silent


def table(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = path / "结果.csv"
    file.write_text("\n".join(lines), encoding=encoding)
    return file


def told(found: FileOutcome) -> tuple[str, str, float | None, str]:
    text = found.sent.text.reveal() if found.sent.text else ""
    return found.sent.conversation, found.sent.kind, found.sent.value, text


def ms(text: str) -> int:
    return milliseconds(datetime.fromisoformat(text))


def test_a_wide_table_holds_several_outcomes_in_a_row(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "会话号,评分,评价,是否投诉,退款金额 (元),复购,流失,时间",
        "c1,2,太慢了,是,0,否,否,2026-02-03 10:00",
        "c2,5星,,否,,是,,2026/2/3",
        "c3,,,已投诉,,,是,2026-02-03 11:00",
        "c4,,,未投诉,,无,,2026-02-03 11:00",
        "c5,,客服骂人,是,,,,2026-02-03 12:00",
        "c6,,好评,,,,,2026-02-03 12:00",
        "c7,,,物流丢件不赔,,,,2026-02-03 12:00",
        encoding="gb18030",
    )
    good, bad, silent = read(file, ReadOptions(columns={"refund": "退款金额 (元)"}))
    assert not bad
    assert silent == 1
    assert [told(g) for g in good] == [
        ("c1", "complaint", None, ""),
        ("c1", "review", 2.0, "太慢了"),
        ("c2", "repurchase", None, ""),
        ("c2", "rating", 5.0, ""),
        ("c3", "complaint", None, ""),
        ("c3", "churn", None, ""),
        ("c5", "complaint", None, "客服骂人"),
        ("c6", "rating", 5.0, ""),
        ("c7", "complaint", None, "物流丢件不赔"),
    ]
    assert [g.place.line for g in good] == [2, 2, 3, 3, 4, 4, 6, 7, 8]
    # A day without a time counts as its end: what happened on it came after the talks of that day.
    assert {g.sent.at for g in good if g.sent.conversation == "c2"} == {ms("2026-02-04T00:00:00+08:00") - 1}


def test_a_long_table_names_the_kind(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "编号,类型,客户,值,时间,原因,撤回",
        "r1,评分,vip-7,1,2026-02-03 10:00,,",
        "r2,投诉,vip-7,,2026-02-03 10:00,态度差,",
        "r3,churn,vip-8,,2026-02-03 10:00,,否",
        "r1,评分,vip-7,1,2026-02-03 10:00,,是",
        "r2,,,,,,是",
    )
    good, bad, _ = read(file)
    assert not bad
    assert [(g.sent.id, g.sent.kind, g.sent.withdrawn) for g in good] == [
        ("r1", "rating", False),
        ("r2", "complaint", False),
        ("r3", "churn", False),
        ("r1", "rating", True),
        ("r2", "", True),
    ]
    assert [g.sent.customer.reveal() for g in good if g.sent.customer] == ["vip-7", "vip-7", "vip-8", "vip-7"]
    assert good[1].sent.text
    assert good[1].sent.text.reveal() == "态度差"


def test_bad_rows_are_named_and_good_ones_kept(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "会话号,评分,退款,时间",
        "c1,1,,2026-02-03 10:00",
        ",1,,2026-02-03 10:00",
        "c3,1,,昨天",
        "c4,9,,2026-02-03 10:00",
        "c5,还行,,2026-02-03 10:00",
        "c6,1,也许,2026-02-03 10:00",
        "c7,1,,2026-02-03 10:00,多,出来",
        'c8,1,"没有闭合,2026-02-03 10:00',
        "c9,5,,2026-02-03 10:00",
    )
    good, bad, _ = read(file)
    assert [g.sent.conversation for g in good] == ["c1", "c9"]
    assert [(b.place.line, b.code) for b in bad] == [
        (3, "no_link"),
        (4, "no_time"),
        (5, "stars"),
        (6, "stars"),
        (7, "yes_or_no"),
        (8, "cells"),
        (9, "quote"),
    ]
    assert bad[4].detail == "退款"


def test_json_lines_in_the_form_of_the_api(tmp_path: Path) -> None:
    file = tmp_path / "结果.jsonl"
    rows: list[object] = [
        {
            "id": "o1",
            "kind": "review",
            "at": 1_770_000_000_123,
            "conversation": "c1",
            "value": 2,
            "text": "差",
            "bad": True,
        },
        {"id": "o1", "withdrawn": True},
        {"会话号": "c2", "评分": 4, "时间": "2026-02-03T10:00:00Z", "投诉": False},
        ["no", "object"],
    ]
    file.write_text("\n".join([*(json.dumps(r, ensure_ascii=False) for r in rows), "{broken"]), encoding="utf-8")
    good, bad, _ = read(file)
    assert [told(g) for g in good] == [("c1", "review", 2.0, "差"), ("", "", None, ""), ("c2", "rating", 4.0, "")]
    assert (good[0].sent.at, good[0].sent.bad, good[1].sent.withdrawn) == (1_770_000_000_123, True, True)
    assert [(b.place.line, b.code) for b in bad] == [(4, "json_kind"), (5, "json")]


def test_a_workbook_with_a_title_and_two_sheets(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("二")
    for row in (("二月评价",), ("会话号", "评分", "时间"), ("c1", 1, datetime.fromisoformat("2026-02-03T10:00"))):
        first.append(row)
    for other in (("会话", "投诉", "日期"), ("c2", "是", "2026-02-03")):
        second.append(other)
    file = tmp_path / "a.xlsx"
    workbook.save(file)
    good, bad, _ = read(file)
    assert not bad
    assert [told(g)[:3] for g in good] == [("c1", "rating", 1.0), ("c2", "complaint", None)]
    assert good[0].sent.at == ms("2026-02-03T10:00:00+08:00")
    assert (good[1].place.sheet, good[1].place.line) == ("二", 2)


def test_ids_are_stable_so_that_a_second_run_adds_nothing_and_a_new_value_corrects(tmp_path: Path) -> None:
    head = "会话号,评分,时间"
    twice = table(tmp_path, head, "c1,1,2026-02-03 10:00", "c1,2,2026-02-03 10:00", "c1,1,2026-02-03 10:01")
    ids = [g.sent.id for g in read(twice)[0]]
    assert len(set(ids)) == 3
    changed = table(tmp_path, head, "c1,5,2026-02-03 10:00", "c1,2,2026-02-03 10:00", "c1,1,2026-02-03 10:01")
    assert [g.sent.id for g in read(changed)[0]] == ids


def test_a_conversation_named_by_a_phone_is_hidden_as_in_a_replay(tmp_path: Path) -> None:
    good, _, _ = read(table(tmp_path, "会话号,评分,时间", "13812345678,1,2026-02-03 10:00"))
    assert good[0].sent.conversation.startswith("c-")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("会话号,内存,颜色", "c1,1,2"), "时间、评分"),
        (("时间,评分", "2026-02-03 10:00,1"), "会话号或客户"),
        (("[1,2]",), "JSON 数组"),
    ],
)
def test_what_is_no_table_of_outcomes_is_explained(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(table(tmp_path, *lines))


def test_a_field_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="不认识字段 nothing"):
        read(table(tmp_path, "会话号,评分,时间"), ReadOptions(columns={"nothing": "评分"}))
