"""Files that are sent to the service: which readers the analysis has."""

import asyncio
from functools import partial
from pathlib import Path

from zhiyin.app.readers import fast_text_model, quickener
from zhiyin.config import Config
from zhiyin.connectors.analysis_desk import AnalysisDesk, AnalysisReaders
from zhiyin.packs import load_lexicon
from zhiyin.seams import Clock, Store, TextModel


async def analysis_desk(config: Config, store: Store, clock: Clock, full: TextModel, shipped: bool) -> AnalysisDesk:
    """``shipped``: the model is the configured artefact, which brings a fast reader, and not one given by a test."""
    quick = await asyncio.to_thread(quickener, config, required=False) if shipped else None
    fast = partial(fast_text_model, config) if shipped and quick is not None else None
    lexicon = load_lexicon(None, Path(config.packs) if config.packs else None)
    return AnalysisDesk(store, clock, AnalysisReaders(full, quick, fast), lexicon)
