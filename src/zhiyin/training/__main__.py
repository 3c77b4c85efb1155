"""``python -m zhiyin.training``: everything that makes and measures the shipped artefacts, one command each."""

from pathlib import Path

import click
import msgspec

from zhiyin.domain.errors import ZhiyinError
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT, load_linear
from zhiyin.training.config import DEFAULT, data_folder, load_config
from zhiyin.training.evaluate import evaluate
from zhiyin.training.risk import train_risk
from zhiyin.training.risk_config import RISK_CONFIG, load_risk_config
from zhiyin.training.train import train


@click.group(help="Train and measure the models. The data folder is named by ZHIYIN_DATA.")
def main() -> None:
    pass


@main.command("train")
@click.option("--config", default=DEFAULT, type=click.Path(path_type=Path), show_default="the shipped one")
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def train_text(config: Path, out: Path) -> None:
    """Train the text model and write its artefact folder."""
    train(load_config(config), data_folder(), out, click.echo)


@main.command("evaluate")
@click.option("--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--model", default=ARTEFACTS / TEXT_DEFAULT, type=click.Path(path_type=Path), show_default="the shipped one"
)
@click.option("--json", "out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def evaluate_text(sets: Path, model: Path, out: Path) -> None:
    """Score an artefact on every NAME.test.jsonl.gz and NAME.dev.jsonl.gz of a folder."""
    results = evaluate(load_linear(model), load_config(), sets, click.echo)
    out.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")


@main.command("risk")
@click.option("--config", default=RISK_CONFIG, type=click.Path(path_type=Path), show_default="the shipped one")
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def risk(config: Path, out: Path) -> None:
    """Fit the risk weights and write their artefact folder."""
    train_risk(load_risk_config(config), data_folder(), out, click.echo)


def run() -> None:
    try:
        main()
    except ZhiyinError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    run()
