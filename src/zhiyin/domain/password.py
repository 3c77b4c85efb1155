"""Password rules: long enough, not one that everybody tries first, not the login name.

Length instead of kinds of characters, and a list of refused ones: NIST SP 800-63B, section 5.1.1.2.
"""

import unicodedata

from zhiyin.domain.errors import InputError

SHORTEST = 10
LONGEST = 128
"""Characters. A longest one at all, so that hashing cannot be made to eat the processor."""

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


def check_password(password: str, login: str) -> str:
    """The password as it is hashed (NFKC). InputError says how to mend it; it never repeats the password."""
    plain = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise InputError(f"password: use {SHORTEST} to {LONGEST} characters; a sentence is easy to remember")
    folded = plain.casefold()
    if folded in COMMON or len(set(folded)) < 4:
        raise InputError("password: this one is among the first that are tried; choose another, such as a sentence")
    if folded in (login, login[::-1]) or (
        len(login) >= 4 and folded.replace(login, "").strip("0123456789._-@!#") == ""
    ):
        raise InputError("password: it must not be the login name, alone or with digits; choose another")
    return plain
