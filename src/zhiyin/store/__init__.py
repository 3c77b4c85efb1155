"""Memory: SQLite or PostgreSQL behind the ``Store`` seam. See docs/stores.md."""

from zhiyin.store.backup import check_backup, restore_backup, write_backup
from zhiyin.store.backup_file import Contents
from zhiyin.store.store import SqlStore, open_store

__all__ = ["Contents", "SqlStore", "check_backup", "open_store", "restore_backup", "write_backup"]
