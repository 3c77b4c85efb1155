"""Manifest: what an artefact folder says of itself, and the check that its files are what it says."""

import hashlib
from pathlib import Path

import msgspec

from zhiyin.domain.errors import ArtefactError

FILE = "manifest.json"


class DataUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One training source: how many texts were used, for what, and its licence as the source states it."""

    name: str
    texts: int
    used_for: list[str]
    licence: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``files`` maps each file of the folder to its SHA-256 in hex. ``features`` names the recipe of the inputs."""

    name: str
    version: str
    kind: str
    features: str
    licence: str
    files: dict[str, str]
    labels: dict[str, list[str]]
    thresholds: dict[str, float]
    data: list[DataUse]

    @property
    def full_name(self) -> str:
        return f"{self.name}-{self.version}"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path, kind: str) -> Manifest:
    """ArtefactError if the manifest is missing or malformed, or speaks of another kind of artefact."""
    path = folder / FILE
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise ArtefactError(
            f"{folder.name}: {FILE} cannot be read ({error.strerror}); reinstall the artefact"
        ) from error
    except msgspec.DecodeError as error:
        raise ArtefactError(f"{folder.name}: {FILE} is malformed ({error}); export the artefact again") from error
    if manifest.kind != kind:
        raise ArtefactError(f"{folder.name}: is of kind {manifest.kind}, needed is {kind}; name another folder")
    return manifest


def read_files(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """The content of every file named, after its hash was checked. ArtefactError names the first that differs."""
    contents = {}
    for name, expected in manifest.files.items():
        if Path(name).name != name:
            raise ArtefactError(f"{folder.name}: manifest names {name!r}, which is not a plain file name")
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise ArtefactError(f"{folder.name}: {name} cannot be read ({error.strerror}); reinstall it") from error
        if digest(content) != expected:
            raise ArtefactError(f"{folder.name}: {name} was changed (its SHA-256 differs); reinstall the artefact")
        contents[name] = content
    return contents
