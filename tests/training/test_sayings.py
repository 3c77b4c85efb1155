"""Our own sayings: well-formed, enough of them, in all labels and scenes, and dev kept apart."""

from collections import Counter
from pathlib import Path

import pytest

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.training.sayings import SAYINGS, SCENES, read_sayings, sayings


def test_half_of_every_scene_is_kept_for_dev_and_never_trains() -> None:
    dev, train = list(sayings(dev=True)), list(sayings(dev=False))
    assert len(dev) >= 600
    assert not {(s.text, s.before) for s in dev} & {(s.text, s.before) for s in train}
    for scene in SCENES:
        found = read_sayings(SAYINGS / f"{scene}.yaml")
        assert len(found) >= 200


def test_all_labels_and_hard_kinds_are_there_on_both_sides() -> None:
    for part in (True, False):
        found = list(sayings(dev=part))
        emotions = Counter(s.emotion for s in found)
        assert min(emotions[e] for e in Emotion) >= 20
        polarities = Counter(s.polarity for s in found)
        assert min(polarities[p] for p in Polarity) / len(found) > 0.15
        kinds = {s.kind for s in found}
        assert {"sarcasm", "slang", "lukewarm", "threat", "resignation", "rhetorical", "negation", "mixed"} <= kinds
        assert {"curt", "emoji", "repetition", "urgency", "grief", "plain", "politeness", "english"} <= kinds
        assert {"traditional", "context"} <= kinds


def test_the_same_words_mean_other_things_after_other_turns() -> None:
    by_text: dict[str, set[Polarity]] = {}
    for saying in sayings(dev=False):
        if saying.before:
            by_text.setdefault(saying.text, set()).add(saying.polarity)
    assert sum(len(found) > 1 for found in by_text.values()) >= 50


@pytest.mark.parametrize("line", ["- {text: 好}", "- {text: 好, emotion: glad, intensity: 0.1, kind: plain}", "{"])
def test_a_malformed_file_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(line, "utf-8")
    with pytest.raises(SetupError, match=r"broken\.yaml"):
        read_sayings(path)
