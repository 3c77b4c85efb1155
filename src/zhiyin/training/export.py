"""Export: an artefact folder, its manifest with the hash of every file, and what its data may be used for."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import yaml

from zhiyin.models.manifest import FILE, Manifest, digest
from zhiyin.training.config import OWN

LICENCE = "Apache-2.0 for the program; the terms of the data sources are named one by one in `data`"


def write_folder(out: Path, draft: Manifest, files: Mapping[str, bytes]) -> Path:
    """The files, and the manifest with their hashes, under ``out/NAME-VERSION``."""
    folder = out / draft.full_name
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = msgspec.structs.replace(draft, files={name: digest(content) for name, content in files.items()})
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    return folder


def licences() -> dict[str, str]:
    """Source -> licence as the source states it."""
    terms: dict[str, str] = yaml.safe_load((OWN / "terms.yaml").read_text(encoding="utf-8"))
    return terms
