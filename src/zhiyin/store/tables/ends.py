"""Tables of ends: how the conversations of each day ended, and what has changed since that was counted."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

end_days = sa.Table(
    "end_days",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("day", sa.BigInteger, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text),
)
"""``day`` is where it begins in Chinese time; ``body`` is the JSON of its counts (``end_days``), NULL where they must
be counted anew. ``version`` grows whenever that becomes so, so that counts of before are not put there afterwards."""

end_marks = sa.Table(
    "end_marks",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tenant", NAME, nullable=False),
    sa.Column("day", sa.BigInteger),
    sa.Column("talk", NAME),
    sa.Column("customer", NAME),
    sa.Column("came_at", sa.BigInteger),
    sa.Column("opened_at", sa.BigInteger),
)
"""What has changed: all of a day, the outcomes of a conversation, or what is linked by a customer (``end_marks.Mark``).
Written by the transaction that changes it, never changed, dropped once the days are known to be counted anew.
``number`` is drawn, so that no two writers ever wait for each other."""
