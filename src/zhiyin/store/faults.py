"""Faults: what a database says, turned into errors that people can act on, without any of the data."""

import sqlalchemy.exc as sx

from zhiyin.domain.errors import BusyError, StoreError, ZhiyinError


def explain(error: Exception, shown: str) -> ZhiyinError:
    """``shown`` is the address without secrets. Parameters never appear: engines hide them."""
    if isinstance(error, ZhiyinError):
        return error
    cause = error.orig if isinstance(error, sx.DBAPIError) and error.orig is not None else error
    # One line: PostgreSQL adds the offending values in a DETAIL line below.
    said = (str(cause).splitlines() or [""])[0][:200]
    if "query argument" in said:
        # asyncpg repeats the value that it could not send.
        said = "a value has the wrong type"
    if "database is locked" in said:
        return BusyError(f"the store {shown} is held by another process; try again in a moment")
    if "disk is full" in said or "No space left" in said:
        return StoreError(f"the disk of the store {shown} is full; free some space, nothing accepted so far is lost")
    return StoreError(f"the store {shown} failed: {type(cause).__name__}: {said}")
