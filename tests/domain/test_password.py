"""Password and login name rules."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.errors import FieldError, InputError
from zhiyin.domain.password import COMMON, LONGEST, SHORTEST, check_password, prepared
from zhiyin.domain.user import display_name_of, login_of


@given(st.text(max_size=200), st.text("abcdefg.-_", min_size=2, max_size=20))
def test_a_password_is_taken_as_it_is_hashed_or_refused_without_repeating_it(password: str, login: str) -> None:
    refused: FieldError | None = None
    try:
        taken = check_password(password, login)
    except FieldError as error:
        refused, taken = error, ""
    if refused is None:
        assert taken == prepared(password) == unicodedata.normalize("NFKC", password)
        assert SHORTEST <= len(taken) <= LONGEST
        assert taken.casefold() not in COMMON
    else:
        assert refused.where == "password"
        assert refused.code in ("length", "common", "login")
        assert len(password) < 12 or password not in str(refused)


@pytest.mark.parametrize("password", sorted(COMMON))
def test_every_common_password_could_be_asked_for_at_all(password: str) -> None:
    assert len(password) >= SHORTEST, "shorter ones are refused anyway"
    with pytest.raises(FieldError):
        check_password(password.upper(), "somebody")


def test_all_keyboards_give_the_same_password() -> None:
    assert prepared("ｐａｓｓ１２３") == "pass123"


@given(st.text(max_size=80))
def test_a_login_name_stays_what_it_is_when_read_again(text: str) -> None:
    try:
        login = login_of(text)
    except InputError:
        return
    assert login_of(login) == login
    assert not any(c.isspace() for c in login)


@given(st.text(max_size=80))
def test_a_display_name_holds_nothing_invisible(text: str) -> None:
    try:
        name = display_name_of(text)
    except InputError:
        return
    assert name == name.strip()
    assert not any(unicodedata.category(c)[0] == "C" for c in name)
