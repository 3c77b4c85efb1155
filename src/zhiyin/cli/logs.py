"""Logs: structured, to standard error, without personal data (nothing but SafeText and ids ever reaches a logger)."""

import logging
import sys

import structlog

from zhiyin.domain.errors import SetupError


def configure(level: str) -> None:
    """Lines for people on a terminal, JSON lines elsewhere. SetupError for an unknown level."""
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise SetupError(f"log_level {level!r} is unknown; use debug, info, warning or error")
    people = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if people else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(
        level=max(number, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    # httpx logs whole URLs at INFO; a robot's URL holds its key.
    logging.getLogger("httpx").setLevel(logging.WARNING)
