"""Saving a form: no last writer wins (reliability.md R20).

A form holds the version, the epoch and the values that it was opened with. If the row has changed since, what others
changed in other fields is kept and told; the same field changed by both is a `StaleEdit` with both values, who and
when.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from core.errors import EtappiError
from store.models import Fact
from store.writing import Writer


@dataclass(frozen=True)
class Base:
    """What a form was opened with: the row's version, the file's epoch, and the values of the fields it shows."""

    version: int
    epoch: str
    values: dict[str, object]


@dataclass(frozen=True)
class Clash:
    """A field that both changed: the value the form was opened with, theirs now, and the one wanted here."""

    column: str
    base: object
    theirs: object
    mine: object


class StaleEdit(EtappiError):
    """The same field was changed by somebody else since the form was opened. Nothing was written."""

    def __init__(self, clashes: tuple[Clash, ...], who: str, at: str) -> None:
        super().__init__("store.stale", 1, who=who, at=at)
        self.clashes = clashes
        self.who = who
        self.at = at


@dataclass(frozen=True)
class Saved:
    """*written* fields changed by this save; *merged* fields that somebody else had changed meanwhile, by *who*."""

    written: tuple[str, ...]
    merged: tuple[str, ...] = ()
    who: str | None = None


def save(
    writer: Writer,
    model: type[Fact],
    row_id: int,
    base: Base,
    wanted: dict[str, object],
    together: tuple[str, ...] = (),
    write: Callable[[Any, dict[str, Any]], object] | None = None,
) -> Saved:
    """Save the fields *wanted* of a row opened as *base*; EtappiError where the row is gone, `StaleEdit` on a clash.

    Fields *together* mean something only with one another (a role and how certain it is): where somebody changed one
    of them and this save another, that is a clash too. *write* stands in for setting the changed fields on the row.
    """
    row: Any = writer.session.get(model, row_id)
    if row is None:
        raise EtappiError("store.row_gone", 1)
    mine = {column: value for column, value in wanted.items() if value != base.values[column]}
    epoch = writer.connection.execute("SELECT epoch FROM meta").fetchone()[0]
    merged: tuple[str, ...] = ()
    who: str | None = None
    if row.version != base.version or epoch != base.epoch:
        theirs = {column: getattr(row, column) for column in base.values if getattr(row, column) != base.values[column]}
        who, at = last_change(writer, str(model.__tablename__), row_id)
        clashes = tuple(
            Clash(column, base.values[column], theirs.get(column, base.values[column]), mine[column])
            for column in mine
            if (column in theirs and theirs[column] != mine[column])
            or (column in together and any(other in theirs for other in together if other not in mine))
        )
        if clashes:
            raise StaleEdit(clashes, who, at)
        merged = tuple(column for column in theirs if column not in mine)
    changed = {column: value for column, value in mine.items() if getattr(row, column) != value}
    if changed and write is not None:
        write(row, changed)
        writer.session.flush()
    elif changed:
        for column, value in changed.items():
            setattr(row, column, value)
        row.version += 1
        writer.session.add(row)
        writer.session.flush()
    return Saved(tuple(changed), merged, who)


def save_or_make(
    writer: Writer,
    model: type[Fact],
    where: Mapping[str, object],
    base: Base | None,
    wanted: Mapping[str, object],
    made: Mapping[str, object],
) -> Saved:
    """Save the fields *wanted* of the row that *where* tells from all others, as `save`; make it where there is none.

    *base* None says that there was none when the form was opened: if somebody has made one since, that is a `StaleEdit`
    where it says something else. *made* are the further fields of a new row.
    """
    row: Any = writer.session.exec(select(model).filter_by(**where)).first()
    if row is not None and base is not None:
        return save(writer, model, row.id, base, dict(wanted))
    if base is not None:
        raise EtappiError("store.row_gone", 1)
    if row is None:
        fields: dict[str, Any] = {**where, **wanted, **made, "made_by": writer.action}
        writer.session.add(model(**fields))
        writer.session.flush()
        return Saved(tuple(wanted))
    clashes = tuple(Clash(column, None, getattr(row, column), value) for column, value in wanted.items()
                    if getattr(row, column) != value)  # fmt: skip
    if clashes:
        raise StaleEdit(clashes, *last_change(writer, str(model.__tablename__), row.id))
    return Saved(())


def remove(writer: Writer, model: type[Fact], where: Mapping[str, object], base: Base | None) -> bool:
    """Delete the row that *where* tells from all others; False where there is none. `StaleEdit` or EtappiError where
    somebody has changed or made it since the form was opened as *base*."""
    row: Any = writer.session.exec(select(model).filter_by(**where)).first()
    if row is None:
        return False
    if base is None or row.version != base.version:
        raise EtappiError("store.row_changed", 1)
    writer.session.delete(row)
    writer.session.flush()
    return True


def last_change(writer: Writer, table: str, row_id: int) -> tuple[str, str]:
    """Who changed (or, if nobody has, made) a row last, and when (UTC); "?" where another program did."""
    found = (
        writer.connection.execute(
            "SELECT a.actor, a.at FROM change AS c LEFT JOIN action AS a ON a.id = c.action "
            "WHERE c.table_name = ? AND c.row_id = ? ORDER BY c.id DESC LIMIT 1",
            (table, row_id),
        ).fetchone()
        or writer.connection.execute(
            f"SELECT a.actor, a.at FROM {table} AS r JOIN action AS a ON a.id = r.made_by WHERE r.id = ?", (row_id,)
        ).fetchone()
    )
    return (found[0] or "?", found[1] or "?") if found else ("?", "?")
