"""RowValues: one row on its way into a table, by column."""

Cell = str | int | float | None
RowValues = dict[str, Cell]
