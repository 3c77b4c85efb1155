"""Policy bench: the desk of the console's policy page, with what is shipped and configured."""

from functools import cache
from pathlib import Path

from zhiyin.app.parts import policies_of
from zhiyin.config import Config
from zhiyin.domain.errors import PolicyError
from zhiyin.domain.policy import Lexicon, Policy
from zhiyin.engine.engine import Engine
from zhiyin.engine.policy_desk import DeskParts, PolicyDesk
from zhiyin.packs import load_lexicon, parse_policy, scenes
from zhiyin.packs.places import Place, pack, text_of
from zhiyin.seams import Store


def policy_desk(config: Config, engine: Engine, store: Store) -> PolicyDesk:
    folder = Path(config.packs) if config.packs else None

    @cache
    def lexicon(scene: str) -> Lexicon:
        return load_lexicon(scene if scene in scenes() else None, folder)

    sources = {scene: _source(config, policy) for scene, policy in policies_of(config).items()}
    return PolicyDesk(DeskParts(engine, store, sources, lexicon))


def _source(config: Config, policy: Policy) -> str:
    """The file a shipped policy was read from, if it alone says all that the policy says; else nothing."""
    own = [p.parent for p in sorted(Path(config.packs).glob("*/policy.yaml"))] if config.packs else []
    folders: list[Place] = [*own, *([pack(policy.scene)] if policy.scene in scenes() else [])]
    for folder in folders:
        text = text_of(folder / "policy.yaml")
        try:
            if parse_policy(text, policy.scene) == policy:
                return text
        except PolicyError:
            continue
    return ""
