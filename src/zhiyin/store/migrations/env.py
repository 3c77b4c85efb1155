"""Alembic runs this file. The connection comes from ``store.migrate``, which also owns the transaction."""

from alembic import context

from zhiyin.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table in place: later scripts copy it.
    render_as_batch=True,
)

with context.begin_transaction():
    context.run_migrations()
