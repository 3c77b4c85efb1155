"""Artefact: change a copy of an artefact folder, as a careless or a careful hand would."""

import json
from pathlib import Path

from zhiyin.models.manifest import FILE, digest


def edit(folder: Path, change: dict[str, object], name: str = FILE) -> None:
    """Other fields in the manifest, or in another JSON file of the folder."""
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")


def resign(folder: Path) -> None:
    """Make the manifest agree with the files as they now are."""
    files = json.loads((folder / FILE).read_text("utf-8"))["files"]
    edit(folder, {"files": {name: digest((folder / name).read_bytes()) for name in files}})
