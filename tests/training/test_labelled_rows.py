"""A user's CSV: any usual encoding and header, each bad row named by its line, good rows used, personal data masked."""

import pytest

from zhiyin.domain.errors import InputError
from zhiyin.training.evaluation_plan import load_evaluation_plan
from zhiyin.training.labelled_rows import LabelledRows, read_labelled

UNSEEN = load_evaluation_plan().unseen


def read(text: str, encoding: str = "utf-8") -> LabelledRows:
    return read_labelled(text.encode(encoding), UNSEEN)


def filler(count: int = 40) -> str:
    return "".join(f"第{i}件很好,positive\n第{i}件很差,negative\n" for i in range(count // 2))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["text,label", "文本,标签", "Label,Text"])
def test_usual_headers_and_encodings_are_read(header: str, encoding: str) -> None:
    rows = filler()
    if header.startswith("Label"):
        rows = "".join(",".join(reversed(line.split(","))) + "\n" for line in rows.splitlines())
    found = read(f"{header}\n{rows}", encoding)
    assert (found.head, len(found.rows), found.bad) == ("polarity", 40, [])
    assert found.rows[0].passage.folded == "第0件很好"


def test_bad_rows_are_named_by_their_line_and_kept_out() -> None:
    bad = 'x,unheard-of\n,positive\n没有标签\n第0件很好,negative\n"两行\n文本",positive\n末尾,nonsense\n'
    found = read("text,label\n" + filler() + bad)
    assert len(found.rows) == 41
    assert [(b.line, b.why.split("'")[0].strip()) for b in found.bad] == [
        (42, "label"),
        (43, "no text"),
        (44, "no label"),
        (45, "repeats line 2"),
        (48, "label"),
    ]


def test_emotions_in_chinese_and_numbers_are_labels() -> None:
    felt = "".join(f"第{i}次,愤怒\n第{i}回,感激\n" for i in range(20))
    assert read("内容\t情绪\n".replace("\t", ",") + felt).head == "emotion"
    numbers = "".join(f"第{i}次,0\n第{i}回,2\n" for i in range(20))
    found = read("text;label\n" + numbers.replace(",", ";"))
    assert {row.label for row in found.rows} == {"negative", "positive"}


def test_context_is_read_as_lines_or_as_json() -> None:
    lines = '"哦","negative","客户：能退吗\n客服：不能"\n'
    listed = '"好吧","negative","[[""客户"", ""能退吗""], [""客服"", ""不能""]]"\n'
    rows = filler() + lines + listed
    found = read("text,label,context\n" + rows)
    for row in found.rows[-2:]:
        assert [(line.passage.folded, line.ours) for line in row.before] == [("能退吗", False), ("不能", True)]


def test_texts_pass_the_mask_and_so_do_the_labels_that_are_told() -> None:
    found = read("text,label\n" + filler() + "打我电话13812345678,positive\n又一条,13812345678\n")
    assert "13812345678" not in found.rows[-1].passage.folded
    assert found.rows[-1].passage.holes
    assert "138" not in found.bad[0].why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe\x00t\x00e", "neither UTF-8 nor GBK"),
        (b"", "names no column 'text'"),
        ("text,note\n好,1\n".encode(), "names no column 'label'"),
        (("text,label\n" + filler(30)).encode(), "30 good rows"),
        (("text,label\n" + "".join(f"第{i}件,positive\n" for i in range(50))).encode(), "1 labels"),
        (("text,label\n" + "".join(f"第{i}件,price\n" for i in range(50))).encode(), "line 2: label 'price'"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_labelled(content, UNSEEN)


def test_a_quote_that_is_never_closed_costs_the_rest_and_says_so() -> None:
    found = read("text,label\n" + filler() + '"没有关' + "上" * 4100 + "\n" + filler())
    assert len(found.rows) == 40
    assert (found.bad[0].line, "quote" in found.bad[0].why) == (42, True)
