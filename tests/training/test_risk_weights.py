"""Risk weights: fitted on the side that makes sense, priors kept apart, and measured."""

import random
from pathlib import Path

import pytest

from zhiyin.domain.risk_weights import Basis
from zhiyin.models.registry import load_risk_weights
from zhiyin.pipeline.facts import FEW_TURNS
from zhiyin.training.risk import fit_risk, measure, train_risk
from zhiyin.training.risk_config import NO_ERRORS, Errors, load_risk_config
from zhiyin.training.risk_moments import course, moments

CONFIG = load_risk_config()


def test_the_course_counts_what_the_live_state_counts() -> None:
    row = {"text": "d", "label": 1, "turns": [["customer", "1", 2], ["agent", "2", 1], ["customer", "3", 1]]}
    first, last = course(CONFIG, row, NO_ERRORS, random.Random(1))
    assert first.facts["negative_turns"] == 0
    assert last.facts["negative_turns"] == last.facts["negative_run"] == 1
    assert last.facts["negative_share"] == 1 / FEW_TURNS
    assert last.facts["mood"] < 0
    assert (last.bad, last.place) == (True, 1.0)


def test_errors_of_reading_turn_marks_around() -> None:
    row = {"text": "d", "label": 1, "turns": [["customer", "1", 2], ["customer", "3", 1]]}
    always = Errors(neutral_as_negative=1.0, negative_as_neutral=1.0)
    marks = [m.facts["negative_turns"] for m in course(CONFIG, row, always, random.Random(1))]
    assert marks == [1, 1]


def test_fitted_weights_keep_their_sign_and_tell_bad_ends_apart(data: Path) -> None:
    known = moments(CONFIG, data, "train", NO_ERRORS)
    weights, shift = fit_risk(CONFIG, known)
    sign = {(t.fact, t.full): t.sign for t in CONFIG.fitted}
    fitted = [t for t in weights.terms if t.basis is Basis.FITTED]
    assert fitted
    assert all(t.weight * sign[t.fact, t.full] > 0 for t in fitted)
    assert [t.fact for t in weights.terms if t.basis is Basis.PRIOR] == [t.fact for t in CONFIG.prior]
    figures = measure(weights, shift, moments(CONFIG, data, "dev", NO_ERRORS))
    assert figures["auc_end"] == 1.0
    assert figures["brier_end"] < figures["brier_of_base_rate_end"]


def test_the_bias_moves_by_the_prevalence_alone(data: Path) -> None:
    known = moments(CONFIG, data, "train", NO_ERRORS)
    weights, shift = fit_risk(CONFIG, known)
    # A third of the dialogues end badly here; 12 % are assumed: ln(.12/.88) - ln(1/2).
    assert shift == pytest.approx(-1.299, abs=1e-3)
    assert weights.bias < 0


def test_the_written_folder_loads(data: Path, tmp_path: Path) -> None:
    folder = train_risk(CONFIG, data, tmp_path, lambda _: None)
    assert load_risk_weights(folder).name == folder.name
    assert "not\nmeasured" in (folder / "card.md").read_text("utf-8")
