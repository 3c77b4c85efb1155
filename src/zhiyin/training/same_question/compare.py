"""Compare: the question model beside its rivals, on the same pairs, each at a threshold chosen on train rows."""

import random
from pathlib import Path

import numpy as np

from zhiyin.models.question import AlignedQuestionModel
from zhiyin.training.same_question.config import QuestionConfig
from zhiyin.training.same_question.learn import Say
from zhiyin.training.same_question.make import Lot, figures, read_lot
from zhiyin.training.same_question.measure import Measured, best_threshold, measured, seconds_a_pair, truth
from zhiyin.training.same_question.pairs import Pair
from zhiyin.training.same_question.rivals import Rival, by_vectors, joined, overlap, pooled
from zhiyin.training.same_question.start import Known

_TIMED = 500


def compare(
    config: QuestionConfig, model: AlignedQuestionModel, data: Path, text_model: Path, say: Say
) -> list[Measured]:
    """Rivals and model on dev and on our own measured pairs. Minutes: the frozen encoders read some 15,000 texts."""
    lot = read_lot(config, data)
    chance = random.Random(config.seed)  # noqa: S311 - a sample, no secret
    sample = chance.sample(lot.learned, min(config.compared, len(lot.learned)))
    texts = [text for p in (*sample, *lot.dev, *lot.measured) for text in (p.a, p.b)]
    found = _figures("shared pairs of characters", overlap, lot, lot.learned, config.seed)
    say("n-grams")
    found += _figures("logistic over n-grams", joined(lot.learned), lot, lot.held, config.seed)
    found += _figures("frozen e5-small", by_vectors(Known(config.latin, say).texts(texts)), lot, sample, config.seed)
    vectors = pooled(text_model, texts)
    found += _figures("frozen encoder of the text model", by_vectors(vectors), lot, sample, config.seed)
    found += figures(model, lot, config.seed)
    chance.shuffle(lot.held)
    for known, pairs in ((False, lot.held[:_TIMED]), (True, lot.held[_TIMED : 2 * _TIMED])):
        cost = seconds_a_pair(model, pairs, known)
        say(f"{cost * 1e6:.0f} us a pair, {'both texts read before' if known else 'new texts'}")
    return found


def _figures(name: str, rival: Rival, lot: Lot, chosen_on: list[Pair], seed: int) -> list[Measured]:
    threshold = best_threshold(truth(chosen_on), np.asarray(rival(chosen_on)))
    return [
        measured(name, part, pairs, np.asarray(rival(pairs)), threshold, seed, probable=False)
        for part, pairs in (("dev", lot.dev), ("own, not learned", lot.measured))
    ]
