"""Why a backup is not written, or not restored."""


class BackupError(Exception):
    """One clear line; `where` names the table, row or file at fault."""

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
