"""zhiyin report: a report as a file, without a running service."""

from pathlib import Path

from docx import Document

from zhiyin.testing.command import run_command


def test_the_command_writes_a_file_under_its_chinese_name(tmp_path: Path) -> None:
    options = ("--until", "2023-11-15", "--format", "docx", "--out", str(tmp_path))
    done = run_command(tmp_path, "report", "month", *options)
    assert done.code == 0, done.err
    assert "没有客户发言" in done.out
    (made,) = tmp_path.glob("*.docx")
    assert made.name == "客户情绪月报 2023 年 11 月.docx"
    assert Document(str(made)).paragraphs[0].text == "客户情绪月报"
