"""The second opinion against a real server on loopback: what is asked, and what an answer changes."""

import json

import jsonschema_rs
import pytest

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.models.opinion_client import OpinionServer as Server
from zhiyin.models.second_opinion import SecondOpinionSettings, SecondOpinionTextModel
from zhiyin.testing.opinion_server import OpinionServer, judged
from zhiyin.testing.opinions import UNSURE, asking, outcomes, seen
from zhiyin.testing.text_model import FakeTextModel


def first(*texts: str) -> list[Reading]:
    return UNSURE.read([seen(text) for text in texts])


# --- what a good answer does ---


def test_an_opinion_changes_an_unsure_reading_and_says_where_it_comes_from() -> None:
    text = "你们真有效率，一个月了"
    with (
        OpinionServer(lambda _: judged(evidence=("真有效率", "一个月"), sarcastic=True)) as server,
        asking(server.url) as model,
    ):
        [reading] = model.read([seen(text)])
        assert outcomes(model) == {"asked": 1, "answered": 1}
    [before] = first(text)
    assert (before.polarity, before.unsure) == (Polarity.NEUTRAL, True)
    assert reading.polarity_probs[Polarity.NEGATIVE] > before.polarity_probs[Polarity.NEGATIVE]
    assert reading.sarcasm > before.sarcasm
    assert reading.intensity > before.intensity
    assert reading.model == "fake-text-model-1+opinion:big-model"
    source, *quotes = [r for r in reading.reasons if r.kind in (ReasonKind.OPINION, ReasonKind.WORDS)]
    assert source.kind is ReasonKind.OPINION
    assert source.text == "第二意见（big-model）：负面，不满，反讽"
    assert source.span is None
    assert [(q.text, q.span) for q in quotes] == [("真有效率", (2, 6)), ("一个月", (7, 10))]


@pytest.mark.parametrize("polarity", Polarity)
def test_probabilities_stay_probabilities_and_the_labels_fit_each_other(polarity: Polarity) -> None:
    fitting = {"negative": Emotion.ANGRY, "neutral": Emotion.CALM, "positive": Emotion.GRATEFUL}[polarity]
    with (
        OpinionServer(lambda _: judged(polarity, fitting)) as server,
        asking(server.url, trust=0.99) as model,
    ):
        [reading] = model.read([seen("行吧")])
    assert sum(reading.polarity_probs.values()) == pytest.approx(1)
    assert sum(reading.emotions.values()) == pytest.approx(1)
    assert reading.polarity is polarity
    assert reading.emotion is fitting
    assert reading.confidence == reading.polarity_probs[polarity]
    assert not reading.unsure
    assert 0 <= reading.intensity <= 1
    assert 0 <= reading.sarcasm <= 1


def test_an_opinion_that_is_hardly_trusted_hardly_counts() -> None:
    [before] = first("行吧")
    with OpinionServer() as server, asking(server.url, trust=0.34) as model:
        [reading] = model.read([seen("行吧")])
    for polarity, share in before.polarity_probs.items():
        assert reading.polarity_probs[polarity] == pytest.approx(share, abs=0.02)
    assert reading.polarity is before.polarity


def test_two_that_disagree_stay_unsure() -> None:
    with OpinionServer() as server, asking(server.url, trust=0.9) as model:
        [reading] = model.read([seen("行吧")])
    assert reading.unsure  # the first model says neutral at 0.9, the opinion negative


def test_a_model_that_cannot_tell_leaves_the_reading_as_it_was() -> None:
    with OpinionServer(lambda _: judged("unclear", "calm")) as server, asking(server.url) as model:
        assert model.read([seen("行吧")]) == first("行吧")
        assert outcomes(model) == {"asked": 1, "unclear": 1}


# --- what is asked ---


def test_only_unsure_legible_turns_are_asked_about() -> None:
    sure = FakeTextModel()
    unreadable = ["13800138000", "！！！？？", "👍", "1234567", "……", "字" * 1001]
    with OpinionServer() as server:
        settings = SecondOpinionSettings(Server(server.url, "m"), trust=0.8, deadline=60.0)
        surely = SecondOpinionTextModel(sure, settings)
        assert surely.read([seen("太差")]) == sure.read([seen("太差")])
        surely.close()
        with asking(server.url) as model:
            assert model.read([seen(text) for text in unreadable]) == first(*unreadable)
            model.read([seen("行吧"), seen("fine, whatever")])
        assert sorted(server.texts) == ["fine, whatever", "行吧"]


def test_nothing_raw_and_no_identifier_leaves() -> None:
    turn = seen(
        "我是张三丰，电话13812345678，怎么还不退", "请报手机号13987654321", order="6222021234567890123", city="杭州"
    )
    with OpinionServer() as server, asking(server.url) as model:
        model.read([turn])
        [asked] = server.asked
    sent = asked.body.decode()
    for secret in ("13812345678", "13987654321", "6222021234567890123", "杭州", "tenant-7", "talk-8", "event-9"):
        assert secret not in sent
    content = json.loads(json.loads(sent)["messages"][-1]["content"])
    assert content == {"之前": ["客服：" + turn.context[0].text], "这句话": turn.masked.text}
    assert "[手机号]" in content["这句话"]


def test_the_form_of_the_answer_is_demanded() -> None:
    with OpinionServer() as server, asking(server.url) as model:
        model.read([seen("行吧")])
        [asked] = server.asked
    body = json.loads(asked.body)
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer a-key"
    assert (body["model"], body["temperature"]) == ("big-model", 0)
    form = body["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    valid = jsonschema_rs.validator_for(form["json_schema"]["schema"]).is_valid

    def said(polarity: str, emotion: str) -> object:
        judgement = {"polarity": polarity, "emotion": emotion}
        return {"evidence": [], "sarcastic": False, "judgement": judgement, "intensity": 3}

    assert valid(said("negative", "angry"))
    assert valid(said("unclear", "calm"))
    assert not valid(said("negative", "grateful"))
    assert not valid({})
