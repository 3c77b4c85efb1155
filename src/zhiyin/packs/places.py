"""Places: where packs lie, inside the installed package or in a folder of the user's."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from zhiyin.domain.errors import PolicyError

Place = Traversable | Path
"""Part of the installed package, or of the user's disk."""


@cache
def scenes() -> tuple[str, ...]:
    """Names of the shipped scenes, sorted."""
    return tuple(sorted(p.name for p in files(__package__).iterdir() if (p / "policy.yaml").is_file()))


def pack(scene: str) -> Place:
    """The folder of a shipped scene."""
    return files(__package__) / scene


def shipped() -> Place:
    """The folder that holds all shipped packs."""
    return files(__package__)


def name_of(place: Place) -> str:
    """How a file is called in messages: as the user gave it, or ``scene/file`` for a shipped one."""
    home = str(shipped())
    name = str(place)
    return name[len(home) :].lstrip("/\\") if name.startswith(home) else name


def text_of(file: Place) -> str:
    """The whole file as UTF-8 text; PolicyError when it is not."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError(f"{name_of(file)}: not UTF-8: save the file with the encoding UTF-8") from None
    except OSError as error:
        raise PolicyError(f"{name_of(file)}: cannot be read: {error.strerror}") from None


def yaml_files(folder: Place) -> list[Place]:
    """The ``*.yaml`` files of a folder, by name; none when there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if p.name.endswith((".yaml", ".yml"))), key=lambda p: p.name)
