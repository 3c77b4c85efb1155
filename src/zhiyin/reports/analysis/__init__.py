"""Analysis: the report on one file. Tally (mergeable counts) -> Findings (what follows) -> HTML."""
