"""Risk artefact: fit, keep what is needed to measure again, and write the folder."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from zhiyin.domain.errors import SetupError
from zhiyin.models.manifest import DataUse, Manifest, read_files, read_manifest
from zhiyin.models.registry import CARD, GOLDEN, RISK, RISK_KIND
from zhiyin.pipeline.weigher import Weigher
from zhiyin.training.card import risk_card
from zhiyin.training.export import LICENCE, licences, write_folder
from zhiyin.training.foresight_report import Seen, SetReport, measure_set, render
from zhiyin.training.reader_pool import load_pool
from zhiyin.training.risk import Fitted, fit_risk
from zhiyin.training.risk_config import RiskConfig
from zhiyin.training.risk_moments import Moment, Reader, heard, marked, moments

FITTED = "fitted.json"
_GOLDEN = 12


class Both(msgspec.Struct, frozen=True):
    """``heard`` is what ships; ``marked`` is for turns that people marked, agents' included."""

    heard: Fitted
    marked: Fitted


def train_risk(config: RiskConfig, data: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Fits on train and writes ``out/risk-VERSION``. SetupError if the dialogues are not there."""
    pool = load_pool()
    known = _moments(config, data, "train", heard(pool))
    say(f"{len({m.dialogue for m in known})} dialogues, {len(known)} moments")
    by_reader = fit_risk(config, known, agents=False)
    say("fitted on what the reader hears")
    by_people = fit_risk(config, _moments(config, data, "train", marked(config.marked)), agents=True)
    say("fitted on what people marked")
    files = {
        RISK: _json(by_reader.weights),
        FITTED: _json(Both(by_reader, by_people)),
        GOLDEN: _golden(by_reader, known),
        CARD: risk_card(config, by_reader.weights, pool).encode(),
    }
    return write_folder(out, _manifest(config, known), files)


def measure_risk(config: RiskConfig, data: Path, folder: Path, part: str) -> tuple[Fitted, list[SetReport]]:
    """Figures of the artefact on ``part``; the baselines and the operating point need the train part, too."""
    both = _fitted(folder)
    readers = {"heard": heard(load_pool()), "marked": marked(config.marked)}
    found = []
    for name in config.sets:
        train = _moments(config, data, "train", readers["heard"], name)
        by_reader = Seen(train, _moments(config, data, part, readers["heard"], name))
        by_people = Seen([], _moments(config, data, part, readers["marked"], name))
        found.append(measure_set(config, data, part, name, (both.heard, by_reader), (both.marked, by_people)))
    return both.heard, found


def risk_report(config: RiskConfig, fitted: Fitted, reports: Sequence[SetReport]) -> str:
    foresight = fitted.weights.foresight
    return render(config, reports, foresight.leads if foresight else ())


def _moments(config: RiskConfig, data: Path, part: str, reader: Reader, name: str | None = None) -> list[Moment]:
    found = moments(config, data, part, reader, name)
    if not found:
        raise SetupError(f"{', '.join([name] if name else config.sets)}: no {part} part in {data.name}/text")
    return found


def _fitted(folder: Path) -> Both:
    files = read_files(folder, read_manifest(folder, RISK_KIND))
    try:
        return msgspec.json.decode(files[FITTED], type=Both)
    except (KeyError, msgspec.DecodeError) as error:
        raise SetupError(f"{folder.name}: no readable {FITTED} ({error}); train it again") from error


def _golden(fitted: Fitted, known: Sequence[Moment]) -> bytes:
    """Facts of some moments with the log-odds that the weights must give for them."""
    step, weigher = max(1, len(known) // _GOLDEN), Weigher(fitted.weights)
    cases = [{"facts": m.facts, "log_odds": round(weigher.weigh(m.facts).log_odds, 6)} for m in known[::step][:_GOLDEN]]
    return b"".join(msgspec.json.encode(case) + b"\n" for case in cases)


def _manifest(config: RiskConfig, known: Sequence[Moment]) -> Manifest:
    counts = Counter({m.dialogue: m.set for m in known}.values())
    terms = licences()
    return Manifest(
        name=config.name,
        version=config.version,
        kind=RISK_KIND,
        features="facts-2",
        licence=LICENCE,
        files={},
        labels={},
        thresholds={},
        data=[DataUse(n, counts[n], ["risk"], terms[n]) for n in config.sets],
    )


def _json(noun: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(noun), indent=1) + b"\n"
