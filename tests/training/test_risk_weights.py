"""Risk weights: fitted on the side that makes sense, priors kept apart, and measured."""

import itertools
import random
from pathlib import Path

import msgspec
import numpy as np
import pytest

from zhiyin.domain.reading import Polarity
from zhiyin.domain.risk_weights import Basis
from zhiyin.models.registry import load_risk_weights
from zhiyin.pipeline.facts import FEW_TURNS
from zhiyin.training.foresight_measure import bad_chances
from zhiyin.training.reader_pool import Read, ReaderPool, load_pool
from zhiyin.training.risk import fit_risk
from zhiyin.training.risk_artefact import measure_risk, risk_report, train_risk
from zhiyin.training.risk_config import load_risk_config
from zhiyin.training.risk_fit import fit_ends
from zhiyin.training.risk_moments import Moment, course, heard, marked, moments
from zhiyin.training.risk_shapes import columns

CONFIG = load_risk_config()
PEOPLE = marked(CONFIG.marked)
ROW = {"text": "d", "label": 1, "turns": [["customer", "1", 2], ["agent", "2", 1], ["customer", "3", 1]]}


def walk(row: dict[str, object] = ROW) -> list[Moment]:
    return list(course("ssa_clothes", row, PEOPLE, random.Random(1)))


def test_the_course_counts_what_the_live_state_counts() -> None:
    first, last = walk()
    assert first.facts["negative_turns"] == 0
    assert last.facts["negative_turns"] == last.facts["negative_run"] == 1
    assert last.facts["negative_share"] == 1 / FEW_TURNS
    assert last.facts["agent_negative_turns"] == 1
    assert last.facts["mood"] < 0
    assert (last.satisfaction, last.place, last.last, last.marks) == (1, 1.0, True, ())
    assert first.place == pytest.approx(1 / 3)
    assert (first.last, first.marks) == (False, ("1",))


def test_a_dialogue_that_ends_with_the_agent_has_a_moment_for_its_end() -> None:
    turns = [["customer", "1", 2], ["agent", "2", 3]]
    first, end = walk({"text": "d", "label": 3, "turns": turns})
    assert (first.last, end.last) == (False, True)
    assert end.facts["agent_positive_share"] == 1.0


def test_what_the_reader_hears_has_its_errors_and_no_agents() -> None:
    wrong = Read(0.9, 0.05, 0.7, Polarity.NEGATIVE, unsure=False)
    pool = ReaderPool("deaf", dict.fromkeys(Polarity, (wrong,)))
    first, last = course("ssa_clothes", ROW, heard(pool), random.Random(1))
    assert (first.facts["negative_turns"], last.facts["negative_turns"]) == (1, 2)
    assert last.facts["agent_negative_turns"] == 0


def test_the_shipped_pool_holds_every_truth_and_says_whose_errors_they_are() -> None:
    pool = load_pool()
    assert pool.model.startswith("text-zh-")
    assert min(len(pool.readings[p]) for p in Polarity) >= 30
    right = [r.polarity is Polarity.NEGATIVE for r in pool.readings[Polarity.NEGATIVE]]
    assert 0.7 < np.mean(right) < 1


def test_curves_go_one_way_only_and_priors_stand_apart(data: Path) -> None:
    fitted = fit_risk(CONFIG, moments(CONFIG, data, "train", PEOPLE), agents=True)
    signs = {s.fact: s.sign for s in CONFIG.shapes}
    assert fitted.weights.curves
    for curve in fitted.weights.curves:
        steps = [b[1] - a[1] for a, b in itertools.pairwise(curve.points)]
        assert all(step * signs[curve.fact] >= 0 for step in steps) or signs[curve.fact] == 0, curve.fact
    assert [t.fact for t in fitted.weights.terms] == [t.fact for t in CONFIG.prior]
    assert all(t.basis is Basis.PRIOR for t in fitted.weights.terms)


def test_bad_ends_are_told_apart_and_what_is_not_good_is_likelier_than_what_is_bad(data: Path) -> None:
    fitted = fit_risk(CONFIG, moments(CONFIG, data, "train", PEOPLE), agents=True)
    weights = fitted.at_home("ssa_clothes")
    known = [m for m in moments(CONFIG, data, "dev", PEOPLE, "ssa_clothes") if m.last]
    chances = bad_chances(weights, known)
    bad = np.array([m.satisfaction == 1 for m in known])
    assert chances[bad].min() > chances[~bad].max()
    assert weights.fine is not None
    assert weights.fine > weights.bias
    assert fitted.weights.bias < weights.bias  # the assumed share of bad ends is lower than that of the sets


def test_agents_count_only_where_they_are_known(data: Path) -> None:
    known = moments(CONFIG, data, "train", PEOPLE)
    facts = {c.fact for c in fit_risk(CONFIG, known, agents=False).weights.curves}
    assert not any(fact.startswith("agent_") for fact in facts)


def test_proportional_odds_recover_what_made_the_data() -> None:
    chance = np.random.default_rng(3)
    shapes = [s for s in CONFIG.shapes if s.fact == "first_valence"]
    x = chance.random((6000, len(columns(shapes))))
    latent = 2 * x[:, 1] - 1.5 * x[:, 0] + chance.logistic(size=6000)
    groups = np.repeat([0, 1], 3000)
    latent += np.where(groups == 1, 0.5, -0.5)
    ends = np.where(latent > 1, 1, np.where(latent > -1, 2, 3))
    w = np.full(6000, 1 / 6000)
    found = fit_ends(x, ends, groups, w, columns(shapes), 1e-6)
    assert found[:2] == pytest.approx([-1.5, 2.0], abs=0.25)
    assert found[2:4] == pytest.approx([-1.5, -0.5], abs=0.2)
    assert np.exp(found[4:]) == pytest.approx([2.0, 2.0], abs=0.2)


def test_the_written_folder_loads_and_can_be_measured_again(data: Path, tmp_path: Path) -> None:
    folder = train_risk(CONFIG, data, tmp_path, lambda _: None)
    weights = load_risk_weights(folder)
    assert weights.name == folder.name
    assert "not measured" in (folder / "card.md").read_text("utf-8")
    fitted, reports = measure_risk(CONFIG, data, folder, "dev")
    assert fitted.weights == weights
    text = risk_report(CONFIG, fitted, reports)
    assert all(f"### {name}" in text for name in CONFIG.sets)


def test_the_shipped_weights_give_the_answers_of_their_golden_cases() -> None:
    from zhiyin.models.registry import ARTEFACTS, GOLDEN, RISK_DEFAULT
    from zhiyin.pipeline.weigher import Weigher

    lines = (ARTEFACTS / RISK_DEFAULT / GOLDEN).read_bytes().splitlines()
    cases = [msgspec.json.decode(line) for line in lines]
    assert len(cases) >= 10
    weigher = Weigher(load_risk_weights())
    for case in cases:
        assert weigher.weigh(case["facts"]).log_odds == pytest.approx(case["log_odds"], abs=1e-5)
