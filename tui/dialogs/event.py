"""The form of an event, a new one or one that is there."""

from collections.abc import Callable, Iterator

from textual.widget import Widget

from core.board import Board
from core.codes import code_key
from core.errors import EtappiError
from core.events import INVITATIONS, KINDS, MODES, EventRow, is_day_or_time
from core.moments import read_moment, read_times
from importers.eventtimes import when
from importers.eventwords import standard
from locales import t
from store.editing import Base, Saved
from tui.dialogs.form import told_merged
from tui.dialogs.workform import WorkForm
from tui.screens.events_words import moment_words, said
from tui.signs import Signs
from tui.widgets.inputs import Named
from tui.widgets.options import Typed

NAMES = ("title", "kind", "start", "ends", "window_from", "window_to", "mode", "place", "language", "invitation",
         "host_id", "joint_with", "series", "feedback_planned")  # fmt: skip
LONGEST = 200
WINDOW = ("window_from", "window_to")


class Moment(Typed):
    """A day, or a day with a time: the value is ISO, None while nothing is typed, and the text itself while that is
    neither. Where *day* gives a day (ISO), a time alone is on it."""

    def __init__(
        self, id: str, value: str | None, board: Board, hint: str, day: Callable[[], str | None] = lambda: None
    ) -> None:  # fmt: skip
        self.board = board
        self.day = day
        super().__init__(id, t(f"tui.field_{id}"), moment_words(value), LONGEST, hint)

    @property
    def value(self) -> object:
        """The moment."""
        if not self.text:
            return None
        day, times = self.day(), read_times(self.text)
        if day is not None and times is not None:
            return f"{day}T{times[0]}"
        try:
            return read_moment(self.text, self.board.today, (self.board.start, self.board.end))
        except EtappiError:
            return self.text

    def choose(self, value: object) -> None:
        """Put a moment (ISO) into the field."""
        super().choose(moment_words(str(value)) if value is not None else None)


class Edge(Typed):
    """The first day of the days between which an event is planned, or (with the line of the *earliest*) the last: a
    month, quarter or week stands for its own first or last day. The value is an ISO day, None while nothing is typed,
    and the text itself while that is none. The last day of a month that stands alone is the month's."""

    def __init__(self, id: str, value: str | None, board: Board, earliest: "Edge | None" = None) -> None:
        self.board = board
        self.earliest = earliest
        super().__init__(id, t(f"tui.field_{id}"), moment_words(value), LONGEST, t(f"eventscreen.hint_{id}"))

    @property
    def window(self) -> tuple[str, str] | None:
        """The first and last day of what is typed; None for what is no time."""
        try:
            day, last, window = when({"date": self.text}, self.board.today, (self.board.start, self.board.end),
                                     standard().months)  # fmt: skip
        except EtappiError:
            return None
        return window or ((day, last or day) if day is not None else None)

    @property
    def value(self) -> object:
        """The day."""
        if self.text:
            window = self.window
            return self.text if window is None else window[self.earliest is not None][:10]
        window = self.earliest.window if self.earliest is not None and self.earliest.text else None
        return window[1] if window is not None and window[0] != window[1] else None

    def choose(self, value: object) -> None:
        """Put an ISO day into the field."""
        super().choose(moment_words(str(value)) if value is not None else None)


class EventForm(WorkForm):
    """What an event is, when, where, for whom and in which packages. *row* and *base* are those of one that is there;
    *then* is told the code when it is saved."""

    CSS = WorkForm.CSS + "#box-title { margin-bottom: 0; } #box-problem { margin: 1 0 0 0; }"  # many lines: no air

    def __init__(
        self, board: Board, signs: Signs, hosts: tuple[tuple[int, str], ...], then: Callable[[str], object],
        row: EventRow | None = None, base: Base | None = None,
    ) -> None:  # fmt: skip
        self.row = row
        self.hosts = hosts
        self.then = then
        title = t("eventscreen.add_title") if row is None else t("eventscreen.edit_title", code=row.code)
        super().__init__(title, row.title if row else "", board, signs, self.only(base, NAMES) if base else None)

    def lines_of(self) -> Iterator[Widget]:
        """The title and the day first: nothing else is needed."""
        was = self.base.values if self.base is not None else {}
        yield self.typed("title", _text(was.get("title")))
        yield self.choice("kind", [(kind, t(f"event.kind_{kind}")) for kind in KINDS], was.get("kind", "other"))
        yield Moment("start", _or_none(was.get("start")), self.board, t("eventscreen.hint_start"))
        yield Moment("ends", _or_none(was.get("ends")), self.board, t("eventscreen.hint_ends"), self._day)
        first, last = WINDOW
        earliest = Edge(first, _or_none(was.get(first)), self.board)
        yield earliest
        yield Edge(last, _or_none(was.get(last)), self.board, earliest)
        packages = ", ".join(self.row.packages) if self.row is not None else ""
        yield Typed("packages", t("tui.field_packages"), packages, LONGEST, t("eventscreen.hint_packages"))
        modes: list[tuple[object, str]] = [(None, self.signs.dash)]
        yield self.choice("mode", [*modes, *((one, t(f"eventscreen.mode_{one}")) for one in MODES)], was.get("mode"))
        for name in ("place", "language"):
            yield self.typed(name, _text(was.get(name)))
        invited = [(one, t(f"eventscreen.invitation_{one}")) for one in INVITATIONS]
        yield self.choice("invitation", invited, was.get("invitation", "network"))
        host = was.get("host_id")
        yield Named("host_id", t("tui.field_host_id"), self.hosts, host if isinstance(host, int) else None,
                    t("eventscreen.hint_host"))  # fmt: skip
        for name in ("joint_with", "series"):
            yield self.typed(name, _text(was.get(name)))
        asked = [(0, t("eventscreen.no")), (1, t("eventscreen.yes"))]
        yield self.choice("feedback_planned", asked, was.get("feedback_planned", 0))

    def first(self) -> Widget:
        """The title."""
        return self.stop("title")

    def _day(self) -> str | None:
        value = self.line("start").value
        return value[:10] if isinstance(value, str) and is_day_or_time(value) else None

    def packages(self) -> tuple[str, ...]:
        """The codes that are typed, those of the plan as it writes them."""
        known = {code_key(one.code): one.code for one in self.board.packages}
        codes = self.text("packages").replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(known.get(code_key(code), code) for code in codes))

    def wrong(self) -> str:
        """What cannot be saved as it stands."""
        if not self.text("title"):
            return t("work.wrong_title")
        start, ends = self.line("start").value, self.line("ends").value
        for value in (start, ends):
            if value is not None and not is_day_or_time(str(value)):
                return t("eventscreen.wrong_time", value=str(value))
        first, last = (self.line(name).value for name in WINDOW)
        for value in (first, last):
            if value is not None and not is_day_or_time(str(value)):
                return t("eventscreen.wrong_window", value=str(value))
        if start is None and first is None and (self.row is None or self.row.start is not None):
            return t("eventscreen.wrong_day")
        if (first is None) != (last is None) or (first is not None and str(first) > str(last)):
            return t("eventscreen.wrong_edges")
        if ends is not None and (start is None or str(ends) < str(start)):
            return t("eventscreen.wrong_end")
        known = {one.code for one in self.board.packages}
        for code in self.packages():
            if code not in known:
                return t("eventscreen.wrong_package", code=code, known=", ".join(sorted(known)))
        if isinstance(self.line("host_id").value, str):
            return t("work.wrong_owner", name=self.text("host_id"))
        return ""

    def save(self) -> None:
        """Add the event, or change it."""
        desk, packages = self.app.desk.events, self.packages()
        values = self.values(dict.fromkeys(NAMES))
        row, base = self.row, self.base
        if row is None or base is None:
            self.app.write(lambda: desk.add(values, packages), self._added)
            return
        changed = packages if set(packages) != set(row.packages) else None
        self.app.write(lambda: desk.edit(row.code, row.id, base, values, changed), self._saved,
                       self.refused(lambda: self.only(desk.base(row.code)[1], NAMES)))  # fmt: skip

    def _added(self, code: str) -> None:
        self.app.tell(t("eventscreen.added", code=code))
        self.dismiss()
        self.then(code)

    def _saved(self, saved: Saved) -> None:
        told_merged(self.app, saved)
        self.app.tell(t("work.saved", what=self.about))
        self.dismiss()
        self.then(self.row.code if self.row is not None else "")

    def said(self, name: str, value: object) -> str:
        """A value in words."""
        if name == "host_id":
            return next((short for number, short in self.hosts if number == value), self.signs.dash)
        return said(name, value, self.signs)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)
