"""What the second opinion may cost: memory of answers, budget per hour, and peace for a server that fails."""

from zhiyin.models.opinion_gate import HOUR_S, OpinionGateSettings
from zhiyin.testing.opinion_server import Asked, OpinionServer, Reply, judged
from zhiyin.testing.opinions import UNSURE, asking, outcomes, seen


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_question_asked_before_costs_nothing_and_is_answered_the_same() -> None:
    answers = iter([judged(), judged("positive", "satisfied")])
    with OpinionServer(lambda _: next(answers)) as server, asking(server.url) as model:
        before = model.read([seen("行吧", "明天发货")])
        assert model.read([seen("行吧", "明天发货")]) == before
        assert outcomes(model) == {"asked": 1, "answered": 1, "cached": 1}
        assert len(server.asked) == 1


def test_the_same_words_after_other_words_are_another_question() -> None:
    with OpinionServer() as server, asking(server.url) as model:
        model.read([seen("那太好了", "今天发货")])
        model.read([seen("那太好了", "十五个工作日")])
        assert len(server.asked) == 2


def test_the_memory_of_answers_is_bounded_and_forgets_the_oldest() -> None:
    with OpinionServer() as server, asking(server.url, remembered=2) as model:
        for text in ("一啊", "二啊", "一啊", "三啊", "一啊", "二啊"):
            model.read([seen(text)])
        assert server.texts == ["一啊", "二啊", "三啊", "二啊"]


def test_refused_answers_are_not_remembered() -> None:
    answers = iter([Reply(b"no"), judged()])
    with OpinionServer(lambda _: next(answers)) as server, asking(server.url) as model:
        model.read([seen("行吧")])
        model.read([seen("行吧")])
        assert outcomes(model) == {"asked": 2, "refused": 1, "answered": 1}


def test_no_more_questions_go_out_than_the_hours_budget() -> None:
    clock = Seconds()
    with (
        OpinionServer() as server,
        asking(server.url, clock, parallel=1, gate=OpinionGateSettings(per_hour=2)) as model,
    ):
        batch = [seen("一啊"), seen("二啊"), seen("三啊")]
        readings = model.read(batch)
        assert readings[2] == UNSURE.read(batch)[2]
        assert outcomes(model) == {"asked": 2, "answered": 2, "over_budget": 1}
        clock.now += HOUR_S - 1
        model.read([seen("四啊")])
        assert len(server.asked) == 2
        clock.now += 1
        model.read([seen("四啊")])
        assert server.texts == ["一啊", "二啊", "四啊"]


def test_a_failing_server_is_left_in_peace_then_tried_with_one_question() -> None:
    clock = Seconds()
    gate = OpinionGateSettings(trip_after=3, rest_s=60)
    well = False

    def reply(_: Asked) -> Reply:
        return judged() if well else Reply(b"", 500)

    with OpinionServer(reply) as server, asking(server.url, clock, parallel=1, gate=gate) as model:
        for n in range(5):
            model.read([seen("行吧" + "啊" * n)])
        assert len(server.asked) == 3
        assert outcomes(model) == {"asked": 3, "refused": 3, "resting": 2}
        clock.now += 60
        model.read([seen("一啊"), seen("二啊")])  # the first try fails again, so the second does not go out
        assert len(server.asked) == 4
        well = True
        clock.now += 60
        model.read([seen("一啊"), seen("二啊")])
        assert len(server.asked) == 6
        assert outcomes(model)["answered"] == 2


def test_a_good_answer_ends_a_run_of_failures() -> None:
    replies = iter([Reply(b"", 500), Reply(b"", 500), judged(), Reply(b"", 500), Reply(b"", 500), judged()])
    with (
        OpinionServer(lambda _: next(replies)) as server,
        asking(server.url, gate=OpinionGateSettings(trip_after=3)) as model,
    ):
        for n in range(6):
            model.read([seen("行吧" + "啊" * n)])
        assert outcomes(model) == {"asked": 6, "answered": 2, "refused": 4}
        assert len(server.asked) == 6


def test_answers_known_already_are_given_while_the_server_rests() -> None:
    replies = iter([judged(), Reply(b"", 500)])
    with (
        OpinionServer(lambda _: next(replies)) as server,
        asking(server.url, gate=OpinionGateSettings(trip_after=1)) as model,
    ):
        known = model.read([seen("行吧")])
        model.read([seen("好吧")])
        assert model.read([seen("行吧")]) == known
        assert len(server.asked) == 2
