"""Opinions: a second opinion around a model that is always unsure, for tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.models.opinion_client import OpinionServer
from zhiyin.models.opinion_gate import OpinionGateSettings
from zhiyin.models.second_opinion import SecondOpinionSettings, SecondOpinionTextModel
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.testing.text_model import FakeTextModel

UNSURE = FakeTextModel({})
"""Says neutral and calm of everything, and that it is unsure."""
_CUES = CueFinder(Lexicon({}))


def seen(text: str, *before: str, **facts: str) -> Features:
    """A customer's turn after what the agent said before, oldest first, masked as live turns are."""
    origin = Origin(ConversationRef("tenant-7", "talk-8"), "event-9", Role.CUSTOMER, 0, facts=facts)
    context = [ContextTurn(Role.AGENT, mask(Utterance(origin, RawText(said))).text) for said in before]
    return features(mask(Utterance(origin, RawText(text))), context, _CUES)


@contextmanager
def asking(
    url: str,
    clock: Callable[[], float] = lambda: 0.0,
    *,
    trust: float = 0.8,
    deadline: float = 60.0,
    parallel: int = 4,
    remembered: int = 100,
    gate: OpinionGateSettings | None = None,
) -> Iterator[SecondOpinionTextModel]:
    """The unsure model with a second opinion from ``url``, closed on leaving. ``deadline`` in seconds."""
    server = OpinionServer(url, "big-model", "a-key")
    settings = SecondOpinionSettings(
        server, trust, deadline=deadline, parallel=parallel, remembered=remembered, gate=gate or OpinionGateSettings()
    )
    model = SecondOpinionTextModel(UNSURE, settings, clock=clock)
    try:
        yield model
    finally:
        model.close()


def outcomes(model: SecondOpinionTextModel) -> dict[str, int]:
    """The counts that are not zero."""
    return {str(name): count for name, count in model.counted.items() if count}
