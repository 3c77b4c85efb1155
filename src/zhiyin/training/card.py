"""Card: what an artefact is, is made of and is not good for, in words, from the facts of its making."""

from collections.abc import Mapping

from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.models.calibration import Calibration
from zhiyin.models.manifest import DataUse, Manifest
from zhiyin.training.risk_config import RiskConfig

_TEXT = """# {name}

Reads the emotion of one turn of a Chinese customer: polarity (3), emotion (11 labels), sarcasm and intensity (0-1).

**Kind.** Linear heads (multinomial and binomial logistic regression, L2) over 1- to 4-grams of characters, tf-idf with
unit length; weights in 8 bits with one scale a row. NumPy only. The words behind an answer are exact: the shares of the
characters add up to the log-odds of the label over its rival, the bias aside.

**Intended use.** Turns of customers in Chinese contact centres and reviews of goods and services, as one input to a
person's judgement. Not for judging persons, not for medical or legal conclusions, not as the only ground of a decision.

**How it is put together.** The polarity head leads (scale {ps}), the emotion head gives it a hint (scale {hs}), and the
emotions (scale {es}) follow the polarity found; scales are chosen on dev. So the two answers do not contradict each
other. A label is `unsure` below probability {sure}, and for texts that are empty, hold no Chinese letters, or of whose
character pairs too few are known. `confidence` is the probability of the polarity. Intensity is the mean of a trained
head and of a usual strength for each emotion, which is set by judgement.

**Weak points.** Sarcasm is little better than chance on replies to headlines and untested on customer service. It sees
no word order beyond four characters and no context: 好的 after a refusal reads as calm. Labels that public sets lack
(grateful, expectant, confused, disappointed) rest on sentences and patterns written for this project, and on word
patterns over unlabelled lines. Intensity has no customer-service ground truth. Mandarin in Chinese characters only.

Figures, with intervals and the commands that give them: `docs/models.md` of the project.

## Data

Training parts only. Terms are those the sources state; whoever redistributes the weights should check them.

| source | texts | taught | licence as stated |
|---|---|---|---|
{data}
"""


def text_card(manifest: Manifest, calibration: Calibration) -> str:
    return _TEXT.format(
        name=manifest.full_name,
        ps=calibration.polarity_scale,
        hs=calibration.hint_scale,
        es=calibration.emotion_scale,
        sure=manifest.thresholds["sure"],
        data=data_table(manifest.data),
    )


def data_table(uses: list[DataUse]) -> str:
    return "\n".join(f"| {u.name} | {u.texts} | {', '.join(u.used_for)} | {u.licence} |" for u in uses)


_RISK = """# {name}

Probability that a conversation ends badly, as log-odds = bias + sum of weight times ramp of a fact (`pipeline.risk`).

Terms marked `fitted` were learned from whole shop dialogues (ssa_clothes, ssa_makeup; words are ids, so only the course
of the feelings is used) whose customer gave the lowest of three satisfaction marks. The feelings there are marked by
people: with a model's readings the warning is weaker. Terms marked `prior` were set by judgement and are **not
measured**; they stand until outcomes of real conversations come back. The bias assumes that {prevalence:.0%} of
conversations end badly, where the training sets hold {base}; this is an assumption, too.

| fact | ramp from, to | log-odds | basis | why |
|---|---|---|---|---|
{terms}

Bias {bias}.

On dev (1,354 dialogues), without the shift of the bias, at the last customer turn and half way:

{figures}
"""


def risk_card(config: RiskConfig, weights: RiskWeights, figures: Mapping[str, float]) -> str:
    errors = config.errors
    why = {(p.fact, p.start): p.why for p in config.prior}
    rows = [
        f"| {t.fact} | {t.start}, {t.full} | {t.weight} | {t.basis} | {why.get((t.fact, t.start), '')} |"
        for t in weights.terms
    ]
    return _RISK.format(
        name=weights.name,
        prevalence=config.prevalence,
        errors=f"{errors.neutral_as_negative:.0%} of neutral, {errors.negative_as_neutral:.0%} of negative",
        base="about a quarter to a third",
        terms="\n".join(rows),
        bias=weights.bias,
        figures="\n".join(f"* {name}: {value:.3f}" for name, value in figures.items()),
    )
