"""Check digits and other proofs that a number is what it looks like."""

import calendar
from typing import Final

# First two digits of GB/T 2260 division codes; 81-83 are residence permits for Hong Kong, Macau and Taiwan.
_REGIONS: Final = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
    for number in range(first, last + 1)
)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_TW_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def date_ok(year: int, month: int, day: int) -> bool:
    """A day of the calendar from 1880 to 2099."""
    return 1880 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def region_ok(code: str) -> bool:
    return code[:2] in _REGIONS


def id18_form(number: str) -> bool:
    """Region and birthday of an 18-character mainland ID (GB 11643-1999), check digit not looked at."""
    return region_ok(number) and date_ok(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def id18_check(number: str) -> bool:
    """Check digit of GB 11643-1999 (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def id15_form(number: str) -> bool:
    """Region and birthday (19yy) of the 15-digit form issued until 1999, which has no check digit."""
    return region_ok(number) and date_ok(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 check digit of bank cards."""
    total = 0
    for place, character in enumerate(reversed(number)):
        digit = int(character)
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def uscc_check(code: str) -> bool:
    """Check character of the 18-character unified social credit code (GB 32100-2015)."""
    values = [_USCC_LETTERS.find(character) for character in code.upper()]
    if len(values) != 18 or min(values) < 0:
        return False
    total = sum(value * weight for value, weight in zip(values, _USCC_WEIGHTS, strict=False))
    return (31 - total % 31) % 31 == values[17]


def hkid_check(letters: str, digits: str, check: str) -> bool:
    """Hong Kong identity card: weights 9 to 2 over letters (A = 10, blank = 36) and digits, modulo 11."""
    padded = letters.upper().rjust(2)
    values = [36 if character == " " else ord(character) - 55 for character in padded]
    values += [int(digit) for digit in digits]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return "0123456789A"[(11 - total % 11) % 11] == check.upper()


def taiwan_check(code: str) -> bool:
    """Taiwan identity card: the letter as 10 to 35, weights 1 9 8 7 6 5 4 3 2 1 1, sum divisible by 10."""
    letter = _TW_LETTERS.find(code[0].upper()) + 10
    total = letter // 10 + letter % 10 * 9
    total += sum(int(digit) * weight for digit, weight in zip(code[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    return total % 10 == 0
