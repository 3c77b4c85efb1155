"""Memory: tables, queries, migrations; SQLite and PostgreSQL behind the Store seam."""
