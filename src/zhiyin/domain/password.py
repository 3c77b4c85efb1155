"""Password rules: long enough, not one that everybody tries first, not the login name.

Length instead of kinds of characters, and a list of refused ones: NIST SP 800-63B, section 5.1.1.2.
"""

import unicodedata

from zhiyin.domain.errors import FieldError

SHORTEST = 10
LONGEST = 128
"""Characters. A longest one at all, so that hashing cannot be made to eat the processor."""

DIFFERENT = 4
"""Different characters at least: ``ababababab`` is as easy as ``aaaaaaaaaa``."""

_COMMON = """
1234567890 12345678910 0123456789 0987654321 1122334455 1111111111 0000000000 8888888888 6666666666 1234567891
12345678900 123456789a 123456789q a123456789 aa123456789 abc123456789 q123456789 qq123456789 woaini1314 woaini520
woaini1314520 5201314520 1314520520 woaini5201314 iloveyou1314 wodemima123 mima123456 zhiyin1234 zhiyin12345
zhiyin123456 zhiyin2024 zhiyin2025 zhiyin2026 password12 password123 password1234 password12345 passw0rd123
p@ssw0rd123 p@ssword123 p@ssw0rd1234 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 1qaz2wsx3edc 1q2w3e4r5t
1q2w3e4r5t6y q1w2e3r4t5 qazwsxedcrfv asdfghjkl123 asdfghjkl1 zxcvbnm123 zxcvbnm1234 1qazxsw23edc admin12345
admin123456 admin123456789 administrator administrator1 admin@12345 admin@123456 adminadmin root123456 test123456
guest123456 welcome123 welcome1234 changeme123 letmein1234 letmein12345 iloveyou123 iloveyou1234 abcdefghij
abcdefghijk abcd123456 abcd12345678 abcdef123456 abc1234567 abc12345678 aa12345678 aa123456aa zaq12wsxcde3
112233445566 147258369a 147258369147 789456123a 5211314521 woshishui123 kefu123456 kefu12345678 yonghu123456
football123 monkey12345 dragon12345 sunshine123 princess123 superman123 michael1234 computer123 internet123
"""
COMMON = frozenset(_COMMON.split())


_AROUND = "0123456789 ._-@!#"
"""What people put around a word that they think makes it a password."""


def prepared(password: str) -> str:
    """As it is hashed: NFKC, so that every keyboard gives the same; cut where no password can fit any more."""
    return unicodedata.normalize("NFKC", password)[: LONGEST + 1]


def check_password(password: str, login: str) -> str:
    """The password as it is hashed. FieldError says how to mend it; it never repeats the password."""
    plain = prepared(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        detail = f"use {SHORTEST} to {LONGEST} characters; a sentence is easy to remember"
        raise FieldError("password", "length", detail)
    folded = plain.casefold()
    if folded in COMMON or len(set(folded)) < DIFFERENT:
        detail = "this one is among the first that are tried; choose another, such as a sentence"
        raise FieldError("password", "common", detail)
    if folded.strip(_AROUND) == login.strip(_AROUND):
        raise FieldError("password", "login", "it must not be the login name, alone or with digits; choose another")
    return plain
