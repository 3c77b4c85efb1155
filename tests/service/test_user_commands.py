"""zhiyin user, and what is said of a wrong single sign-on."""

import os
from pathlib import Path

import pytest

from zhiyin.testing.browser import PASSWORD
from zhiyin.testing.command import run_command


@pytest.fixture
def password(tmp_path: Path) -> str:
    """A file that holds a password."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return str(file)


def test_users_are_made_listed_disabled_and_given_passwords(tmp_path: Path, password: str) -> None:
    made = run_command(tmp_path, "user", "add", "Chief", "--name", "林海", "--password-file", password)
    assert made.code == 0, made.err
    assert run_command(tmp_path, "user", "add", "ann", "--access", "agent", "--password-file", password).code == 0
    listed = run_command(tmp_path, "user", "list").out.splitlines()
    assert [line.split()[0] for line in listed] == ["chief", "ann"]
    assert "admin" in listed[0]
    assert "林海" in listed[0]
    assert run_command(tmp_path, "user", "disable", "ANN").code == 0
    assert "disabled" in run_command(tmp_path, "user", "list").out.splitlines()[1]
    assert run_command(tmp_path, "user", "disable", "ann", "--undo").code == 0
    assert run_command(tmp_path, "user", "password", "ann", "--password-file", password).code == 0
    kept = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.name.startswith("zhiyin.db"))
    assert b"$argon2id$" in kept
    assert PASSWORD.encode() not in kept


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("user", "add", "a b"), 3, "login"),
        (("user", "add", "ann"), 2, "--password-file"),
        (("user", "add", "ann", "--access", "king"), 2, "king"),
        (("user", "disable", "nobody"), 3, "zhiyin user list"),
        (("user", "list", "--all"), 2, "--all"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
) -> None:
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        answer = run_command(tmp_path, *arguments)
    assert answer.code == code, answer.err
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_a_password_that_is_too_easy_and_the_last_administrator_are_refused(tmp_path: Path, password: str) -> None:
    easy = tmp_path / "easy"
    easy.write_text("1234567890", encoding="utf-8")
    refused = run_command(tmp_path, "user", "add", "chief", "--password-file", str(easy))
    assert (refused.code, "among the first" in refused.err) == (3, True)
    run_command(tmp_path, "user", "add", "chief", "--password-file", password)
    assert "last administrator" in run_command(tmp_path, "user", "disable", "chief").err


@pytest.mark.parametrize(
    ("oidc", "said"),
    [
        ("{issuer: 'http://id.example', client_id: z, default_role: agent}", "https"),
        ("{issuer: 'https://id.example', client_id: z}", "who becomes what"),
        ("{issuer: 'https://id.example', client_id: z, roles: {a: king}}", "king"),
        ("{issuer: 'https://id.example', client_id: z, default_role: agent, scopes: [email]}", "openid"),
        ("{issuer: 'https://id.example', client_id: z, default_role: agent, client_secret: plain}", "client_secret"),
    ],
)
def test_a_wrong_single_sign_on_is_named(tmp_path: Path, oidc: str, said: str) -> None:
    (tmp_path / "zhiyin.yaml").write_text(f"oidc: {oidc}\n", encoding="utf-8")
    answer = run_command(tmp_path, "serve", "--port", "0")
    assert answer.code == 3
    assert said in answer.err
    assert "Traceback" not in answer.err
