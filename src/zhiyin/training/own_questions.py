"""Own questions: our own dev sayings and sentences, the halves that did not train (but were chosen on)."""

from collections.abc import Iterator

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models.tokens import Line
from zhiyin.training.config import OWN
from zhiyin.training.datasets import passage
from zhiyin.training.evaluation_plan import Measure, Task
from zhiyin.training.own import sentences
from zhiyin.training.question import Item, Question
from zhiyin.training.sayings import SAYINGS, SCENES, Saying, read_sayings

SAYINGS_SET, SENTENCES_SET = "own_sayings", "own_sentences"


def own_questions() -> list[Question]:
    """By polarity and by emotion; each saying is counted by kind, scene and context, too."""
    asked = []
    for name, said in ((SAYINGS_SET, list(_own_sayings())), (SENTENCES_SET, list(_own_sentences()))):
        polar = [_own(saying, groups, saying.polarity) for saying, groups in said]
        felt = [_own(saying, groups, saying.emotion) for saying, groups in said]
        asked += [
            Question(name, "dev", Task("polarity", Measure.ACCURACY), polar, 0),
            Question(name, "dev", Task("emotion", Measure.MACRO_F1), felt, 0),
        ]
    return asked


def _own(saying: Saying, groups: tuple[str, ...], truth: Polarity | Emotion) -> Item:
    before = tuple(Line(passage(words), ours) for ours, words in saying.before)
    return Item(passage(saying.text), before, truth.value, groups)


def _own_sayings() -> Iterator[tuple[Saying, tuple[str, ...]]]:
    for scene in SCENES:
        for saying in read_sayings(SAYINGS / f"{scene}.yaml")[1::2]:
            context = "context: with" if saying.before else "context: without"
            yield saying, (f"kind: {saying.kind}", f"scene: {scene}", context)


def _own_sentences() -> Iterator[tuple[Saying, tuple[str, ...]]]:
    for line in sentences(OWN / "sentences.yaml", dev=True):
        yield Saying(line.text, (), line.emotion, line.polarity, None, "sentence"), ()
