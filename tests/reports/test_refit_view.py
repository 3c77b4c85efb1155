"""The report on a refit, as people read it."""

from dataclasses import replace

import pytest
from rich.console import Console

from zhiyin.domain.refit_report import (
    Estimate,
    RefitChange,
    RefitPart,
    RefitReport,
    RefitSide,
    RefitTenth,
    RefitTerm,
    RefitTier,
    RefitVerdict,
)
from zhiyin.domain.risk import Tier
from zhiyin.domain.risk_weights import Basis
from zhiyin.reports.refit_view import render_refit, render_versions
from zhiyin.testing.samples import risk_version


def side(name: str, loss: float) -> RefitSide:
    figure = Estimate(loss, loss - 0.1, loss + 0.1)
    tiers = tuple(RefitTier(t, 7, Estimate(0.5, 0.25, 0.75), None, Estimate(71, 40, 99)) for t in list(Tier)[1:])
    tenths = tuple(RefitTenth(n / 10, (n + 1) / 10, 0, None, None) for n in range(10))
    return RefitSide(name, figure, figure, figure, tiers, tenths)


TERM = RefitTerm("wait_s", 120, 900, 63, 0.8, 2.25, Basis.FITTED)
JUDGED = RefitTerm("repeats", 0, 2, 4, 1.0, 1.0, Basis.PRIOR)
FEW = RefitPart(9, 1)
REPORT = RefitReport(
    in_force="risk-1",
    whole=RefitPart(100, 30),
    earlier=RefitPart(70, 21),
    later=RefitPart(30, 9),
    left_out=2,
    verdict=RefitVerdict.BETTER,
    old=side("risk-1", 0.5),
    new=side("risk-1+site.1", 0.4),
    gain=Estimate(0.1, 0.05, 0.15),
    change=RefitChange("risk-1", -2.81, -1.2, 0.75, (TERM, JUDGED)),
    version="risk-1+site.1",
)


def shown(report: RefitReport, scene: str | None = None) -> str:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(render_refit(report, scene))
    return captured.get()


def test_old_and_new_stand_beside_each_other() -> None:
    text = shown(REPORT)
    for said in (
        "已知结局的会话 100 个，其中坏结局 30 个；另有 2 个会话",
        "旧：risk-1 ",
        "新：risk-1+site.1",
        "0.400 (0.300–0.500)",
    ):
        assert said in text
    for said in ("50% (25%–75%)", "71 (40–99)", "0.75", "wait_s 120→900", "2.25", "新权重在没见过的后段会话上更准"):
        assert said in text
    assert "误差之内" not in text
    assert "不公平" not in text


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (replace(REPORT, gain=Estimate(0.01, -0.05, 0.15)), "差别还在误差之内"),
        (replace(REPORT, in_force="risk-1+site.0"), "现行权重 risk-1+site.0 学过这些会话，拿来比较不公平"),
        (replace(REPORT, verdict=RefitVerdict.NOT_BETTER), "并不更准，保留现行权重"),
        (replace(REPORT, verdict=RefitVerdict.NO_SIGNAL), "看不出关系"),
        (replace(REPORT, verdict=RefitVerdict.SAME, old=None, new=None, gain=None), "没有新版本"),
        (
            RefitReport("risk-1", FEW, FEW, FEW, 0, RefitVerdict.TOO_FEW, 19, 42),
            "至少还要 19 个坏结局、42 个其他已知结局",
        ),
    ],
)
def test_what_came_of_it_is_said_in_plain_words(report: RefitReport, said: str) -> None:
    assert said in shown(report)


def test_one_scene_is_said_to_count_for_all() -> None:
    assert "只学了场景 travel 的会话，但权重对所有场景生效" in shown(REPORT, "travel")


@pytest.mark.parametrize(("active", "starred"), [("", "risk-1 "), ("risk-1+site.2", "risk-1+site.2")])
def test_versions_are_listed_with_the_one_in_force(active: str, starred: str) -> None:
    kept = [risk_version("risk-1+site.2", before="risk-1+site.1"), risk_version("risk-1+site.1")]
    console = Console(width=160)
    with console.capture() as captured:
        console.print(render_versions(kept, active, "risk-1"))
    lines = captured.get().splitlines()
    (line,) = [line for line in lines if "│ * │" in line]
    assert starred in line
    assert sum("site.1" in line for line in lines) == 2
