"""The second opinion from a server that fails: bad answers, refusals, slowness. The first reading stays as it was."""

import threading
from collections.abc import Sequence

import pytest

from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.testing.opinion_server import Asked, OpinionServer, Reply, completion, judged
from zhiyin.testing.opinions import UNSURE, asking, outcomes, seen

LITTLE_S = 0.3
PLENTY_S = 60.0


def first(*texts: str) -> list[Reading]:
    return UNSURE.read([seen(text) for text in texts])


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
        both.wait(60.0)  # nobody is answered before three have asked
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
