"""The second opinion from a real language model, however small: the form holds, the words are real, nothing breaks.

Whether it is *right* is no matter for a test: see benchmarks/second_opinion.py.
"""

from zhiyin.domain.reason import ReasonKind
from zhiyin.models.opinion_gate import OpinionGateSettings
from zhiyin.testing.opinions import UNSURE, asking, seen

TALK = (
    ("那太好了", "亲，正常是15到20个工作日哦"),
    ("等了一个月，人都没见着，你们真有效率", "请您耐心等待"),
    ("谢谢你帮我查到了，解决了", "已经帮您处理好了"),
    ("我的电话13812345678，你们经理什么时候打给我", "好的"),
)
PATIENCE_S = 3_600.0


def test_a_real_model_answers_in_the_form_asked_for_and_the_same_each_time(language_model: str) -> None:
    batch = [seen(*pair) for pair in TALK]
    patient = OpinionGateSettings(trip_after=100)
    with asking(language_model, deadline=PATIENCE_S, parallel=1, gate=patient) as model:
        readings = model.read(batch)
        assert model.read(batch) == readings
        counted = model.counted
    assert counted["answered"] + counted["unclear"] >= len(TALK) - 1, counted  # an answer may run out of tokens
    assert counted["cached"] == counted["answered"] + counted["unclear"], counted
    assert counted["late"] + counted["unreachable"] == 0
    for item, before, after in zip(batch, UNSURE.read(batch), readings, strict=True):
        if after == before:
            continue
        assert abs(sum(after.polarity_probs.values()) - 1) < 1e-6
        assert after.reasons[0].kind is ReasonKind.OPINION
        for reason in after.reasons:
            assert reason.span is None or item.masked.text[slice(*reason.span)] == reason.text
