"""Reports made on a schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_report_schedules"),
    )
    op.create_index("ix_report_schedules_next_at", "report_schedules", ["next_at"])
    op.create_table(
        "made_reports",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_made_reports"),
    )
    op.create_index("ix_made_reports_tenant_ordered_at_id", "made_reports", ["tenant", "ordered_at", "id"])
    op.create_index("ix_made_reports_status_next_at", "made_reports", ["status", "next_at"])
    _files_and_deliveries()


def _files_and_deliveries() -> None:
    op.create_table(
        "report_files",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("report", NAME, nullable=False),
        sa.Column("format", NAME, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "report", "format", "part", name="pk_report_files"),
    )
    op.create_table(
        "report_deliveries",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("report", NAME, nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_report_deliveries"),
    )
    op.create_index("ix_report_deliveries_tenant_report", "report_deliveries", ["tenant", "report"])
    op.create_index("ix_report_deliveries_status_next_at", "report_deliveries", ["status", "next_at"])
