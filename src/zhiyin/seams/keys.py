"""Keys: who may call."""

from typing import Protocol

from zhiyin.domain.key import ApiKey


class Keys(Protocol):
    async def add_key(self, key: ApiKey) -> None: ...

    async def find_key(self, digest: str) -> ApiKey | None:
        """By the SHA-256 of the secret; None if unknown or revoked."""

    async def keys(self) -> list[ApiKey]: ...

    async def revoke_key(self, key_id: str, at: int) -> bool: ...
