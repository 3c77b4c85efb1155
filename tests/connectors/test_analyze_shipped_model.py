"""From a file to three files with the shipped model and word lists: the way a user goes."""

import json
from pathlib import Path

from rich.console import Console

from zhiyin.connectors.analysis_options import AnalysisOptions
from zhiyin.connectors.analyze_command import OK, SOME_BAD, run_analysis
from zhiyin.models.registry import load_text_model
from zhiyin.packs.lexicons import load_lexicon

ROWS = """会话ID,角色,消息内容,手机号
c1,客户,快递太慢了，客服态度还差，非常失望，再也不会买了,13812345678
c1,客服,亲，给您道歉了呢,
c1,客户,我叫王建国，电话13987654321，再不处理我就去12315投诉你们,13812345678
c2,客户,质量非常好，物流也很快，很满意，谢谢客服,13812345678
c3,客户,,
"""


def test_what_a_user_gets(tmp_path: Path) -> None:
    file = tmp_path / "chat.csv"
    file.write_text(ROWS, "gb18030")
    options = AnalysisOptions(str(file), out=str(tmp_path / "out"), version="1", day="2026-01-31")
    console = Console(record=True, width=200, quiet=True)
    assert run_analysis(options, load_text_model(), load_lexicon(), console) == SOME_BAD
    written = {f.suffix: f.read_text("utf-8-sig") for f in (tmp_path / "out").iterdir()}
    assert written.keys() == {".html", ".csv", ".jsonl"}
    for text in written.values():
        assert not any(secret in text for secret in ("13812345678", "13987654321", "王建国"))
    found = [json.loads(line) for line in written[".jsonl"].splitlines()]
    assert [o.get("polarity", o.get("error")) for o in found[:1] + found[3:]] == ["negative", "positive", "empty"]
    assert [o.get("role") for o in found] == ["customer", "agent", "customer", "customer", None]
    assert any(r["text"] == "投诉" or "投诉" in r["text"] for r in found[2]["reasons"])
    assert "共分析 3 条客户文本" in written[".html"]


def test_the_same_file_gives_the_same_answers_again(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("很好\n太差了\n还行吧\n", "utf-8")
    pages = []
    for out in ("one", "two"):
        options = AnalysisOptions(str(file), out=str(tmp_path / out))
        assert run_analysis(options, load_text_model(), load_lexicon(), Console(quiet=True)) == OK
        pages.append([f.read_bytes() for f in sorted((tmp_path / out).iterdir())])
    assert pages[0] == pages[1]
