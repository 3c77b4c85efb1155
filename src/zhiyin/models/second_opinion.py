"""Second opinion: turns that the first model is unsure of may be judged by an outside language model, on safe text."""

import hashlib
import ssl
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.models.opinion import PROMPT, Opinion, Question, question_of
from zhiyin.models.opinion_blend import Blend
from zhiyin.models.opinion_client import OpinionClient, OpinionServer
from zhiyin.models.opinion_desk import Heard, OpinionDesk, Outcome
from zhiyin.models.opinion_gate import OpinionGate, OpinionGateSettings
from zhiyin.seams import TextModel

ASKED = "asked"
"""Name under which ``counted`` tells how many questions really went out."""


@dataclass(frozen=True, slots=True)
class SecondOpinionSettings:
    """``deadline``: seconds that one batch waits at most; ``remembered``: answers kept in memory, newest first."""

    server: OpinionServer
    trust: float
    sure: float = 0.85
    deadline: float = 2.0
    parallel: int = 4
    remembered: int = 10_000
    gate: OpinionGateSettings = field(default_factory=OpinionGateSettings)


class SecondOpinionTextModel:
    """Behind ``seams.TextModel``, around another one. Without an opinion a reading stays exactly as it was.

    What an opinion says depends on the turn and its context alone: each is asked about by itself. Whether one arrives
    in time, or at all, depends on load and budget; see docs/decisions/0010-second-opinion.md.
    """

    def __init__(
        self,
        first: TextModel,
        settings: SecondOpinionSettings,
        *,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock``: seconds that never go back, for budget and rests."""
        server = settings.server
        self._first = first
        self._blend = Blend(server.model, settings.trust, settings.sure)
        client = OpinionClient(server, settings.deadline, tls)
        gate = OpinionGate(settings.gate, clock)
        self._desk = OpinionDesk(client, gate, deadline=settings.deadline, parallel=settings.parallel)
        self._most = settings.remembered
        self._known: OrderedDict[bytes, Opinion] = OrderedDict()
        self._counted: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return f"{self._first.name}+opinion:{self._blend.model}"

    @property
    def counted(self) -> Mapping[str, int]:
        """How many questions went out (``asked``), and how many wishes for an opinion ended in each ``Outcome``."""
        with self._lock:
            return {name: self._counted[name] for name in (ASKED, *Outcome)}

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        readings = self._first.read(batch)
        wanted: dict[bytes, Question] = {}
        by_place: dict[int, bytes] = {}
        for place, (item, reading) in enumerate(zip(batch, readings, strict=True)):
            question = question_of(item) if reading.unsure else None
            if question:
                by_place[place] = self._key(question)
                wanted[by_place[place]] = question
        opinions = self._opinions(wanted) if wanted else {}
        for place, key in by_place.items():
            opinion = opinions.get(key)
            if opinion:
                readings[place] = self._blend.reading(readings[place], opinion, batch[place].masked.text)
        return readings

    def close(self) -> None:
        """Give up what is under way. Readings made later are the first model's own."""
        self._desk.close()

    def _opinions(self, wanted: Mapping[bytes, Question]) -> dict[bytes, Opinion]:
        """Equal questions are asked once; answers are remembered, so a repeat costs nothing and says the same."""
        found = self._recall(wanted)
        new = {key: question for key, question in wanted.items() if key not in found}
        heard = dict(zip(new, self._desk.ask(list(new.values())), strict=True)) if new else {}
        self._note(heard)
        return found | {key: one.opinion for key, one in heard.items() if one.opinion}

    def _recall(self, wanted: Mapping[bytes, Question]) -> dict[bytes, Opinion]:
        with self._lock:
            found = {key: self._known[key] for key in wanted if key in self._known}
            for key in found:
                self._known.move_to_end(key)
            self._counted[Outcome.CACHED] += len(found)
        return found

    def _note(self, heard: Mapping[bytes, Heard]) -> None:
        with self._lock:
            for key, one in heard.items():
                self._counted[one.outcome] += 1
                self._counted[ASKED] += one.asked
                if one.opinion:
                    self._known[key] = one.opinion
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def _key(self, question: Question) -> bytes:
        """A digest, so that no text is kept in the cache."""
        return hashlib.sha256(msgspec.msgpack.encode((PROMPT, self._blend.model, question))).digest()
