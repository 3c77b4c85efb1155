"""Rows of older programs: what was stored before a field existed is read as it was."""

import json
from dataclasses import replace

from zhiyin.domain.outcome import Outcome
from zhiyin.store.codec import outcome_row, to_outcome
from zhiyin.testing.samples import event, outcome, ref


def decoded(made: Outcome, body: str) -> Outcome:
    return to_outcome(made.conversation, made.event_id, made.sequence, made.at, body)


def test_an_outcome_from_before_weights_were_named_has_none() -> None:
    made = replace(outcome(event(ref(), 1), 1), weights="risk-0.2.0+site.1")
    body = json.loads(str(outcome_row(made)["body"]))
    assert decoded(made, json.dumps(body)) == made
    del body["weights"]
    assert decoded(made, json.dumps(body)) == replace(made, weights="")


def test_a_reading_from_before_satisfaction_is_read_without_one() -> None:
    made = outcome(event(ref(), 1), 1)
    body = json.loads(str(outcome_row(made)["body"]))
    assert decoded(made, json.dumps(body)) == made
    assert made.reading is not None
    assert made.reading.satisfaction is not None
    del body["reading"]["satisfaction"]
    older = decoded(made, json.dumps(body))
    assert older.reading is not None
    assert older.reading.satisfaction is None
    assert older.reading.polarity_probs == made.reading.polarity_probs
