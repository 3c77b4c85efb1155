"""Denied: who may not."""


class Denied(Exception):  # noqa: N818
    """``status`` is 401 (who are you?) or 403 (you may not)."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
