"""Config: one file and the environment. Secrets come by environment or file, never by the repository.

Every setting is a field of ``Config``. A YAML file (``ZHIYIN_CONFIG``, or ``zhiyin.yaml`` in the home folder) may set
it; ``ZHIYIN_<NAME>`` overrides the file for plain values, and ``ZHIYIN_<NAME>_FILE`` names a file that holds the value.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

from zhiyin.domain.errors import SetupError

PREFIX = "ZHIYIN_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Positive = Annotated[int, msgspec.Meta(ge=1)]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    home: str = "data"
    """Folder of everything that is kept: the database, backups."""
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8420
    """0 lets the system choose a free one."""
    store: str = ""
    """``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME``; empty: SQLite in the home folder."""
    store_key: str = ""
    """Key that encrypts the SQLite file at rest; empty: not encrypted."""
    open: bool = False
    """True: ask nobody for a key even when others than this machine can reach the service."""
    packs: str = ""
    """Folder with further scenes, laid out like the shipped packs; empty: the shipped ones only."""
    model: str = ""
    """Folder of the text model's artefact; empty: the shipped one."""
    log_level: str = "info"
    text_characters: Positive = 4_000
    batch_events: Positive = 1_000
    body_bytes: Positive = 4_000_000
    request_rate: str = "300/second"
    event_rate: str = "5000/second"
    delivery_lease_s: Annotated[int, msgspec.Meta(ge=5)] = 60
    """Seconds after which deliveries that a killed process had under way are taken up again."""
    public_url: str = ""
    """The console's address as people reach it, for links in messages; empty: messages hold no link."""
    destinations: list[dict[str, object]] = []
    """Where actions go, besides the console; see docs/actions.md."""

    @property
    def store_url(self) -> str:
        return self.store or f"sqlite:///{Path(self.home) / 'zhiyin.db'}"

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK


def load(environment: Mapping[str, str] | None = None) -> Config:
    """SetupError says which setting of which source is wrong."""
    env = os.environ if environment is None else environment
    found: dict[str, object] = _from_file(env)
    for field in msgspec.structs.fields(Config):
        name = PREFIX + field.name.upper()
        if name in env:
            found[field.name] = _plain(env[name], field.name)
        elif name + "_FILE" in env:
            found[field.name] = _read_secret(env[name + "_FILE"], name)
    try:
        return msgspec.convert(found, Config, strict=False)
    except msgspec.ValidationError as error:
        raise SetupError(f"configuration: {error}; see docs/configuration.md") from None


def _from_file(env: Mapping[str, str]) -> dict[str, object]:
    named = env.get(PREFIX + "CONFIG")
    path = Path(named) if named else Path(env.get(PREFIX + "HOME", "data")) / "zhiyin.yaml"
    if not path.is_file():
        if named:
            raise SetupError(f"{PREFIX}CONFIG names {path}, which is not a file")
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise SetupError(f"{path} cannot be read as YAML: {error}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SetupError(f"{path} must hold settings as 'name: value' lines")
    return {str(name): value for name, value in content.items()}


def _plain(value: str, name: str) -> object:
    if name == "destinations":
        raise SetupError("destinations cannot be set by the environment; write them into the configuration file")
    return value


def _read_secret(path: str, name: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{name}_FILE names a file that cannot be read: {error.__class__.__name__}") from None
