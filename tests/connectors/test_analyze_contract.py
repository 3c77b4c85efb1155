"""The contract of ``analyze --format jsonl``, through the real command function in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from zhiyin.testing.analysis import analyze
from zhiyin.testing.forked import Done, run_forked

COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started without it
import sys
from zhiyin.testing.analysis import analyze
sys.exit(analyze(sys.argv[1], "jsonl"))
"""
KEYS = [
    "row",
    "text",
    "role",
    "polarity",
    "polarity_probs",
    "emotion",
    "emotions",
    "intensity",
    "confidence",
    "unsure",
    "sarcasm",
    "satisfaction",
    "reasons",
    "model",
]


def command(path: str) -> list[str]:
    """For tests that talk to the process while it runs."""
    return [sys.executable, "-c", COMMAND, path]


def run(path: str, form: str = "jsonl", out: str = "", jobs: int = 1, stdin: bytes = b"") -> Done:
    return run_forked(analyze, path, form, out, jobs, stdin=stdin)


def objects(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_object_per_row_in_order_with_all_keys(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "很好，谢谢"}\n{bad\n"我要投诉，电话13812345678"\n', "utf-8")
    done = run(str(file))
    found = objects(done.stdout)
    assert [o["row"] for o in found] == [1, 2, 3]
    assert list(found[0]) == KEYS
    assert found[0]["polarity"] == "positive"
    assert found[1]["error"] == "json"
    assert found[1]["line"] == 2
    assert found[2]["emotion"] == "angry"
    assert "13812345678" not in done.stdout.decode() + done.stderr.decode()
    assert "第 2 条" in done.stderr.decode()
    assert done.returncode == 1


def test_spans_point_into_the_masked_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("电话13812345678，我要投诉\n", "utf-8")
    (found,) = objects(run(str(file)).stdout)
    text, reasons = found["text"], found["reasons"]
    assert isinstance(text, str)
    assert isinstance(reasons, list)
    start, end = reasons[0]["span"]
    assert text[start:end] == reasons[0]["text"] == "投诉"


@pytest.mark.parametrize(
    ("content", "code"),
    [("评论\n好\n", 0), ("评论\n好\n\ufffd\ufffd\n", 1), ("评论\n\ufffd\ufffd\n", 3), ("", 3), ("a,b\nx,y\n", 3)],
)
def test_exit_codes(tmp_path: Path, content: str, code: int) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, "utf-8")
    assert run(str(file)).returncode == code


def test_standard_input_is_answered_row_by_row() -> None:
    process = subprocess.Popen(command("-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    stdin, stdout = _pipes(process)
    for number in range(1, 4):
        stdin.write('"很好"\n'.encode())
        stdin.flush()
        assert json.loads(stdout.readline())["row"] == number
    stdin.close()
    assert stdout.read() == b""
    assert process.wait(30) == 0
    stdout.close()


def test_standard_input_may_flood() -> None:
    done = run("-", stdin=b'"fine"\n' * 5000)
    assert [o["row"] for o in objects(done.stdout)] == list(range(1, 5001))


def test_an_interrupt_ends_at_once_even_while_waiting_for_input() -> None:
    process = subprocess.Popen(command("-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    stdin, stdout = _pipes(process)
    stdin.write('"很好"\n'.encode())
    stdin.flush()
    stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "已中断" in errors.decode()
    assert "Traceback" not in errors.decode()


def test_a_closed_pipe_is_no_error_message(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("好\n" * 20_000, "utf-8")
    process = subprocess.Popen(command(str(file)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert b"Traceback" not in errors


def test_processes_keep_the_order(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("".join(f"第{n}条很好\n" for n in range(3000)), "utf-8")
    done = run(str(file), jobs=2)
    assert [o["text"] for o in objects(done.stdout)] == [f"第{n}条很好" for n in range(3000)]


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("评论\n很好\n", "utf-8")
    assert run(str(file), "files").returncode == 0
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "a.csv",
        *(f"a.csv.zhiyin.{k}" for k in ("csv", "html", "jsonl")),
    ]
    out = tmp_path / "out"
    file.write_text("评论\n", "utf-8")
    assert run(str(file), "files", str(out)).returncode == 3
    assert not list(out.iterdir())


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("评论\n很好\n", "utf-8")
    done = run(str(file), "files", str(file / "sub"))
    assert done.returncode == 3
    assert "无法写入" in done.stderr.decode()


def _pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
