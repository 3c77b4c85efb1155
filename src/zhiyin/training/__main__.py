"""``python -m zhiyin.training``: everything that makes and measures the shipped artefacts, one command each."""

from pathlib import Path

import click

from zhiyin.domain.errors import InputError, ZhiyinError
from zhiyin.models.cascade import cascade_from, fast_from
from zhiyin.models.registry import (
    ARTEFACTS,
    CARD,
    QUESTION_DEFAULT,
    RISK_DEFAULT,
    TEXT_DEFAULT,
    load_encoder,
    load_question_model,
    load_text_model,
)
from zhiyin.packs import load_lexicon
from zhiyin.pipeline.features import CueFinder
from zhiyin.training.answers import Answers
from zhiyin.training.base_artefact import open_base
from zhiyin.training.config import data_folder
from zhiyin.training.deletion import DRAWS, deletion, deletion_json, deletion_table, sample
from zhiyin.training.encoder.config import TRAIN_CONFIG, load_encoder_config
from zhiyin.training.evaluate import as_json, evaluate, folder_questions
from zhiyin.training.evaluation_plan import load_evaluation_plan
from zhiyin.training.labelled_rows import read_labelled
from zhiyin.training.reader_pool import measure_pool, write_pool
from zhiyin.training.reliability import draw_reliability, draw_tenths
from zhiyin.training.report import report
from zhiyin.training.risk_artefact import measure_risk, risk_report, train_risk
from zhiyin.training.risk_config import RISK_CONFIG, load_risk_config
from zhiyin.training.same_question.config import QUESTION_CONFIG, load_question_config
from zhiyin.training.satisfaction import SET, measure, read_marked, table
from zhiyin.training.satisfaction_export import export_satisfaction
from zhiyin.training.tune import comparison_table, tune
from zhiyin.training.tuned_artefact import write_tuned

_SHOWN_BAD = 20


@click.group(help="Train and measure the models. The data folder is named by ZHIYIN_DATA.")
def main() -> None:
    pass


_CONFIG = click.option(
    "--config", default=TRAIN_CONFIG, type=click.Path(path_type=Path), show_default="the shipped one"
)
_WORK = click.option("--work", required=True, type=click.Path(file_okay=False, path_type=Path))


@main.command("train")
@_CONFIG
@_WORK
def train_text(config: Path, work: Path) -> None:
    """Train the text model in --work, going on where an earlier run stopped. Needs the extra `encoder` (torch)."""
    # Torch takes seconds to load and is not there on most machines, so only who trains imports it.
    from zhiyin.training.encoder.stages import train_all

    train_all(load_encoder_config(config), data_folder(), work, click.echo)


@main.command("export")
@_CONFIG
@_WORK
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def export_text(config: Path, work: Path, out: Path) -> None:
    """Write the artefact folder from what `train` left in --work: 8-bit encoder, blend, calibration, golden cases."""
    from zhiyin.training.encoder.stages import export_all

    export_all(load_encoder_config(config), data_folder(), work, out, click.echo)


_SETS = click.option("--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
_MODEL = click.option(
    "--model", default=ARTEFACTS / TEXT_DEFAULT, type=click.Path(path_type=Path), show_default="the shipped one"
)
_JSON = click.option("--json", "out", required=True, type=click.Path(dir_okay=False, path_type=Path))


@main.command("evaluate")
@_SETS
@_MODEL
@_JSON
@click.option("--picture", type=click.Path(file_okay=False, path_type=Path), help="Folder for reliability diagrams.")
@click.option("--own/--no-own", default=True, show_default=True, help="Whether our own dev sayings are scored, too.")
def evaluate_text(sets: Path, model: Path, out: Path, picture: Path | None, own: bool) -> None:
    """Score an artefact on every NAME.test.jsonl.gz and NAME.dev.jsonl.gz of a folder, by the head that fits each."""
    found = evaluate(load_encoder(model), load_evaluation_plan(), sets, _progress, own)
    out.write_bytes(as_json(found))
    click.echo(report(found))
    for part in ("dev", "test") if picture else ():
        path = draw_reliability(found.heads, picture or sets, part)
        if path:
            _progress(f"wrote {path.name}")


@main.command("deletion")
@_SETS
@_MODEL
@_JSON
@click.option("--texts", default=600, show_default=True, type=click.IntRange(min=1), help="About how many texts.")
def deletion_test(sets: Path, model: Path, out: Path, texts: int) -> None:
    """Take out the words that the model names as its reasons, and random others: which moves it more?"""
    reader, plan = load_encoder(model, families=False), load_evaluation_plan()
    labels = {head.name: head.labels for head in reader.plan.heads}
    asked = folder_questions(plan, labels, sets, own=True, skip=lambda _: None)
    chosen = sample(list(asked), texts, plan.seed)
    _progress(f"{len(chosen)} texts, each read {DRAWS + 2} times")
    found = deletion(Answers(reader, _progress), reader.name, chosen, plan.seed)
    out.write_bytes(deletion_json(found))
    click.echo(deletion_table(found))


@main.command("tune")
@click.option("--csv", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where its folder goes.")
@_MODEL
@click.option("--anyway", is_flag=True, help="Write the model even if it is worse.")
def tune_text(file: Path, out: Path, model: Path, anyway: bool) -> None:
    """Fine-tune a model on your own CSV (text, label and optionally context) and compare before with after."""
    content, plan = file.read_bytes(), load_evaluation_plan()
    given = read_labelled(content, plan.unseen)
    _progress(f"{len(given.rows)} rows with a label of {given.head}, {len(given.bad)} left out")
    for bad in given.bad[:_SHOWN_BAD]:
        _progress(f"  line {bad.line}: {bad.why}")
    if len(given.bad) > _SHOWN_BAD:
        _progress(f"  and {len(given.bad) - _SHOWN_BAD} more")
    base = open_base(model)
    tuned = tune(base, given, plan.seed, _progress)
    click.echo(comparison_table(tuned.comparisons))
    if tuned.worse and not anyway:
        raise InputError(f"not written, because it is worse: {'; '.join(tuned.worse)}; --anyway writes it all the same")
    folder = write_tuned(base, tuned, content, out)
    click.echo(f"wrote {folder}; to use it, put this line into zhiyin.yaml and start again:\nmodel: {folder.resolve()}")


def _progress(line: str) -> None:
    """To the terminal, beside what is printed as the result."""
    click.echo(line, err=True)


@main.command("risk")
@click.option("--config", default=RISK_CONFIG, type=click.Path(path_type=Path), show_default="the shipped one")
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def risk(config: Path, out: Path) -> None:
    """Fit the risk weights and write their artefact folder."""
    train_risk(load_risk_config(config), data_folder(), out, click.echo)


@main.command("foresight")
@click.option("--config", default=RISK_CONFIG, type=click.Path(path_type=Path), show_default="the shipped one")
@click.option(
    "--model", default=ARTEFACTS / RISK_DEFAULT, type=click.Path(path_type=Path), show_default="the shipped one"
)
@click.option("--part", default="dev", show_default=True, help="Part of the sets to measure on: dev, or test.")
@click.option("--pictures", type=click.Path(file_okay=False, path_type=Path), help="Draw calibration into this folder.")
def foresight(config: Path, model: Path, part: str, pictures: Path | None) -> None:
    """Measure risk, satisfaction, course and warnings on dialogues kept apart; a report in Markdown."""
    chosen = load_risk_config(config)
    fitted, reports = measure_risk(chosen, data_folder(), model, part)
    if pictures:
        _progress(f"drew {draw_tenths(reports, pictures, part)}")
    click.echo(risk_report(chosen, fitted, reports))


@main.command("reader-pool")
def reader_pool() -> None:
    """Measure the shipped text model's errors on the shipped conversations, for the next fit of the risk weights."""
    finder = CueFinder(load_lexicon(None, None))
    _progress(f"wrote {write_pool(measure_pool(load_text_model(), finder))}")


@main.command("satisfaction")
@_SETS
@_MODEL
@click.option("--part", default="dev", show_default=True, help="dev, test or train.")
def satisfaction(sets: Path, model: Path, part: str) -> None:
    """Measure the satisfaction of each turn as the product reads it: full model, fast reader and cascade."""
    path = sets / f"{SET}.{part}.jsonl.gz"
    if not path.exists():
        raise InputError(f"{sets.name} holds no {path.name}; name another folder or part")
    marked, full = read_marked(path), load_text_model(model)
    readers = [full, fast_from(model), cascade_from(model, full)]
    found = [m for reader in readers if (m := measure(reader, marked, _progress))]
    click.echo(table(part, marked, found))


@main.command("satisfaction-export")
@_MODEL
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def satisfaction_export(model: Path, out: Path) -> None:
    """Fit the scales of the satisfaction of a turn on dev and write their artefact folder."""
    export_satisfaction(model, data_folder(), out, click.echo)


_DATA = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with text/ and unlabelled/; ZHIYIN_DATA if left out.",
)
_QUESTION = click.option(
    "--config", default=QUESTION_CONFIG, type=click.Path(path_type=Path), show_default="the shipped one"
)


@main.command("question")
@_QUESTION
@_DATA
@click.option("--out", default=ARTEFACTS, type=click.Path(path_type=Path), show_default="the shipped artefacts")
def question(config: Path, data: Path | None, out: Path) -> None:
    """Train the model that finds a question asked again, and write its folder. Needs torch, as `train` does."""
    from zhiyin.training.same_question.make import train_question

    folder = train_question(load_question_config(config), data or data_folder(), out, _progress)
    click.echo((folder / CARD).read_text(encoding="utf-8"))


@main.command("compare-question")
@_QUESTION
@_DATA
@click.option(
    "--model", default=ARTEFACTS / QUESTION_DEFAULT, type=click.Path(path_type=Path), show_default="the shipped one"
)
def compare_question(config: Path, data: Path | None, model: Path) -> None:
    """Set the question model beside its rivals: shared characters, n-grams, frozen encoders. Needs torch."""
    from zhiyin.training.same_question.compare import compare
    from zhiyin.training.same_question.measure import table

    given, where = load_question_model(model), data or data_folder()
    found = compare(load_question_config(config), given, where, ARTEFACTS / TEXT_DEFAULT, _progress)
    click.echo(table(found))


def run() -> None:
    try:
        main()
    except ZhiyinError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    run()
