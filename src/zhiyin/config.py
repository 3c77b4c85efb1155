"""Config: one file and the environment. Secrets come by environment or file, never by the repository.

Every setting is a field of ``Config``. A YAML file (``ZHIYIN_CONFIG``, or ``zhiyin.yaml`` in the home folder) may set
it; ``ZHIYIN_<NAME>`` overrides the file for plain values, and ``ZHIYIN_<NAME>_FILE`` names a file that holds the value.
"""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.domain.key import Access

PREFIX = "ZHIYIN_"
_FILE_ONLY = frozenset({"destinations", "mail", "oidc", "second_opinion"})
"""Settings that are more than one plain value."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Positive = Annotated[int, msgspec.Meta(ge=1)]


class SecondOpinionConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An OpenAI-compatible server that judges, on masked text, turns which the product's own model is unsure of."""

    url: str
    """Base of the interface, e.g. ``http://127.0.0.1:8080/v1``; ``/chat/completions`` is added."""
    model: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    """The server's name of the model."""
    key: str = ""
    """``env:NAME`` or ``file:PATH`` of the key; empty: the server asks for none."""
    allow_private: bool = False
    """True: plain http to another machine is in order, since it stands in one's own network."""
    trust: Annotated[float, msgspec.Meta(ge=0.34, le=0.99)]
    """Share of the model's polarities that are right, as ``benchmarks/second_opinion.py`` measures it. No default: a
    model that is trusted more than it deserves makes wrong readings sure."""
    sure: Annotated[float, msgspec.Meta(ge=0.34, le=1)] = 0.85
    """Probability of the label from which on a reading with an opinion is no longer unsure."""
    deadline_s: Annotated[float, msgspec.Meta(ge=0.1, le=120)] = 2.0
    """Seconds that one batch of turns waits for opinions at most."""
    per_hour: Positive = 600
    """Questions in any 60 minutes."""
    parallel: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    remembered: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 10_000
    """Answers kept in memory, so that an equal question costs nothing and gets the same answer."""

    def __post_init__(self) -> None:
        """ValueError says what is wrong with the address; it does not repeat it."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("url must begin with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("url may hold no user, password, query or fragment; name a key as env:NAME or file:PATH")
        if parts.scheme == "http" and not (self.loopback or self.allow_private):
            raise ValueError("url must be https; plain http is for your own network only (allow_private: true)")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def loopback(self) -> bool:
        """Whether masked text stays on this machine."""
        try:
            return self.host in LOOPBACK or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class OidcConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An identity provider (OpenID Connect) by which people sign in; see docs/access.md."""

    issuer: str
    """As the provider writes it; ``/.well-known/openid-configuration`` is added."""
    client_id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    client_secret: str = ""
    """``env:NAME`` or ``file:PATH``; empty for a public client."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    role_claim: str = "roles"
    """Claim whose values say the role; a path such as ``realm_access.roles``."""
    roles: dict[str, Access] = {}
    """Value of the claim -> role."""
    default_role: Access | None = None
    """Role of people whom no value fits; None: they are refused."""
    email_domains: list[str] = []
    """Only addresses of these domains may sign in; empty: all."""
    label: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """What the button says; empty: a general word."""
    tenant: str = "default"
    allow_private: bool = False
    """True: plain http to another machine is in order, since it stands in one's own network."""

    def __post_init__(self) -> None:
        """ValueError says what is wrong."""
        parts = urlsplit(self.issuer)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("issuer must begin with http:// or https:// and name a host, without query or fragment")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK and not self.allow_private:
            raise ValueError("issuer must be https; plain http is for your own network only (allow_private: true)")
        if "openid" not in self.scopes:
            raise ValueError("scopes must hold openid")
        if not self.roles and self.default_role is None:
            raise ValueError("roles or default_role must say who becomes what, else nobody could sign in")


class MailConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An SMTP server by which reports are sent."""

    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253)]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    """``tls``: encrypted from the first byte (port 465); ``none``: on this machine, or with ``allow_private``."""
    sender: Annotated[str, msgspec.Meta(min_length=3, max_length=320)]
    """Address that reports come from."""
    user: Annotated[str, msgspec.Meta(max_length=320)] = ""
    """Empty: the server asks for no sign-in."""
    password: str = ""
    """``env:NAME`` or ``file:PATH``, never the password itself."""
    allow_private: bool = False
    attachment_bytes: Annotated[int, msgspec.Meta(ge=0, le=50_000_000)] = 10_000_000
    """A larger PDF is not attached; the mail then says where to get it."""

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK


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
    audit_key: str = ""
    """Key that seals the operation log; empty: one made from the store's key, if there is one."""
    open: bool = False
    """True: ask nobody to sign in, even when others than this machine can reach the service."""
    packs: str = ""
    """Folder with further scenes, laid out like the shipped packs; empty: the shipped ones only."""
    model: str = ""
    """Folder of the text model's artefact; empty: the shipped one."""
    time_zone: str = "Asia/Shanghai"
    """IANA name of the zone in which days and hours of the statistics begin."""
    log_level: str = "info"
    text_characters: Positive = 4_000
    batch_events: Positive = 1_000
    body_bytes: Positive = 4_000_000
    file_bytes: Positive = 50_000_000
    """Largest file that may be sent to be analysed; held in memory while it is taken in."""
    request_rate: str = "300/second"
    event_rate: str = "5000/second"
    delivery_lease_s: Annotated[int, msgspec.Meta(ge=5)] = 60
    """Seconds after which deliveries that a killed process had under way are taken up again."""
    wall_idle_min: Annotated[int, msgspec.Meta(ge=1, le=1_440)] = 30
    """Minutes without any event after which a conversation is no longer open."""
    alarm_escalate_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 120
    """Seconds after which a severe alarm that nobody took is escalated; 0: never."""
    public_url: str = ""
    """The console's address as people reach it, for links in messages; empty: messages hold no link."""
    destinations: list[dict[str, object]] = []
    """Where actions go, besides the console; see docs/actions.md."""
    embed_origins: str = ""
    """Origins whose pages may hold the console in a frame and are told of inserted replies; parted by spaces."""
    review_labels: Annotated[int, msgspec.Meta(ge=1, le=5)] = 2
    """How many people label an item of the review queue."""
    destinations_private: bool = False
    agents_see: Literal["own", "all"] = "own"
    review_blind: bool = True
    """Labellers see the model's reading only after their own label."""
    review_per_day: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 100
    """Readings drawn for the review queue a day at most; 0: only corrections."""
    script_grace_days: Annotated[int, msgspec.Meta(ge=0, le=3650)] = 14
    """Days after its review date for which a script is still offered."""
    mail: MailConfig | None = None
    """By which reports are sent; None: reports are not mailed."""
    second_opinion: SecondOpinionConfig | None = None
    """A language model that judges unsure turns; None: off."""
    session_idle_minutes: Annotated[int, msgspec.Meta(ge=5, le=10_080)] = 120
    """Minutes without use after which somebody has to sign in again; an open live page counts as use."""
    session_hours: Annotated[int, msgspec.Meta(ge=1, le=720)] = 24
    """Hours after which somebody has to sign in again in any case."""
    oidc: OidcConfig | None = None
    """Single sign-on; None: off."""

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
    if name in _FILE_ONLY:
        raise SetupError(f"{name} cannot be set by the environment; write it into the configuration file")
    return value


def _read_secret(path: str, name: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{name}_FILE names a file that cannot be read: {error.__class__.__name__}") from None
