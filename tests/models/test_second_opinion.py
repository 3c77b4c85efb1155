"""The second opinion against a real server on loopback: what is asked, what an answer changes, and what it may not."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import jsonschema_rs
import pytest

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.models.opinion_client import OpinionServer as Server
from zhiyin.models.opinion_gate import OpinionGateSettings
from zhiyin.models.second_opinion import SecondOpinionSettings, SecondOpinionTextModel
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.testing.opinion_server import Asked, OpinionServer, Reply, completion, judged
from zhiyin.testing.text_model import FakeTextModel

CUES = CueFinder(Lexicon({}))
UNSURE = FakeTextModel({})
PLENTY_S = 60.0
LITTLE_S = 0.3


def seen(text: str, *before: str, **facts: str) -> Features:
    origin = Origin(ConversationRef("tenant-7", "talk-8"), "event-9", Role.CUSTOMER, 0, facts=facts)
    context = [
        ContextTurn(Role.AGENT, mask(Utterance(replace(origin, role=Role.AGENT), RawText(t))).text) for t in before
    ]
    return features(mask(Utterance(origin, RawText(text))), context, CUES)


@contextmanager
def asking(
    url: str, clock: Callable[[], float] = lambda: 0.0, gate: OpinionGateSettings | None = None, **more: float
) -> Iterator[SecondOpinionTextModel]:
    settings = SecondOpinionSettings(
        Server(url, "big-model", "a-key"),
        trust=more.get("trust", 0.8),
        deadline=more.get("deadline", PLENTY_S),
        parallel=int(more.get("parallel", 4)),
        remembered=int(more.get("remembered", 100)),
        gate=gate or OpinionGateSettings(),
    )
    model = SecondOpinionTextModel(UNSURE, settings, clock=clock)
    try:
        yield model
    finally:
        model.close()


def outcomes(model: SecondOpinionTextModel) -> dict[str, int]:
    return {str(name): count for name, count in model.counted.items() if count}


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
        asking(server.url, trust=0.97) as model,
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
        settings = SecondOpinionSettings(Server(server.url, "m"), deadline=PLENTY_S)
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


# --- answers that are no good ---

GOOD = '{"evidence": [], "sarcastic": false, "judgement": {"polarity": "negative", "emotion": "angry"}, "intensity": 5}'
MALFORMED = {
    "no completion": b"[1]",
    "no JSON": b"<html>busy</html>",
    "no choice": b'{"choices": []}',
    "no text": completion(None),
    "prose": completion("客户很生气"),
    "fenced": completion(f"```json\n{GOOD}\n```"),
    "missing field": completion('{"evidence": []}'),
    "unknown label": completion(GOOD.replace("angry", "furious")),
    "out of range": completion(GOOD.replace("5", "11")),
    "more than asked": completion(GOOD.replace("{", '{"note": "x", ', 1)),
    "contradiction": completion(GOOD.replace("angry", "grateful")),
    "too long": completion(GOOD + " " * 70_000),
    "broken text": b'{"choices": [{"message": {"content": "\xff\xfe"}}]}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_answer_leaves_the_reading_as_it_was(body: bytes) -> None:
    with OpinionServer(lambda _: Reply(body)) as server, asking(server.url) as model:
        assert model.read([seen("行吧")]) == first("行吧")
        assert outcomes(model) == {"asked": 1, "refused": 1}


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
def test_a_refusal_leaves_the_reading_as_it_was(status: int) -> None:
    good = judged().body
    with OpinionServer(lambda _: Reply(good, status)) as server, asking(server.url) as model:
        assert model.read([seen("行吧")]) == first("行吧")
        assert outcomes(model) == {"asked": 1, "refused": 1}


def test_a_server_that_is_not_there_leaves_the_reading_as_it_was() -> None:
    with OpinionServer() as server:
        url = server.url
    with asking(url) as model:
        assert model.read([seen("行吧")]) == first("行吧")
        assert outcomes(model) == {"asked": 1, "unreachable": 1}


def test_invented_evidence_is_dropped_and_the_rest_counts() -> None:
    said = judged(evidence=("太慢", "等了三年", "  "))
    with OpinionServer(lambda _: said) as server, asking(server.url) as model:
        [reading] = model.read([seen("太慢了吧")])
    assert [r.text for r in reading.reasons if r.kind is ReasonKind.WORDS and r.span] == ["太慢"]
    assert reading.model.endswith("+opinion:big-model")


# --- time ---


@pytest.mark.parametrize("reply", [Reply(b"", hold=True), Reply(b"", drip=True)], ids=["silent", "dripping"])
def test_a_slow_server_is_not_waited_for(reply: Reply) -> None:
    with OpinionServer(lambda _: reply) as server, asking(server.url, deadline=LITTLE_S) as model:
        assert model.read([seen("行吧")]) == first("行吧")
        assert outcomes(model) == {"asked": 1, "late": 1}


def test_what_came_in_counts_though_others_are_late() -> None:
    asked_next = threading.Event()

    def reply(asked: Asked) -> Reply:
        if asked.text == "快的":
            return judged()
        asked_next.set()  # with one place only, so the first has been heard
        return Reply(b"", hold=True)

    found: list[Reading] = []
    with OpinionServer(reply) as server, asking(server.url, parallel=1) as model:
        reader = threading.Thread(target=lambda: found.extend(model.read([seen("快的"), seen("慢的")])))
        reader.start()
        asked_next.wait()
        model.close()
        reader.join()
        assert outcomes(model) == {"asked": 2, "answered": 1, "late": 1}
    assert found[0].model.endswith("+opinion:big-model")
    assert found[1] == first("慢的")[0]


def test_questions_without_a_place_before_the_deadline_never_go_out() -> None:
    texts = [f"行吧{'啊' * n}" for n in range(6)]
    with (
        OpinionServer(lambda _: Reply(b"", hold=True)) as server,
        asking(server.url, deadline=LITTLE_S, parallel=2) as model,
    ):
        assert model.read([seen(t) for t in texts]) == first(*texts)
        assert outcomes(model) == {"asked": 2, "late": 6}
        assert len(server.asked) <= 2


def test_questions_go_out_side_by_side_but_not_more_than_allowed() -> None:
    both = threading.Barrier(3)

    def reply(_: Asked) -> Reply:
        both.wait(PLENTY_S)  # nobody is answered before three have asked
        return judged()

    texts = [f"行吧{'啊' * n}" for n in range(9)]
    with OpinionServer(reply) as server, asking(server.url, parallel=3) as model:
        readings = model.read([seen(t) for t in texts])
        assert server.most_at_once == 3
    assert all(r.model.endswith("+opinion:big-model") for r in readings)


def test_each_reading_gets_the_opinion_on_its_own_turn() -> None:
    def reply(asked: Asked) -> Reply:
        return judged("positive", "satisfied") if "好" in asked.text else judged()

    texts = ["好啊", "坏啊", "好吧", "坏吧"] * 3
    with OpinionServer(reply) as server, asking(server.url, trust=0.97) as model:
        found = [r.polarity for r in model.read([seen(t) for t in texts])]
        assert len(server.asked) == 4
    assert found == [Polarity.POSITIVE, Polarity.NEGATIVE] * 6


def test_several_threads_may_read_at_once() -> None:
    found: list[Sequence[Reading]] = []
    with OpinionServer() as server, asking(server.url) as model:
        batches = [[seen(f"行吧{'啊' * n}{'呀' * m}") for n in range(4)] for m in range(4)]
        threads = [threading.Thread(target=lambda b=batch: found.append(model.read(b))) for batch in batches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes(model) == {"asked": 16, "answered": 16}
    assert all(r.model.endswith("+opinion:big-model") for readings in found for r in readings)


def test_closing_gives_up_what_is_under_way_and_later_readings_are_the_first_models() -> None:
    arrived = threading.Event()

    def reply(_: Asked) -> Reply:
        arrived.set()
        return Reply(b"", hold=True)

    found: list[list[Reading]] = []
    with OpinionServer(reply) as server, asking(server.url) as model:
        reader = threading.Thread(target=lambda: found.append(model.read([seen("行吧")])))
        reader.start()
        arrived.wait()
        model.close()
        reader.join()
        assert found == [first("行吧")]
        assert model.read([seen("好吧")]) == first("好吧")
        assert len(server.asked) == 1
