"""What all tables share: one metadata, and how names are compared."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared and sorted: by code points everywhere, as Python does, whatever the database's locale."""
