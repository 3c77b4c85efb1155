"""Memory: SQLite or PostgreSQL behind the ``Store`` seam. See docs/stores.md."""

from zhiyin.store.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
