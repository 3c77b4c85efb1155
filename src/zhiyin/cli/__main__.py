"""``python -m zhiyin.cli`` is the same as ``zhiyin``."""

from zhiyin.cli import main

main()
