"""The command line as a person uses it, with real files; some in processes of their own."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.conversation import Turn
from zhiyin.packs.places import pack
from zhiyin.testing.command import run_command
from zhiyin.testing.site import Site, fill


def process(home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ZHIYIN_HOME": str(home)}
    command = [sys.executable, "-m", "zhiyin.cli", *arguments]
    return subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )


def test_analyze_reads_standard_input_and_answers_line_by_line(tmp_path: Path) -> None:
    rows = ["等了三天还没发货，你们到底管不管", "", "谢谢，我的电话是13812345678"]
    answer = process(tmp_path, "analyze", "-", "--format", "jsonl", "--input-format", "text", stdin="\n".join(rows))
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.returncode == 1, answer.stderr
    assert [r["row"] for r in found] == [1, 2, 3]
    assert found[0]["polarity"] == "negative"
    assert found[1]["error"]
    assert found[2]["text"] == "谢谢，我的电话是[手机号]"


def test_analyze_writes_a_report_and_names_bad_rows(tmp_path: Path) -> None:
    file = tmp_path / "评价.csv"
    file.write_text("评论,评分\n物流太慢了,1\n,3\n质量很好,5\n", encoding="gb18030")
    answer = process(tmp_path, "analyze", str(file))
    assert answer.returncode == 1
    assert "第 2 条" in answer.stderr
    assert "共分析 2 条" in (tmp_path / "评价.csv.zhiyin.html").read_text(encoding="utf-8")
    assert "物流太慢了" in (tmp_path / "评价.csv.zhiyin.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("analyze", "absent.csv"), 3, "absent.csv"),
        (("analyze", "x.csv", "--column", "nothing"), 2, "FIELD=NAME"),
        (("fly",), 2, "fly"),
        (("policy", "check", "absent.yaml"), 3, "absent.yaml"),
        (("policy", "try", "ecommerce", "--on", "absent.db"), 3, "absent.db"),
        (("replay", "absent.jsonl"), 3, "absent.jsonl"),
        (("restore", "absent.zyb"), 2, "absent.zyb"),
        (("key", "revoke", "none"), 3, "none"),
        (("outcomes", "add", "absent.csv"), 3, "absent.csv"),
        (("outcomes", "add", "x.csv", "--column", "nothing"), 2, "FIELD=NAME"),
        (("warnings", "--since", "gestern"), 2, "gestern"),
        (("refit", "--to", "risk-9+site.1"), 3, "risk-9+site.1"),
        (("refit", "--list", "--back"), 2, "--back"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_a_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    answer = run_command(tmp_path, *arguments)
    assert answer.code == code, answer.err
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_doctor_says_what_is_missing_and_how_to_mend_it(tmp_path: Path) -> None:
    answer = run_command(tmp_path, "doctor")
    assert answer.code == 0, answer.out
    assert "golden cases pass" in answer.out
    assert "ZHIYIN_STORE_KEY_FILE" in answer.out
    (tmp_path / "zhiyin.yaml").write_text("prot: 1\n", encoding="utf-8")
    wrong = run_command(tmp_path, "doctor")
    assert wrong.code == 1
    assert "prot" in wrong.out


def test_a_key_is_shown_once_and_only_its_digest_is_kept(tmp_path: Path) -> None:
    secret = run_command(tmp_path, "key", "add", "console", "--access", "agent").out.strip()
    assert secret.startswith("zy_")
    listed = run_command(tmp_path, "key", "list").out
    assert "console" in listed
    assert secret not in listed
    assert secret.encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
    assert run_command(tmp_path, "key", "revoke", listed.split()[0]).code == 0
    assert "revoked" in run_command(tmp_path, "key", "list").out


def test_a_policy_is_tried_on_conversations_and_the_change_is_shown(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    text = (pack("ecommerce") / "policy.yaml").read_text(encoding="utf-8")
    new.write_text(text.replace("severe: 0.8}", "severe: 0.97}"), encoding="utf-8")
    assert new.read_text(encoding="utf-8") != text
    folder = str(pack("ecommerce") / "conversations")
    tried = ("policy", "try", str(new), "--against", "ecommerce", "--on", folder)
    report = json.loads(run_command(tmp_path, *tried, "--json").out)
    assert report["conversations"] >= 9
    assert report["new"]["alerts"]["severe"] < report["old"]["alerts"]["severe"]
    assert "每 100 个会话" in run_command(tmp_path, *tried).out


def test_outcomes_of_a_file_are_added_listed_and_scored(tmp_path: Path) -> None:
    file = tmp_path / "结果.csv"
    rows = ("会话号,评分,评价,时间", "c1,1,太差了，电话13812345678,2026-02-03 10:00", "c2,9,,2026-02-03 10:00")
    file.write_text("\n".join(rows).replace("，电话", "电话"), encoding="gb18030")
    added = run_command(tmp_path, "outcomes", "add", str(file))
    assert added.code == 1, added.err
    assert "第 2 条（文件第 3 行）：评分应为 1 到 5 星" in added.err.replace(": ", "：")
    assert added.out.strip() == "新增 1，读不出 1 行"
    assert run_command(tmp_path, "outcomes", "add", str(file)).out.strip() == "重复 1，读不出 1 行"
    listed = run_command(tmp_path, "outcomes", "list").out
    assert "手机号" in "".join(listed.replace("│", "").split())
    assert "13812345678" not in listed
    kept = b"".join(p.read_bytes() for p in tmp_path.glob("zhiyin.db*"))
    assert b"13812345678" not in kept
    scored = json.loads(run_command(tmp_path, "warnings", "--json").out)
    assert (scored["conversations"], [t["tier"] for t in scored["tiers"]]) == (0, ["mild", "moderate", "severe"])
    assert "没有会话" in run_command(tmp_path, "warnings", "--since", "2026-02-01", "--silence", "fine").out


def _a_site(home: Path) -> None:
    """200 conversations in which nobody who began angrily ended well."""

    def angry(turns: Sequence[Turn], _: object) -> bool:
        first = turns[0].outcome
        return first is not None and first.reading is not None and first.reading.valence < 0

    async def write() -> None:
        async with opened_store(Config(home=str(home))) as store:
            await fill(store, Site(200, 8, angry).ended())

    asyncio.run(write())


def test_a_refit_is_one_command_and_can_be_rolled_back(tmp_path: Path) -> None:
    refit = partial(run_command, tmp_path, "refit")
    early = refit()
    assert early.code == 1
    assert "至少还要 20 个坏结局、50 个其他已知结局" in early.out.replace("\n", "")
    assert "nothing to roll back" in refit("--back").err
    _a_site(tmp_path)
    report = json.loads(refit("--dry-run", "--json").out)
    assert (report["verdict"], report["whole"]["conversations"]) == ("better", 200)
    assert "site.1" not in refit("--list").out
    made = refit()
    assert made.code == 0, made.err
    assert "site.1 is in force" in made.err
    assert "对数损失" in made.out
    assert "没有新版本" in refit().out
    (starred,) = [line for line in refit("--list").out.splitlines() if "│ * │" in line]
    assert "+site.1" in starred
    assert refit("--back").err.startswith(f"{report['in_force']} is in force")
    assert refit("--to", report["version"]).err.startswith(f"{report['version']} is in force")
    assert refit("--to", "shipped").code == 0
