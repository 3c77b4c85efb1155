"""Nasty files: what is read of them, and what is said about what cannot be read."""

import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from zhiyin.connectors.open_table import ReadOptions, open_table
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import Row, SetAside


def read(path: Path, columns: Mapping[str, str] | None = None, form: str = "auto") -> list[str]:
    """Texts, or codes in angle brackets for rows set aside."""
    with open_table(str(path), ReadOptions(form, columns=columns or {})) as (_, table):
        return [_shown(row) for row in table.rows]


def _shown(row: Row | SetAside) -> str:
    if isinstance(row, SetAside):
        return f"<{row.code}>"
    return f"<{row.unfit}>" if row.unfit else row.text.reveal()


TEXT = "评价内容,评分\n物流很快,5\n客服态度太差,1\n"
EXPECTED = ["物流很快", "客服态度太差"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_finds_the_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert read(file) == EXPECTED


def test_finds_the_encoding_when_the_first_chinese_character_comes_late(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"text,n\n" + b"fine,1\n" * 40_000 + "很好,2\n".encode("gb18030"))
    assert read(file)[-1] == "很好"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("评论;时间\n好;2025-01-01\n", ["好"]),
        ("评论\t时间\n好\t2025-01-01\n", ["好"]),
        ("时间|评论\n2025-01-01|好\n", ["好"]),
        ("时间,评论\r\n1,好\r\n2,坏\r\n", ["好", "坏"]),
        ("时间,评论\r1,好\r2,坏\r", ["好", "坏"]),
        ('评论,评分\n"第一行\n第二行",5\n"他说""好""",4\n', ["第一行\n第二行", '他说"好"']),
        ('评论,评分\n没有"引号"的问题,5\n', ['没有"引号"的问题']),
        ("评分,评论\n5,很好,很快,谢谢\n", ["很好,很快,谢谢"]),
        ("评论,评分\n很好,5,多,余\n正常,4\n", ["<cells>", "正常"]),
        ("评论,评分\n很好,5,,\n", ["很好"]),
        ("评论,评分\n只有一列\n", ["只有一列"]),
        ("review\n很好, 下次还来\n差\n", ["很好, 下次还来", "差"]),
        ("很好, 下次还来\n太差了\n一般般吧\n", ["很好, 下次还来", "太差了", "一般般吧"]),
        ("5,这家店的东西真的很好\n1,再也不会来了\n3,一般\n", ["这家店的东西真的很好", "再也不会来了", "一般"]),
        ("\ufeff 评 价 内 容 （必填） ,星级\n好,5\n", ["好"]),
        ("Review Text,Created At\nok,2025-01-01\n", ["ok"]),
        ("评论,评分\n,5\n  ,4\n好,3\n", ["<empty>", "<empty>", "好"]),
        ("评论,评分\n\n\n好,3\n\n", ["好"]),
        ('评论,评分\n"没有闭合,5\n好,4\n坏,1\n', ["<quote>", "好", "坏"]),
        ("标题,评论内容,评论\n甲,乙,丙\n", ["乙"]),
    ],
)
def test_finds_the_dialect_and_the_column(tmp_path: Path, content: str, expected: list[str]) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content.encode())
    assert read(file) == expected


def test_a_broken_byte_costs_no_other_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [f"这一条是第{n}条评论,5".encode() for n in range(50)]
    lines[30] = b"\xe5\xa5\xff\xff\xff,5"
    file.write_bytes("评论,评分\n".encode() + b"\n".join(lines))
    found = read(file)
    assert found[30] == "<replacement>"
    assert len(found) == 50
    assert found[31] == "这一条是第31条评论"


def test_an_endless_line_costs_no_other_row(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("好\n".encode() + b"x" * 10_000_000 + "\n坏\n".encode())
    assert read(file) == ["好", "<too_long>", "坏"]


def test_an_endless_cell_costs_no_other_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("评论,评分\n" + "好" * 30_000 + ",5\n坏,1\n", "utf-8")
    assert read(file) == ["<too_long>", "坏"]


def test_text_keeps_one_row_per_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("好\n\n坏", "utf-8")
    assert read(file) == ["好", "<empty>", "坏"]


def test_jsonl_takes_strings_and_objects_and_names_bad_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        '"好"',
        '{"text": "坏"}',
        '{"评论内容": "一般", "评分": 3}',
        "{broken",
        "[1]",
        '{"other": 1}',
        '{"text": null}',
        '{"text": {"a": 1}}',
        "",
        '{"text": "好", "context": [{"role": "agent", "text": "您好"}]}',
        '{"text": "好", "context": "您好"}',
        '{"text": 5}',
    ]
    file.write_text("\n".join(lines), "utf-8")
    codes = ["<json>", "<json_kind>", "<no_text>", "<empty>", "<json_kind>"]
    assert read(file) == ["好", "坏", "一般", *codes, "好", "<context>", "5"]


def test_context_arrives_with_its_roles(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    context = [{"role": "客服", "text": "您好"}, {"role": "customer", "text": "在吗"}]
    file.write_text(json.dumps({"text": "好", "context": context}), "utf-8")
    with open_table(str(file), ReadOptions()) as (_, table):
        row = next(table.rows)
    assert isinstance(row, Row)
    assert [(t.role.value, t.text.reveal()) for t in row.context] == [("agent", "您好"), ("customer", "在吗")]


def test_turns_of_a_conversation_become_context(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("会话ID,角色,消息内容\n1,客户,在吗\n2,客户,别的\n1,客服,您好\n1,客户,东西坏了\n", "utf-8")
    with open_table(str(file), ReadOptions()) as (_, table):
        rows = [row for row in table.rows if isinstance(row, Row)]
    assert [t.text.reveal() for t in rows[3].context] == ["在吗", "您好"]
    assert rows[1].context == ()
    assert rows[2].role.value == "agent"


def test_the_user_may_choose_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("foo,bar\n1,好\n", "utf-8")
    with pytest.raises(FileError, match="foo、bar"):
        read(file)
    assert read(file, columns={"text": "bar"}) == ["好"]
    assert read(file, columns={"text": "2"}) == ["好"]
    with pytest.raises(FileError, match="不认识字段 foo"):
        read(file, columns={"foo": "bar"})
    with pytest.raises(FileError, match="没有列 baz；有：foo、bar"):
        read(file, columns={"text": "baz"})


def _binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", TEXT)


def _broken_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)


def _document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


RUBBISH = bytes(random.Random(6).choices(range(1, 128), k=400))
NEITHER = b"text\nok\n" + b"\xff\xff\xff" * 20


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.csv", _binary, "other_kind"),
        ("a.csv", lambda p: p.write_bytes(b"text\n" + b"ok\0"), "binary"),
        ("a.csv", lambda p: p.write_bytes(RUBBISH), "not_text"),
        ("b.xlsx", lambda p: p.write_bytes(RUBBISH), "not_as_named"),
        ("b.xls", lambda p: p.write_bytes(NEITHER[8:]), "not_as_named"),
        ("b.xlsx", lambda p: p.write_text("随便写的一行", "utf-8"), "not_as_named"),
        ("b.docx", lambda p: p.write_text("随便写的一行", "utf-8"), "not_as_named"),
        ("b.xls", lambda p: p.write_text("<html><table><tr><td>评论</td></tr></table>", "utf-8"), "web_page"),
        ("a.csv", lambda p: p.write_bytes(b"%PDF-1.7 ..."), "other_kind"),
        ("a.csv", _document, "other_kind"),
        ("a.csv", _zip, "zip"),
        ("a.xlsx", _zip, "zip"),
        ("a.xlsx", _broken_zip, "xlsx"),
        ("a.xlsx", lambda p: p.write_text(TEXT, "utf-8"), "xlsx"),
        ("a.xlsx", _bomb, "zip_bomb"),
        ("a.xls", lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 50), "xls"),
        ("a.csv", lambda p: p.write_bytes(NEITHER), "encoding"),
        ("a.json", lambda p: p.write_text('[{"text": "好"}]', "utf-8"), "json_array"),
        ("a.csv", lambda p: p.mkdir(), "folder"),
        ("a.csv", lambda p: None, "not_found"),
    ],
)
def test_files_that_cannot_be_read_are_explained(
    tmp_path: Path, name: str, make: Callable[[Path], object], code: str
) -> None:
    file = tmp_path / name
    make(file)
    with pytest.raises(FileError) as caught:
        read(file, form="xlsx" if name == "a.xlsx" else "auto")
    assert caught.value.code == code
    assert caught.value.say("en")


def test_a_shop_export_of_tabs_called_xls_is_read(tmp_path: Path) -> None:
    file = tmp_path / "导出.xls"
    file.write_bytes("订单号\t评价内容\n1\t太慢了\n".encode("gb18030"))
    assert read(file) == ["太慢了"]
    file.write_bytes("甲\t乙\n1\t太慢了\n".encode("gb18030"))
    assert read(file, columns={"text": "乙"}) == ["太慢了"]


def test_a_little_dirt_is_no_binary(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("评论\n" + "很好\x02\n" * 3 + "太慢了\n" * 60, "utf-8")
    assert len(read(file)) == 63


def test_the_place_of_undecodable_bytes_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(NEITHER)
    with pytest.raises(FileError) as caught:
        read(file)
    assert caught.value.details["offset"] == 8
