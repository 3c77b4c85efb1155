"""OwnPhrases: banned sayings that a tenant has added to the shipped lists."""

import uuid

from zhiyin.domain.errors import InputError
from zhiyin.domain.phrase import BannedPhrase, OwnPhrase
from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.phrases import usable
from zhiyin.seams import Clock, Scripts

OWN = "own"
"""Kind of all phrases that were added here."""
MOST = 500
_NAMESPACE = uuid.UUID("7c6a2f0e-91d4-5e36-b0aa-706872617365")


class OwnPhrases:
    def __init__(self, scripts: Scripts, clock: Clock) -> None:
        self._scripts = scripts
        self._clock = clock

    async def list(self, tenant: str) -> list[OwnPhrase]:
        return await self._scripts.phrases(tenant)

    async def add(
        self, tenant: str, by: str, phrase: str, reason: str, mend: str, exceptions: tuple[str, ...]
    ) -> OwnPhrase:
        """InputError for a phrase that cannot be searched for, and when there are too many."""
        wrong = next((why for one in (phrase, *exceptions) if (why := usable(one))), None)
        if wrong:
            raise InputError(wrong, [{"field": "phrase", "what": wrong}])
        if len(await self._scripts.phrases(tenant)) >= MOST:
            raise InputError(f"自己的禁用语至多 {MOST} 条，请先删去一些")
        banned = BannedPhrase(
            phrase=_safe(phrase),
            kind=OWN,
            reason=_safe(reason),
            mend=_safe(mend),
            exceptions=tuple(_safe(one) for one in exceptions),
        )
        name = uuid.uuid5(_NAMESPACE, f"{len(tenant)}:{tenant}{banned.phrase}").hex[:16]
        kept = OwnPhrase(tenant, name, banned, by, self._clock.now())
        await self._scripts.keep_phrase(kept)
        return kept

    async def drop(self, tenant: str, phrase_id: str) -> bool:
        """False: there is none of this id."""
        return await self._scripts.drop_phrase(tenant, phrase_id)


def _safe(text: str) -> str:
    return mask_text(RawText(text.strip()))[0]
