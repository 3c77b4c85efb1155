"""Fine-tuning with the tiny made-up model: a folder that loads, says what it is, and forgets nothing unsaid."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhiyin.domain.errors import InputError
from zhiyin.models.manifest import read_manifest
from zhiyin.models.registry import ENCODER_KIND, load_text_model
from zhiyin.testing.tiny_model import write_artefact
from zhiyin.training import __main__ as commands
from zhiyin.training import tune as tuning
from zhiyin.training.datasets import passage
from zhiyin.training.evaluation_plan import Measure, Task
from zhiyin.training.own_questions import SAYINGS_SET
from zhiyin.training.question import Item, Question

_GOOD, _BAD = "谢谢好快用心喜欢", "投诉退款太差等了三天"
PHONE = "13812345678"


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up artefact of the tests of the runner."""
    return write_artefact(tmp_path_factory.mktemp("models"))


@pytest.fixture(autouse=True)
def few_sayings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sayings of our own instead of hundreds."""
    said = [("谢谢", "positive", "grateful"), ("投诉", "negative", "angry"), ("几点发货", "neutral", "calm")]
    items = {
        head: [Item(passage(row[0]), (), row[at]) for row in said] for at, head in ((1, "polarity"), (2, "emotion"))
    }
    asked = [Question(SAYINGS_SET, "dev", Task(h, Measure.ACCURACY), found, 0) for h, found in items.items()]
    monkeypatch.setattr(tuning, "own_questions", lambda: asked)


def words(letters: str, chance: random.Random) -> str:
    return "".join(chance.choice(letters) for _ in range(6))


def write_csv(path: Path, labels: tuple[str, str] = ("positive", "negative")) -> Path:
    chance = random.Random(4)
    lines = [f"{words(_GOOD, chance)},{labels[0]}\n{words(_BAD, chance)},{labels[1]}\n" for _ in range(40)]
    path.write_text("text,label\n" + "".join(lines) + f"打{PHONE},{labels[1]}\nx,nonsense\n", "utf-8")
    return path


def run(csv: Path, out: Path, model: Path, *more: str) -> Result:
    return CliRunner().invoke(
        commands.main, ["tune", "--csv", str(csv), "--out", str(out), "--model", str(model), *more]
    )


@pytest.mark.parametrize("labels", [("positive", "negative"), ("感激", "愤怒")])
def test_one_command_makes_a_model_that_has_learned_and_loads(
    tmp_path: Path, tiny_folder: Path, labels: tuple[str, str]
) -> None:
    result = run(write_csv(tmp_path / "own.csv", labels), tmp_path / "out", tiny_folder, "--anyway")
    assert result.exit_code == 0, result.output
    assert "line 83: label 'nonsense'" in result.output
    assert "your rows, held out | 16 |" in result.output
    (folder,) = (tmp_path / "out").iterdir()
    assert f"model: {folder.resolve()}" in result.output
    assert folder.name.startswith("text-tiny-0.0.1-tuned-")
    assert load_text_model(folder).name == folder.name
    card = (folder / "card.md").read_text("utf-8")
    assert "81 rows" in card
    assert "own.csv" not in card
    for file in folder.iterdir():
        assert PHONE.encode() not in file.read_bytes()
    assert read_manifest(folder, ENCODER_KIND).data[-1].texts == 81


def test_tuning_raises_what_it_is_for_and_repeats(tmp_path: Path, tiny_folder: Path) -> None:
    csv = write_csv(tmp_path / "own.csv")
    folders = []
    for name in ("a", "b"):
        result = run(csv, tmp_path / name, tiny_folder, "--anyway")
        assert result.exit_code == 0, result.output
        folders += list((tmp_path / name).iterdir())
    first, second = ({f.name: f.read_bytes() for f in folder.iterdir()} for folder in folders)
    assert first == second
    row = next(line for line in result.output.splitlines() if "your rows" in line)
    before, after = (float(cell.split("[")[0]) for cell in row.split("|")[3:5])
    assert after > before


def test_a_worse_model_is_not_written_unless_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_folder: Path
) -> None:
    real = tuning.tune
    monkeypatch.setattr(
        commands, "tune", lambda *given: replace(real(*given), worse=("own sayings: falls by 9 points",))
    )
    csv = write_csv(tmp_path / "own.csv")
    refused = run(csv, tmp_path / "out", tiny_folder)
    assert isinstance(refused.exception, InputError)
    assert "falls by 9 points" in str(refused.exception)
    assert not (tmp_path / "out").exists()
    assert run(csv, tmp_path / "out", tiny_folder, "--anyway").exit_code == 0
    (folder,) = (tmp_path / "out").iterdir()
    assert "falls by 9 points" in (folder / "card.md").read_text("utf-8")


def test_the_measuring_commands_run_on_an_artefact(tmp_path: Path, tiny_folder: Path, sets: Path, data: Path) -> None:
    (sets / "waimai.dev.jsonl.gz").write_bytes((data / "text" / "waimai.dev.jsonl.gz").read_bytes())
    out = tmp_path / "figures.json"
    common = ["--sets", str(sets), "--model", str(tiny_folder), "--json", str(out)]
    result = CliRunner().invoke(commands.main, ["evaluate", *common, "--no-own"])
    assert result.exit_code == 0, result.output
    assert "waimai.dev | review |" in result.output
    assert b'"value"' in out.read_bytes()
