"""Errors, as one tree. Each message says what, where, and how to mend it.

ZhiyinError
 +- InputError        what came in is wrong; the sender can mend it
 |   +- RowError      one row of a file
 |   +- PolicyError   a policy that does not check
 |   +- FieldError    one field of a form
 +- SetupError        this installation is wrong; the operator can mend it
 |   +- ArtefactError a model folder that is missing, changed, or fails its golden cases
 |   +- StoreError    the database cannot be opened, is of another version, or the key is wrong
 +- BusyError         too much at once; the sender should wait and try again
 +- ConflictError     somebody else changed it in the meantime
 +- NotFoundError     no such thing
"""


class ZhiyinError(Exception):
    """Root of all errors that are meant for people to read."""


class InputError(ZhiyinError):
    pass


class RowError(InputError):
    pass


class PolicyError(InputError):
    pass


class FieldError(InputError):
    """``where`` names the field, ``code`` what is wrong, for a page that says it in its reader's language."""

    def __init__(self, where: str, code: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.code = code


class SetupError(ZhiyinError):
    pass


class ArtefactError(SetupError):
    pass


class StoreError(SetupError):
    pass


class BusyError(ZhiyinError):
    """``retry_after`` is in seconds."""

    def __init__(self, message: str, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConflictError(ZhiyinError):
    pass


class NotFoundError(ZhiyinError):
    pass
