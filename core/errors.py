"""Errors that a person is meant to read: a code and its values here, the sentence in locales/."""

WRONG_USE = 2
STORE_UNUSABLE = 3


class EtappiError(Exception):
    """One sentence for the user: ``<domain>.error_<name>`` of the catalogues with *values* filled in (any names).

    ``exit`` is the exit code of contract.md: 2 wrong use or bad input, 3 the store cannot be used.
    """

    def __init__(self, code: str, exit: int = WRONG_USE, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.exit = exit
        self.values = values

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class StoreError(EtappiError):
    """The database cannot be used (exit code 3)."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, STORE_UNUSABLE, **values)
