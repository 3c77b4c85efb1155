"""The measure of satisfaction: rows read as live turns, figures by hand, scales that are found again."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from zhiyin.domain.errors import InputError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.domain.utterance import Role
from zhiyin.testing.text_model import FakeTextModel
from zhiyin.training.__main__ import main
from zhiyin.training.metrics import bootstrap, bootstrap_groups, macro_f1, mean_f1
from zhiyin.training.satisfaction import figures, measure, read_marked, table
from zhiyin.training.satisfaction_export import fit_scales

ROWS: list[dict[str, object]] = [
    {"text": "谢谢", "label": 2, "dialogue": "a", "context": [["在吗", "在的"], ["电话13812345678", ""]]},
    {"text": "太差", "label": 0, "dialogue": "a", "context": []},
    {"text": "几点", "label": 1, "dialogue": "b", "context": [["谢谢", ""]]},
    {"text": "几点", "label": 0, "dialogue": "b", "context": []},
    {"text": "", "label": 1, "dialogue": "b", "context": []},
    {"text": "好", "label": 7, "dialogue": "b", "context": []},
    {"text": "好", "label": 1, "dialogue": "b", "context": [["一", "二", "三"]]},
    {"text": "好", "label": 1, "dialogue": "b", "context": "none"},
]


def part(folder: Path, rows: Sequence[dict[str, object]] = ROWS, name: str = "dev") -> Path:
    path = folder / f"jddc_satisfaction.{name}.jsonl.gz"
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode() + b"{bad\n"))
    return path


class Judge:
    """Knows 谢谢 and 太差; of 几点 it says neutral; nothing of turns without anything before, if ``shy``."""

    name = "judge"

    def __init__(self, shy: bool = False) -> None:
        self.shy = shy

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        return [replace(r, satisfaction=self._said(f)) for f, r in zip(batch, FakeTextModel().read(batch), strict=True)]

    def _said(self, item: Features) -> Satisfaction | None:
        if self.shy and not item.before:
            return None
        known = {"谢谢": Satisfaction(0.1, 0.1, 0.8), "太差": Satisfaction(0.8, 0.1, 0.1)}
        return known.get(item.folded, Satisfaction(0.2, 0.6, 0.2))


def test_rows_become_turns_as_the_engine_makes_them(tmp_path: Path) -> None:
    marked = read_marked(part(tmp_path))
    assert marked.marks.tolist() == [2, 0, 1, 0]
    assert list(marked.dialogues) == ["a", "a", "b", "b"]
    assert marked.left_out == 5
    first = marked.turns[0]
    assert first.masked.origin.role is Role.CUSTOMER
    assert [(b.ours, b.folded) for b in first.before] == [(False, "在吗"), (True, "在的"), (False, "电话[手机号]")]


def test_a_file_without_a_whole_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no row has text, label 0, 1 or 2"):
        read_marked(part(tmp_path, ROWS[4:]))


def test_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    marked = read_marked(part(tmp_path))
    found = measure(Judge(), marked, lambda _: None)
    assert found is not None
    assert (found.turns, found.unknown, found.accuracy.value) == (4, 0, 0.75)
    assert found.macro_f1.value == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    one, two, wrong = 0.04 + 0.01 + 0.01, 0.16 + 0.04 + 0.04, 0.64 + 0.36 + 0.04
    assert found.brier == pytest.approx((2 * one + two + wrong) / 4)
    assert "| judge | 4 | 75.0 [" in table("dev", marked, [found])


def test_turns_of_unknown_satisfaction_are_counted_apart(tmp_path: Path) -> None:
    marked = read_marked(part(tmp_path))
    found = measure(Judge(shy=True), marked, lambda _: None)
    assert found is not None
    assert (found.turns, found.unknown, found.accuracy.value) == (2, 2, 1.0)
    assert "| 2 (2 unknown) |" in table("dev", marked, [found])
    assert measure(FakeTextModel({}), marked, lambda _: None) is None


def test_whole_groups_are_drawn() -> None:
    right = np.repeat([1.0, 0.0, 1.0, 0.0], 25)
    groups = [str(i // 25) for i in range(100)]
    by_group = bootstrap_groups(lambda rows: float(right[rows].mean()), groups, 1)
    by_row = bootstrap(lambda rows: float(right[rows].mean()), 100, 1)
    assert by_group.value == by_row.value == 0.5
    assert by_group.high - by_group.low > 2 * (by_row.high - by_row.low)


def test_mean_f1_is_the_value_of_macro_f1() -> None:
    truth, said = np.array([0, 1, 2, 2, 1, 0]), np.array([0, 2, 2, 1, 1, 1])
    assert mean_f1(truth, said) == pytest.approx(macro_f1(truth, said, 1).value)


def test_scales_that_made_the_marks_are_found_again() -> None:
    chance = np.random.default_rng(3)
    encoder, linear = chance.normal(0, 2, (6000, 3)), chance.normal(0, 2, (6000, 3))
    marks = np.argmax(0.8 * encoder + 0.4 * linear + chance.gumbel(size=(6000, 3)), axis=1)
    found = fit_scales(encoder, linear, marks, {"encoder.onnx": "0"})
    assert (found.encoder, found.linear) == pytest.approx((0.8, 0.4), abs=0.06)
    assert found.fits == {"encoder.onnx": "0"}
    p = np.exp(0.8 * encoder + 0.4 * linear)
    kept = figures("exact", p / p.sum(axis=1, keepdims=True), marks, [str(i // 4) for i in range(6000)])
    assert kept.calibration_error < kept.by_chance + 0.01


def test_the_command_asks_for_a_part_that_is_there(tmp_path: Path) -> None:
    part(tmp_path)
    result = CliRunner().invoke(main, ["satisfaction", "--sets", str(tmp_path), "--part", "test"])
    assert isinstance(result.exception, InputError)
    assert "jddc_satisfaction.test.jsonl.gz" in str(result.exception)


def test_the_command_prints_one_line_a_reader(tmp_path: Path) -> None:
    part(tmp_path, name="test")
    result = CliRunner().invoke(main, ["satisfaction", "--sets", str(tmp_path), "--part", "test"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("jddc_satisfaction.test: 4 turns of 2 dialogues, 5 rows left out")
    assert [line.split(" | ")[1] for line in result.output.splitlines() if line.startswith("| text-zh")] == ["4"] * 3
