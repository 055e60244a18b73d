"""The form of how many were at an event: persons, persons by organisation, or organisations only."""

import re
from collections.abc import Iterator, Mapping, Sequence

from textual.widget import Widget

from core.board import Board
from core.events import EventRow
from core.text import folded
from locales import t
from store.typedcounts import TypedCounts
from tui.dialogs.workform import WorkForm
from tui.signs import Signs
from tui.widgets.inputs import Number
from tui.widgets.options import Typed

LONGEST = 4000
APART = ("onsite", "online")
_NAMED = re.compile(r"(?P<name>.*?)(?:[\s=:]+(?P<count>\d{1,7}))?")


class CountsForm(WorkForm):
    """How many were there (*kind* counted) or registered; a zero that is typed is a declared zero."""

    def __init__(
        self, row: EventRow, kind: str, typed: TypedCounts, owners: tuple[tuple[int, str], ...], board: Board,
        signs: Signs,
    ) -> None:  # fmt: skip
        self.row = row
        self.kind = kind
        self.before = typed
        self.owners = owners
        super().__init__(t(f"eventscreen.title_{kind}", title=row.title), row.title, board, signs)

    def lines_of(self) -> Iterator[Widget]:
        """Persons first: that is what is most often known; of a hybrid event on site and online apart."""
        names = dict(self.owners)
        by = ", ".join(names.get(one, "?") + (f" {n}" if n is not None else "")
                       for one, n in self.before.by_organisation)  # fmt: skip
        for mode in APART if self.apart else ():
            yield Number(mode, t(f"tui.field_{mode}"), getattr(self.before, mode))
        yield Number("persons", t("tui.field_in_all" if self.apart else "tui.field_persons"), self.before.persons)
        yield Number("organisations", t("tui.field_organisations"), self.before.organisations)
        yield Typed("by_organisation", t("tui.field_by_organisation"), by, LONGEST, t("eventscreen.hint_by"))

    def first(self) -> Widget:
        """Persons."""
        return self.stop(APART[0] if self.apart else "persons")

    @property
    def apart(self) -> bool:
        """True where people on site and online are typed apart."""
        return self.row.mode == "hybrid" or (self.before.onsite, self.before.online) != (None, None)

    def numbers(self) -> dict[str, object]:
        """What the lines of numbers hold, by name."""
        return {name: self.line(name).value for name in (*(APART if self.apart else ()), "persons", "organisations")}

    def wrong(self) -> str:
        """What cannot be saved as it stands."""
        by = read_counts(self.text("by_organisation"), self.owners)
        if isinstance(by, str):
            return t("work.wrong_owner", name=by)
        numbers = self.numbers()
        for value in numbers.values():
            if value is not None and (not isinstance(value, float) or value % 1 or value < 0):
                return t("eventscreen.wrong_number")
        typed = whole(numbers)
        persons, organisations = typed["persons"], typed["organisations"]
        apart = sum(typed.get(mode) or 0 for mode in APART)
        if persons is not None and persons < apart:
            return t("eventscreen.wrong_apart", n=apart)
        least = sum(1 if one is None else one for one in by.values())
        if persons is not None and persons < least:
            return t("eventscreen.wrong_sum", n=least)
        if organisations is not None and organisations < len(by):
            return t("eventscreen.wrong_organisations", n=len(by))
        return ""

    def save(self) -> None:
        """Write the counts."""
        numbers, by = whole(self.numbers()), read_counts(self.text("by_organisation"), self.owners)
        if not by and all(one is None for one in numbers.values()):
            self.app.tell(t("eventscreen.nothing_typed"))
            return
        desk, row, kind = self.app.desk.events, self.row, self.kind
        given = tuple(by.items()) if isinstance(by, dict) else ()
        typed = TypedCounts(numbers["persons"], numbers["organisations"], given, *(numbers.get(one) for one in APART))
        self.app.write(lambda: desk.type_counts(row.code, row.id, kind, typed), self.kept)


def whole(numbers: Mapping[str, object]) -> dict[str, int | None]:
    """Numbers that were typed as whole ones; None where none is."""
    return {name: int(value) if isinstance(value, float) else None for name, value in numbers.items()}


def read_counts(text: str, owners: Sequence[tuple[int, str]]) -> dict[int, int | None] | str:
    """``Omnia 12, Gradia`` as people by organisation's id (None: it was there, how many is unknown); a name that is
    none of *owners*, or several, or stands there twice, is returned instead."""
    out: dict[int, int | None] = {}
    for piece in re.split(r"[,;]", text):
        found = _NAMED.fullmatch(piece.strip())
        if found is None or not found["name"]:
            if piece.strip():
                return piece.strip()
            continue
        number = _named(folded(found["name"]), owners)
        if number is None or number in out:
            return found["name"]
        out[number] = int(found["count"]) if found["count"] else None
    return out


def _named(name: str, owners: Sequence[tuple[int, str]]) -> int | None:
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [number for number, short in owners if fits(folded(short), name)]
        if len(found) == 1:
            return found[0]
    return None
