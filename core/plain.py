"""A record class that costs nothing to import: `etappi status` cannot afford dataclasses."""


class Plain:
    """Fields are those of ``__slots__``; all are given by name, none may be left out or be unknown."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, **values: object) -> None:
        if len(values) != len(self.__slots__):
            raise TypeError(f"{type(self).__name__} takes {self.__slots__}, not {tuple(values)}")
        for name in self.__slots__:
            object.__setattr__(self, name, values[name])

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.as_dict().items())})"

    def as_dict(self) -> dict[str, object]:
        """The fields by name, in the order of ``__slots__``."""
        return {name: getattr(self, name) for name in self.__slots__}
