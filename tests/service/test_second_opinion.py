"""The second opinion in the running service: configured by file, off by default, and never a secret or a surprise."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from zhiyin.app import second_opinion_of, warnings_of
from zhiyin.cli.checks import examine
from zhiyin.cli.serve import service
from zhiyin.config import Config, load
from zhiyin.domain.errors import SetupError
from zhiyin.domain.unsafe_setting import Unsafe
from zhiyin.testing.opinion_server import Asked, OpinionServer, Reply, judged
from zhiyin.testing.service import RunningService, event
from zhiyin.testing.text_model import FakeTextModel

ELSEWHERE = "https://llm.example.com/v1"


def configured(home: Path, **opinion: object) -> Config:
    settings = {"model": "big-model", "trust": 0.8, "deadline_s": 60.0, **opinion}
    return msgspec.convert({"home": str(home), "port": 0, "second_opinion": settings}, Config)


@asynccontextmanager
async def unsure_service(config: Config) -> AsyncIterator[RunningService]:
    async with (
        service(config, FakeTextModel({})) as (house, address),
        httpx.AsyncClient(base_url=address, timeout=20) as client,
    ):
        yield RunningService(house, address, client, Path(config.home))


async def readings(running: RunningService) -> dict[str, dict[str, object]]:
    answer = await running.client.get("/v1/conversations/c1")
    return {turn["event_id"]: turn["reading"] for turn in answer.json()["turns_list"]}


async def test_an_unsure_turn_is_judged_masked_counted_and_shown(tmp_path: Path) -> None:
    with OpinionServer(lambda _: judged("negative", "angry")) as server:
        async with unsure_service(configured(tmp_path, url=server.url)) as running:
            await running.send(event(1, "打我电话13812345678行吧"))
            await running.settled()
            reading = (await readings(running))["e1"]
            counts = (await running.client.get("/metrics")).text
        [asked] = server.asked
    assert b"13812345678" not in asked.body
    assert reading["model"] == "fake-text-model-1+opinion:big-model"
    reasons = reading["reasons"]
    assert isinstance(reasons, list)
    assert ("opinion", "第二意见（big-model）：负面，愤怒") in [(r["kind"], r["text"]) for r in reasons]
    assert "zhiyin_opinions_asked_total 1.0" in counts
    assert 'zhiyin_opinions_total{outcome="answered"} 1.0' in counts
    assert 'zhiyin_opinions_total{outcome="late"} 0.0' in counts


async def test_a_stored_reading_stays_as_it_was_when_the_conversation_is_folded_anew(tmp_path: Path) -> None:
    answers = iter(["angry", "sad", "anxious", "confused", "surprised"])

    def reply(_: Asked) -> Reply:
        return judged("negative", next(answers))

    with OpinionServer(reply) as server:
        async with unsure_service(configured(tmp_path, url=server.url, remembered=0)) as running:
            await running.send(event(1, "行吧"))
            await running.settled()
            before = await readings(running)
            await running.send(event(9, "好吧"))
            await running.settled()
            await running.send(event(5, "算了吧"))  # late: the conversation is folded anew from its first turn
            await running.settled()
            after = await readings(running)
        assert server.texts == ["行吧", "好吧", "算了吧", "好吧"] or server.texts == ["行吧", "好吧", "好吧", "算了吧"]
    assert after["e1"] == before["e1"]


async def test_it_is_off_by_default(tmp_path: Path) -> None:
    assert second_opinion_of(Config()) is None
    async with unsure_service(Config(home=str(tmp_path), port=0)) as running:
        assert running.house.second_opinion is None
        assert "zhiyin_opinions" not in (await running.client.get("/metrics")).text


def test_sending_text_elsewhere_is_said_aloud_and_names_the_host(tmp_path: Path) -> None:
    [warning] = [w for w in warnings_of(configured(tmp_path, url=ELSEWHERE)) if w not in warnings_of(Config())]
    assert (warning.code, warning.values["host"]) == (Unsafe.TEXT_LEAVES, "llm.example.com")
    assert "llm.example.com" in warning.text
    assert "离开本机" in warning.text
    near = configured(tmp_path, url="http://127.0.0.1:8080/v1")
    assert warnings_of(near) == warnings_of(Config())


@pytest.mark.parametrize(
    ("opinion", "what"),
    [
        ("{url: 'ftp://x/v1', model: m, trust: 0.8}", "http"),
        ("{url: 'llm', model: m, trust: 0.8}", "name a host"),
        ("{url: 'http://llm.example.com/v1', model: m, trust: 0.8}", "allow_private"),
        ("{url: 'https://me:hunter2@llm.example.com/v1', model: m, trust: 0.8}", "no user"),
        ("{url: 'https://[::1/v1', model: m, trust: 0.8}", "second_opinion"),
        ("{url: 'https://llm.example.com/v1', trust: 0.8}", "model"),
        ("{url: 'https://llm.example.com/v1', model: m}", "trust"),
        ("{url: 'https://llm.example.com/v1', model: m, trust: 0.2}", "trust"),
        ("{url: 'https://llm.example.com/v1', model: m, trust: 0.8, timeout: 2}", "timeout"),
        ("yes", "second_opinion"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, opinion: str, what: str) -> None:
    (tmp_path / "zhiyin.yaml").write_text(f"second_opinion: {opinion}\n", encoding="utf-8")
    with pytest.raises(SetupError, match=what) as raised:
        load({"ZHIYIN_HOME": str(tmp_path)})
    assert "hunter2" not in str(raised.value)


def test_plain_http_in_ones_own_network_is_allowed_aloud(tmp_path: Path) -> None:
    config = configured(tmp_path, url="http://10.0.0.7:8000/v1", allow_private=True)
    assert any("10.0.0.7" in warning.text for warning in warnings_of(config))


def test_the_environment_cannot_set_it() -> None:
    with pytest.raises(SetupError, match="configuration file"):
        load({"ZHIYIN_SECOND_OPINION": "on", "ZHIYIN_HOME": "nowhere"})


def test_the_key_comes_by_reference_only_and_is_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n", encoding="utf-8")
    found = second_opinion_of(configured(tmp_path, url=ELSEWHERE, key=f"file:{secret}"))
    assert found is not None
    assert found.server.key == "s3cret"
    assert "s3cret" not in repr(found)
    for reference in ("s3cret", "env:ZHIYIN_NO_SUCH_KEY", f"file:{tmp_path / 'none'}"):
        with pytest.raises(SetupError, match="second_opinion: key") as raised:
            second_opinion_of(configured(tmp_path, url=ELSEWHERE, key=reference))
        assert "s3cret" not in str(raised.value)


async def test_doctor_says_where_text_would_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIYIN_HOME", str(tmp_path))
    for setting, level, what in (
        ("", "ok", "off"),
        ("second_opinion: {url: 'http://localhost:1/v1', model: m, trust: 0.8}", "ok", "localhost"),
        (f"second_opinion: {{url: '{ELSEWHERE}', model: m, trust: 0.8}}", "warn", "llm.example.com"),
    ):
        (tmp_path / "zhiyin.yaml").write_text(setting, encoding="utf-8")
        [finding] = [f for f in await examine() if f.what == "second opinion"]
        assert (finding.level, what in finding.detail) == (level, True)
