"""The wall's view: counts add up, loads are those of the tiles, the most urgent come first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile, tile_of
from zhiyin.reports.wall import WallFilter, is_rising, wall_of
from zhiyin.testing.ringing import ringing
from zhiyin.testing.samples import T0, ref

BASE = tile_of(ringing(ref("base")))


def tile(number: int, tier: Tier, team: str, climb: float, waiting: int | None, read: int, negative: int) -> Tile:
    risk = {Tier.NONE: 0.1, Tier.MILD: 0.3, Tier.MODERATE: 0.6, Tier.SEVERE: 0.9}[tier]
    state = AlarmState.OPEN if tier is not Tier.NONE else None
    return replace(
        BASE,
        ref=ref(f"c{number:03}"),
        tier=tier,
        risk=risk,
        team=team or None,
        agent=f"{team}-{number % 3}" if team else None,
        climb=climb,
        waiting_since=None if waiting is None else T0 - waiting,
        alarm=tier,
        alarm_state=state,
        read_turns=read + negative,
        negative_turns=negative,
        channel="wechat" if number % 2 else "app",
    )


tiles = st.lists(
    st.builds(
        tile,
        st.integers(0, 999),
        st.sampled_from(Tier),
        st.sampled_from(("", "一组", "二组")),
        st.floats(-0.3, 0.3),
        st.none() | st.integers(0, 100_000),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=40,
    unique_by=lambda t: t.ref,
)


@given(tiles, st.integers(0, 50))
def test_everything_adds_up(given_tiles: list[Tile], most: int) -> None:
    view = wall_of(given_tiles, most=most)
    assert view.open == len(given_tiles) == sum(view.by_tier.values())
    assert view.open == sum(load.open for load in view.teams) == sum(load.open for load in view.channels)
    assert sum(load.open for load in view.agents) == sum(t.agent is not None for t in given_tiles)
    assert view.waiting == sum(load.waiting for load in view.teams)
    assert len(view.tiles) == min(most, len(given_tiles))
    assert [t.tier.level for t in view.tiles] == sorted((t.tier.level for t in view.tiles), reverse=True)
    for load in view.teams:
        theirs = [t for t in given_tiles if (t.team or "") == load.key]
        assert load.alarms == sum(t.tier in (Tier.MODERATE, Tier.SEVERE) for t in theirs)
        assert load.negative is None or 0 <= load.negative <= 1
    if view.longest:
        assert all((t.waiting_since or T0) >= (view.longest.waiting_since or 0) for t in given_tiles)


@given(tiles)
def test_rising_ones_are_the_fastest_first_and_before_the_others_of_their_tier(given_tiles: list[Tile]) -> None:
    view = wall_of(given_tiles)
    assert all(is_rising(t) for t in view.rising)
    assert [t.climb for t in view.rising] == sorted((t.climb for t in view.rising), reverse=True)
    for tier in Tier:
        rising = [is_rising(t) for t in view.tiles if t.tier is tier]
        assert rising == sorted(rising, reverse=True)


@given(tiles)
def test_a_filter_narrows_all_but_the_names(given_tiles: list[Tile]) -> None:
    whole, some = wall_of(given_tiles), wall_of(given_tiles, WallFilter(team="一组", channel="app"))
    assert some.names == whole.names
    assert {(t.team, t.channel) for t in some.tiles} <= {("一组", "app")}
    assert some.open == sum(t.team == "一组" and t.channel == "app" for t in given_tiles)
