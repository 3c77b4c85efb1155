"""RefitReport: what a refit of the risk on the user's outcomes found, and whether it is worth having."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.risk import Tier
from zhiyin.domain.risk_weights import Basis


class RefitVerdict(StrEnum):
    BETTER = "better"
    TOO_FEW = "too_few"
    """Too few known ends, in all or in one of the two parts."""
    NO_SIGNAL = "no_signal"
    """The outcomes have nothing to do with the risk: rather linked wrongly than the truth about the site."""
    NOT_BETTER = "not_better"
    SAME = "same"
    """The weights in force come out again."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """``value`` with its 95 % bootstrap interval; conversations are what is drawn."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RefitTenth:
    """Conversations whose final risk lies in [``low``, ``high``), the last tenth with 1. All figures in 0-1."""

    low: float
    high: float
    conversations: int
    predicted: float | None
    observed: Estimate | None


@dataclass(frozen=True, slots=True)
class RefitTier:
    """Conversations that reached this tier of their scene's policy, or a higher one. Shares in 0-1."""

    tier: Tier
    warned: int
    precision: Estimate | None
    recall: Estimate | None
    false_alarms_per_1000: Estimate | None


@dataclass(frozen=True, slots=True)
class RefitSide:
    """How some weights did on the later conversations. ``log_loss`` in nats and ``brier``: lower is better."""

    weights: str
    log_loss: Estimate
    brier: Estimate
    auc: Estimate
    tiers: tuple[RefitTier, ...]
    tenths: tuple[RefitTenth, ...]


@dataclass(frozen=True, slots=True)
class RefitTerm:
    """A term before (shipped) and after, in log-odds; ``conversations``: in so many of the earlier ones it spoke.

    ``basis`` FITTED: weighed on the outcomes by itself; PRIOR: judged, moved with the curves' scale or not at all.
    """

    fact: str
    start: float
    full: float
    conversations: int
    before: float
    after: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class RefitChange:
    """What becomes of the shipped weights ``base``. ``scale`` multiplies the curves; ``bias`` is in log-odds."""

    base: str
    bias_before: float
    bias_after: float
    scale: float
    terms: tuple[RefitTerm, ...]


@dataclass(frozen=True, slots=True)
class RefitPart:
    conversations: int
    bad: int


@dataclass(frozen=True, slots=True)
class RefitReport:
    """``left_out``: known ends that cannot be learned from: nothing of them was said before the bad end came.

    ``needed_bad`` and ``needed_other``: how many more ends of each kind it takes at least, 0 if that is not what lacks.
    ``old``, ``new``, ``gain`` and ``change`` are None when there was too little to fit on. ``gain`` is by how much the
    log loss falls; ``old`` are the weights in force, or the shipped ones where those have seen what they are judged on.
    """

    in_force: str
    whole: RefitPart
    earlier: RefitPart
    later: RefitPart
    left_out: int
    verdict: RefitVerdict
    needed_bad: int = 0
    needed_other: int = 0
    old: RefitSide | None = None
    new: RefitSide | None = None
    gain: Estimate | None = None
    change: RefitChange | None = None
    version: str = ""
    """The name of the new weights; empty if there are none."""
