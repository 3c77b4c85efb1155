"""The card of the question model: what it is for, what it was made of, and what it does not know."""

from collections.abc import Sequence

from zhiyin.models.manifest import Manifest
from zhiyin.models.question import SAME, SURE
from zhiyin.models.question_text import LONGEST
from zhiyin.training.card import data_table
from zhiyin.training.same_question.measure import Measured, table

_TEXT = """# {name}

Do two questions of a customer ask the same? Two masked, folded texts in, a probability out. The pieces of both are
aligned softly with each other, each is compared with what it found, and a small network judges the comparisons beside a
few plain facts (shared characters, denials, numbers). NumPy alone; the text model is not needed.

Thresholds: {same} (`same`) is where F1 was best on held rows; {sure} (`sure`) is what counts as asked again in a
conversation, set so that few look-alike pairs that ask something else are called the same.

{figures}

Brackets: 95 % intervals by bootstrap. `own, not learned` are pairs written for this project, in several wordings
each, about matters that the learned ones do not hold; those that differ were made to look alike, so they are harder
than chance meetings of questions in a conversation.

| data | texts | for | licence as the source states it |
|---|---|---|---|
{data}

The pieces' first vectors, and the probabilities of the unlabelled lines' pairs (`lines`), come from
multilingual-e5-small (MIT; arXiv:2402.05672).

## What it does not do

* It was taught mostly by questions about two products of consumer credit, whose annotators called questions different
  that others might call the same. In other trades it is weaker, as the figures say.
* It does not know which order, card or person is meant: masked values are one sign to it. That two different numbers
  are two different questions is a rule beside it (`pipeline/same_question.py`).
* It reads at most {longest} pieces of a question and nothing of what was said before: 那这个呢 asks nothing by itself.
* Its probabilities are calibrated on the finance set. Elsewhere they rank; they do not promise.
"""


def question_card(manifest: Manifest, figures: Sequence[Measured]) -> str:
    return _TEXT.format(
        name=manifest.full_name,
        same=manifest.thresholds[SAME],
        sure=manifest.thresholds[SURE],
        figures=table(figures),
        data=data_table(manifest.data),
        longest=LONGEST,
    )
