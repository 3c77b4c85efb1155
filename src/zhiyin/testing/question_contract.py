"""QuestionModelContract: what every question model must keep to. Subclass it and give ``model``; pytest runs the cases.

class TestMyModel(QuestionModelContract):
    @pytest.fixture
    def model(self) -> QuestionModel:
        return MyModel()
"""

import pytest

from zhiyin.seams import QuestionModel

QUESTIONS = (
    "快递到哪了?",
    "我的包裹怎么还没送来",
    "订单[订单号]怎么退款",
    "能不能开发票",
    "",
    "嗯",
    "[手机号]",
    "how much is it?",
    "😡😡😡",
    "退" * 4000,
    "\u200b\ud83d",
)


class QuestionModelContract:
    @pytest.fixture
    def model(self) -> QuestionModel:
        raise NotImplementedError

    def test_gives_a_probability_for_each_earlier_question(self, model: QuestionModel) -> None:
        for question in QUESTIONS:
            found = model.same(question, QUESTIONS)
            assert len(found) == len(QUESTIONS)
            assert all(0 <= p <= 1 for p in found)

    def test_nothing_earlier_gives_nothing(self, model: QuestionModel) -> None:
        assert model.same("快递到哪了?", []) == []

    def test_an_answer_depends_on_its_own_two_texts_alone(self, model: QuestionModel) -> None:
        for question in QUESTIONS:
            together = model.same(question, QUESTIONS)
            assert together == [model.same(question, [other])[0] for other in QUESTIONS]
            assert together == model.same(question, QUESTIONS)

    def test_both_orders_give_the_same(self, model: QuestionModel) -> None:
        for question in QUESTIONS:
            assert model.same(question, QUESTIONS) == [model.same(other, [question])[0] for other in QUESTIONS]

    def test_says_what_it_is_and_from_where_it_is_sure(self, model: QuestionModel) -> None:
        assert model.name
        assert 0 < model.sure <= 1
