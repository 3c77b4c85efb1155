"""Present warnings: from the report on past warnings to its shape."""

from zhiyin.domain.share import Share
from zhiyin.domain.warning_report import (
    CalibrationTenth,
    Quartiles,
    TierFigures,
    WarningGroup,
    WarningReport,
)
from zhiyin.web.api.present import moment_or_none
from zhiyin.web.api.warning_shapes import (
    CalibrationShape,
    IntervalShape,
    QuartilesShape,
    WarningGroupShape,
    WarningReportShape,
    WarningTierShape,
)


def report_shape(report: WarningReport) -> WarningReportShape:
    whole = report.whole
    return WarningReportShape(
        since=moment_or_none(report.since),
        until=moment_or_none(report.until),
        silence=report.silence,
        conversations=whole.conversations,
        with_outcome=whole.with_outcome,
        bad=whole.bad,
        tiers=[_tier(t) for t in whole.tiers.values()],
        groups=[_group(g) for g in report.groups],
        calibration=[_tenth(t) for t in report.calibration],
    )


def _group(group: WarningGroup) -> WarningGroupShape:
    figures = group.figures
    return WarningGroupShape(
        by=group.by,
        key=group.key,
        conversations=figures.conversations,
        with_outcome=figures.with_outcome,
        bad=figures.bad,
        tiers=[_tier(t) for t in figures.tiers.values()],
    )


def _tier(tier: TierFigures) -> WarningTierShape:
    return WarningTierShape(
        tier=tier.tier,
        warned=tier.warned,
        hits=tier.hits,
        precision=interval_shape(tier.precision),
        recall=interval_shape(tier.recall),
        false_alarms_per_1000=interval_shape(tier.false_alarms_per_1000, 1),
        lead_turns=_quartiles(tier.lead_turns),
        lead_s=_quartiles(tier.lead_s),
        enough=tier.enough,
        needed=tier.needed,
    )


def _tenth(tenth: CalibrationTenth) -> CalibrationShape:
    return CalibrationShape(
        low=tenth.low,
        high=tenth.high,
        conversations=tenth.conversations,
        predicted=None if tenth.predicted is None else round(tenth.predicted, 4),
        observed=interval_shape(tenth.observed),
    )


def interval_shape(interval: Share | None, digits: int = 4) -> IntervalShape | None:
    if interval is None:
        return None
    return IntervalShape(
        value=round(interval.value, digits), low=round(interval.low, digits), high=round(interval.high, digits)
    )


def _quartiles(spread: Quartiles | None) -> QuartilesShape | None:
    if spread is None:
        return None
    return QuartilesShape(median=spread.median, low_quartile=spread.low_quartile, high_quartile=spread.high_quartile)
