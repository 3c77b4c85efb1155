"""ApiKey: who may call, as what."""

from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """Roles of SPEC P3. In this form ``admin`` may do all, ``agent`` may send and read, ``auditor`` may only read."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AGENT = "agent"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """``digest`` is the hex SHA-256 of the secret; the secret itself is shown once and kept nowhere."""

    id: str
    tenant: str
    name: str
    access: Access
    digest: str
    created_at: int
    revoked_at: int | None = None
