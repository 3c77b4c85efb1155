"""The operation log has a name for every deed that the service can write into it."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from zhiyin.web.server import _ROOMS

WORDS = Path(__file__).parents[2] / "console" / "src" / "i18n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_change_has_a_name(language: str) -> None:
    text = (WORDS / language / "deeds.ts").read_text(encoding="utf-8")
    named = set(re.findall(r'^  "deed\.([^"]+)": "', text, re.MULTILINE))
    routes = [route for room in _ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    changes = {f"{m} {route.path}" for route in routes for m in (route.methods or set()) - {"GET", "HEAD"}}
    assert len(changes) > 50
    assert changes - named == set()
