"""What the n-grams promise: one recipe, blind to what carries no meaning, and the same alone or in a batch."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.models.ngrams import END, HALF, HOLE, Passage, hashed, signs

TEXTS = st.text(max_size=60)


def grams(passage: Passage) -> list[int]:
    values, whole = hashed(signs([passage]))
    return [int(v) for row, ok in zip(values, whole, strict=True) for v in row[ok]]


def shown(passage: Passage) -> str:
    return "".join(chr(c) for c in signs([passage]).codes if c != END)


def test_n_grams_of_a_short_text_are_counted_by_hand() -> None:
    # 好的 with end marks is |好的|: 2 singles, 3 pairs, 2 triples, 1 of four.
    assert len(grams(Passage("好的"))) == 8


def test_digits_blanks_and_runs_are_merged() -> None:
    assert shown(Passage("等了123天")) == shown(Passage("等了7天"))
    assert shown(Passage("好!!!!!")) == "好!!"
    assert shown(Passage("在 \t\n吗")) == "在 吗"
    assert shown(Passage("好\u200b的\ufeff")) == "好的"


def test_what_stands_in_a_hole_does_not_matter() -> None:
    phone = Passage("打[手机号]给我", ((1, 6),))
    mail = Passage("打[邮箱]给我", ((1, 5),))
    assert grams(phone) == grams(mail)
    assert chr(HOLE) in shown(phone)


def test_a_text_cannot_fake_end_marks_or_holes() -> None:
    assert shown(Passage(f"a\0b{chr(HOLE)}c")) == "a b c"


def test_long_texts_are_read_at_both_ends_with_true_offsets() -> None:
    text = "甲乙" * HALF + "丙丁" * HALF
    found = signs([Passage(text, ((0, 2), (len(text) - 2, len(text))))])
    assert len(found.codes) < len(text)
    assert found.codes[1] == HOLE
    for place, code in zip(found.places.tolist(), found.codes.tolist(), strict=True):
        if code not in (END, HOLE):
            assert text[place] == chr(code)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_batch_gives_each_text_what_it_gets_alone(texts: list[str]) -> None:
    found = signs([Passage(t) for t in texts])
    values, whole = hashed(found)
    owners = np.broadcast_to(found.owners, values.shape)
    for number, text in enumerate(texts):
        mine = whole & (owners == number)
        together = [int(v) for row, ok in zip(values, mine, strict=True) for v in row[ok]]
        assert together == grams(Passage(text))


@given(TEXTS)
def test_places_point_at_the_sign_they_came_from(text: str) -> None:
    found = signs([Passage(text)])
    for place, code in zip(found.places.tolist()[1:-1], found.codes.tolist()[1:-1], strict=True):
        character = text[place]
        assert ord(character) == code or character.isdigit() or chr(code) == " "
