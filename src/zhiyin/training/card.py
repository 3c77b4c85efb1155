"""Card: what an artefact is, is made of and is not good for, in words, from the facts of its making."""

from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.models.calibration import Calibration
from zhiyin.models.heads import EncoderPlan
from zhiyin.models.manifest import DataUse, Manifest
from zhiyin.training.reader_pool import ReaderPool
from zhiyin.training.risk_config import RiskConfig

_TEXT = """# {name}

Reads the emotion of one turn of a Chinese customer in the light of the turns before it: polarity (3), emotion (11
labels), sarcasm and intensity (0-1), each calibrated, with the words behind it.

**Kind.** A 12-layer transformer of width 384 (multilingual-e5-small, MIT, arXiv:2402.05672; vocabulary cut to
{pieces} pieces for Chinese, English and emoji; 8-bit weights), read through linear heads over the mean of the
turn's own states, and beside it linear heads over 1- to 4-grams of characters. Each head is a blend of both, chosen
on dev. Both are additive over the text, so the words behind an answer are exact shares of its score.

**Intended use.** Turns of customers in Chinese contact centres and reviews of goods and services, as one input to a
person's judgement. Not for judging persons, not for medical or legal conclusions, not as the only ground of a
decision.

**How it is put together.** The polarity leads (scale {ps}), the emotions give it a hint (scale {hs}) and follow the
polarity found (scale {es}), through a table P(polarity, given emotion) that was set by judgement. A label is
`unsure` below probability {sure}, and for what is not to be read: gibberish, bare numbers, other languages.
`confidence` is the probability of the polarity. Intensity is the mean of a trained head and of a usual strength for
each emotion, set by judgement.

**Weak points.** The sayings that teach the eleven labels were written for this project, not by customers, so real
turns will be read worse than our own dev half. Sarcasm that only the facts of the world betray is often missed.
Turns are read to {longest} pieces and context to {context}; what is longer is read at both ends. Labels of the
public sets carry their own habits (weibo of 2012 to 2020, film subtitles, goods reviews). English is read, other
languages are not.

Figures, with intervals and the commands that give them: `docs/models.md` of the project.

## Heads

z = encoder x its logits + linear x those of the n-grams + offset.

| head | labels | encoder | linear | sure from |
|---|---|---|---|---|
{heads}

## Data

Training parts only, different texts counted once. Terms are those the sources state; whoever redistributes the
weights should check them: several are non-commercial or state none.

| source | texts | taught | licence as stated |
|---|---|---|---|
{data}
"""


def encoder_card(manifest: Manifest, plan: EncoderPlan, blend: Calibration, pieces: int) -> str:
    heads = [f"| {h.name} | {', '.join(h.labels)} | {h.encoder} | {h.linear} | {h.sure} |" for h in plan.heads]
    return _TEXT.format(
        name=manifest.full_name,
        pieces=pieces,
        ps=blend.polarity_scale,
        hs=blend.hint_scale,
        es=blend.emotion_scale,
        sure=manifest.thresholds["sure"],
        longest=plan.longest,
        context=plan.context,
        heads="\n".join(heads),
        data=data_table(manifest.data),
    )


def data_table(uses: list[DataUse]) -> str:
    return "\n".join(f"| {u.name} | {u.texts} | {', '.join(u.used_for)} | {u.licence} |" for u in uses)


_RISK = """# {name}

How a conversation ends: badly, neither, or well. A proportional-odds model (McCullagh 1980): the log-odds of a bad end
are {bias} + s, those of an end that is not a good one {fine} + s, where s is the sum of curves and terms of named facts
(`pipeline.risk`, `pipeline.fact_specs`). Beside it: the same for a conversation that is over, the polarity of the
customer 3 to 5 turns ahead, and how many customer turns are usually still to come.

Curves were learned from whole shop dialogues (ssa_clothes, ssa_makeup; their words are ids and they have no times, so
only the course of the feelings, who spoke, and lengths are used), whose customers marked their satisfaction 1 to 3.
Each mark of a turn was replaced by a reading that {reader} gave to some turn of the same true polarity ({pool} turns of
the shipped conversations), so the weights trust a reading as far as it deserves. Each curve may count one way only, but
for lengths. Terms were set by judgement and are **not measured**; they stand until outcomes of real conversations come
back (`zhiyin refit`). The biases assume {bad:.0%} bad and {good:.0%} good ends; this is an assumption, too: the
training sets hold two to three times as many bad ones.

Limits: two shops' dialogues of one country and time; calls, public services and finance were never seen. Errors of
the reader were drawn independently turn by turn, while real ones come in clusters. Figures: docs/foresight.md.

Curves (value of the fact: log-odds):

{curves}

Terms set by judgement (ramp from, to: log-odds):

{terms}

`fitted.json` holds the same with each set's own biases, and weights for turns marked by people, to measure with:
`python -m zhiyin.training foresight`.
"""


def risk_card(config: RiskConfig, weights: RiskWeights, pool: ReaderPool) -> str:
    why = {(p.fact, p.start): p.why for p in config.prior}
    curves = (f"* {c.fact}: " + ", ".join(f"{x:g}: {y:+.2f}" for x, y in c.points) for c in weights.curves)
    terms = (f"* {t.fact} ({t.start:g}, {t.full:g}): {t.weight:+g}; {why[t.fact, t.start]}" for t in weights.terms)
    return _RISK.format(
        name=weights.name,
        bias=weights.bias,
        fine=weights.fine,
        reader=pool.model,
        pool=sum(len(r) for r in pool.readings.values()),
        bad=config.assumed.bad,
        good=config.assumed.good,
        curves="\n".join(curves),
        terms="\n".join(terms),
    )
