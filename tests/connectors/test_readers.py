"""Which model reads which rows: small files in full, large ones by the cascade, and people are told."""

import json
from pathlib import Path

import pytest

from zhiyin.connectors.readers import SMALL_ROWS
from zhiyin.testing.analysis import analyze_by
from zhiyin.testing.forked import Done, run_forked


def run(
    path: str | Path, reader: str = "auto", jobs: int = 1, form: str = "jsonl", lang: str = "zh", stdin: bytes = b""
) -> Done:
    return run_forked(analyze_by, str(path), form, jobs, reader, lang, stdin=stdin)


def models(done: Done) -> list[str]:
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line)["model"] for line in done.stdout.splitlines()]


def reviews(count: int) -> bytes:
    """Every tenth is angry, which the fast reader of this test leaves to the full one."""
    return "".join(f"第{n}条，{'我要投诉' if n % 10 == 0 else '很好'}\n" for n in range(1, count + 1)).encode()


def file_of(folder: Path, count: int) -> Path:
    file = folder / "reviews.txt"
    file.write_bytes(reviews(count))
    return file


CASCADED = ["m" if n % 10 == 0 else "m/fast" for n in range(1, SMALL_ROWS + 11)]


def test_a_small_file_is_read_by_the_full_model_without_a_word(tmp_path: Path) -> None:
    done = run(file_of(tmp_path, SMALL_ROWS))
    assert set(models(done)) == {"m"}
    assert "复核" not in done.stderr.decode()


def test_a_large_file_is_read_by_the_cascade_which_says_so(tmp_path: Path) -> None:
    done = run(file_of(tmp_path, SMALL_ROWS + 10))
    assert models(done) == CASCADED
    said = done.stderr.decode()
    assert "文件较大（超过 2,000 条）：先快读，拿不准的由完整模型复核" in said
    assert "先快读，拿不准的 10.0% 由完整模型复核（2,010 条中的 201 条）" in said


def test_it_says_so_in_english_too(tmp_path: Path) -> None:
    said = run(file_of(tmp_path, SMALL_ROWS + 10), lang="en").stderr.decode()
    assert (
        "A large file (over 2,000 rows): all were read fast, and the full model read again the 10.0% not sure" in said
    )


def test_processes_change_nothing(tmp_path: Path) -> None:
    file = file_of(tmp_path, SMALL_ROWS + 10)
    one, two = run(file), run(file, jobs=2)
    assert one.stdout == two.stdout
    assert "（2,010 条中的 201 条）" in two.stderr.decode()


@pytest.mark.parametrize(
    ("reader", "expected", "told"),
    [("full", ["m"] * 10, ""), ("cascade", CASCADED[:10], "拿不准的 10.0% 由完整模型复核（10 条中的 1 条）")],
)
def test_the_reader_can_be_chosen(tmp_path: Path, reader: str, expected: list[str], told: str) -> None:
    done = run(file_of(tmp_path, 10), reader)
    assert models(done) == expected
    assert told in done.stderr.decode()
    assert "文件较大" not in done.stderr.decode()


def test_the_fast_reader_alone_is_named(tmp_path: Path) -> None:
    assert "--reader fast" in run(file_of(tmp_path, 10), "fast").stderr.decode()


def test_a_pipe_of_unknown_length_changes_readers_at_a_fixed_row() -> None:
    done = run("-", stdin=reviews(SMALL_ROWS + 10))
    assert models(done) == ["m"] * SMALL_ROWS + CASCADED[SMALL_ROWS:]
    said = done.stderr.decode()
    assert "前 2,000 条由完整模型读；其后先快读，拿不准的 10.0% 由完整模型复核（10 条中的 1 条）" in said


def test_a_short_pipe_is_read_by_the_full_model() -> None:
    done = run("-", stdin=reviews(30))
    assert models(done) == ["m"] * 30
    assert "复核" not in done.stderr.decode()


def test_the_report_says_how_the_rows_were_read(tmp_path: Path) -> None:
    file = file_of(tmp_path, SMALL_ROWS + 10)
    assert run(file, form="files").returncode == 0
    page = (tmp_path / "reviews.txt.zhiyin.html").read_text("utf-8")
    assert "拿不准的 10.0% 由完整模型复核" in page
