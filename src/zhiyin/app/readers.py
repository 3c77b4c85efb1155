"""Readers: the models that are configured."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from zhiyin.actions.secret import secret_reader
from zhiyin.config import Config, SecondOpinionConfig
from zhiyin.domain.errors import ArtefactError, SetupError
from zhiyin.models.cascade import cascade_from, fast_from, read_band
from zhiyin.models.opinion_client import OpinionServer
from zhiyin.models.opinion_gate import OpinionGateSettings
from zhiyin.models.registry import load_text_model
from zhiyin.models.second_opinion import SecondOpinionSettings
from zhiyin.seams import TextModel


def text_model(config: Config) -> TextModel:
    return load_text_model(_model_folder(config))


def fast_text_model(config: Config) -> TextModel:
    """The fast reader of the artefact: for files, where nobody waits for a single turn."""
    return fast_from(_model_folder(config))


def quickener(config: Config, required: bool) -> Callable[[TextModel], TextModel] | None:
    """Puts the artefact's fast reader before its full one; picklable. None if it has no fast reader.

    ArtefactError says why it has none, if ``required``.
    """
    try:
        read_band(_model_folder(config))
    except ArtefactError:
        if required:
            raise
        return None
    return partial(_quickened, config)


def _quickened(config: Config, full: TextModel) -> TextModel:
    return cascade_from(_model_folder(config), full)


def _model_folder(config: Config) -> Path | None:
    return Path(config.model) if config.model else None


def second_opinion_of(config: Config) -> SecondOpinionSettings | None:
    """The configured second opinion; None if it is off. SetupError if its key cannot be read.

    For the service only: the analysis of a file must give the same result twice, whatever a server elsewhere does.
    """
    given = config.second_opinion
    if given is None:
        return None
    return SecondOpinionSettings(
        server=OpinionServer(given.url, given.model, _opinion_key(given)),
        trust=given.trust,
        sure=given.sure,
        deadline=given.deadline_s,
        parallel=given.parallel,
        remembered=given.remembered,
        gate=OpinionGateSettings(per_hour=given.per_hour),
    )


def _opinion_key(given: SecondOpinionConfig) -> str:
    try:
        return secret_reader(os.environ)(given.key) if given.key else ""
    except SetupError as error:
        raise SetupError(f"second_opinion: key: {error}") from error
