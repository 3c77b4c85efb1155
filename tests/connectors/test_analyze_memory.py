"""A large file is read in memory that does not grow with it."""

import subprocess
import sys
from pathlib import Path

from zhiyin.connectors.source import CHUNK

MEASURE = """
import resource, sys
from zhiyin.connectors.open_table import open_table, ReadOptions
with open_table(sys.argv[1], ReadOptions()) as (_, table):
    count = sum(1 for _ in table.rows)
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
UNIT = 1 if sys.platform == "darwin" else 1024


def peak(file: Path) -> tuple[int, int]:
    """Rows read and the most memory held, in bytes."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, check=True, timeout=120)
    count, kilobytes = map(int, done.stdout.split())
    return count, kilobytes * UNIT


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    row = ("这一条评论写得很长，" * 100 + ",5\n").encode()
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes("评论,评分\n".encode() + row * 10)
    with large.open("wb") as stream:
        stream.write("评论,评分\n".encode())
        stream.writelines([row] * 10_000)
    size = large.stat().st_size
    assert size > 30_000_000
    (few, before), (many, after) = peak(small), peak(large)
    assert (few, many) == (10, 10_000)
    assert after - before < size / 4 + 8 * CHUNK
