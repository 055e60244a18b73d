"""Forms: lines to fill in, what is wrong at once, and what is done when somebody else was quicker (R20)."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from core.errors import EtappiError
from locales import t
from locales.formats import weekday_date
from tui import keys
from tui.dialogs.box import Box
from tui.text import content
from tui.widgets.field import Field
from tui.widgets.lines import Heading, Lines
from tui.widgets.options import Line, Options
from tui.widgets.shell import Foot

if TYPE_CHECKING:
    from store.editing import Base, StaleEdit
    from tui.app import EtappiApp

SAVE = keys.key("save", "enter", "screen.save", "act")
FIELDS = [
    keys.key("next_field", "down,tab,j", "screen.field(1)", "move"),
    keys.key("previous_field", "up,shift+tab,k", "screen.field(-1)", "move"),
]
KEEP = "keep"


class Form(Box[None]):
    """A box of lines; ↵ saves, q or Esc leaves without saving.

    A form gives its lines in `lines_of`, says in `wrong` what cannot be saved, and saves in `save`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [SAVE, *FIELDS]
    FOOT: ClassVar[tuple[tuple[str, ...], ...]] = (("save",), ("next_field",), ("close",))
    CSS = (
        Box.CSS
        + """
    #box-title { margin-bottom: 1; }
    #box-problem { height: auto; margin: 1 0; text-wrap: wrap; text-overflow: fold; }
    Field { background: $panel; }
    """
    )

    def __init__(self, title: str, base: "Base | None" = None) -> None:
        super().__init__()
        self.heading = title
        self.base = base
        self.clashes: Mapping[str, tuple[object, object]] = {}
        self.told: tuple[Content, ...] = ()

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Heading("box-title", self.heading)
            yield from self.lines_of()
            yield Lines("box-problem")
            yield Foot(*self.FOOT)

    def lines_of(self) -> Iterator[Widget]:
        """The lines, top to bottom; ids are the names of fields."""
        raise NotImplementedError

    def wrong(self) -> str:
        """What cannot be saved as it stands, in a sentence; empty if all is well."""
        return ""

    def save(self) -> None:
        """Save what the lines hold."""
        raise NotImplementedError

    def said(self, name: str, value: object) -> str:  # noqa: ARG002 - for forms whose values need other words
        """A field's value in words."""
        return str(value)

    def on_mount(self) -> None:
        """The keys go to the first line that is to be filled in."""
        self.first().focus()
        self.look()

    def first(self) -> Widget:
        """The line that has the keys when the form opens."""
        return self._stops()[0]

    def line(self, name: str) -> Line:
        """The line of a field."""
        found = self.query_one(f"#{name}")
        if not isinstance(found, Line):
            raise TypeError(name)
        return found

    def values(self, names: "Mapping[str, object]") -> dict[str, object]:
        """What the lines of these fields hold now."""
        return {name: self.line(name).value for name in names}

    def look(self) -> None:
        """Tell what is wrong, and what was told before."""
        problem = self.wrong()
        wrong = [content(problem, "$error")] if problem else []
        self.query_one("#box-problem", Lines).show(*self.told, *wrong)

    @on(Options.Changed)
    def _chosen(self, event: Options.Changed) -> None:
        if event.options.id == KEEP:
            for name, (mine, theirs) in self.clashes.items():
                self.line(name).choose(mine if event.options.value == "mine" else theirs)
        self.look()

    @on(Field.Changed)
    def _typed(self) -> None:
        self.look()

    @on(Field.Submitted)
    def _submitted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Save, unless something is wrong."""
        if not self.wrong():
            self.save()

    def action_field(self, step: int) -> None:
        """The line after (1) or before (-1)."""
        stops = self._stops()
        at = next((place for place, line in enumerate(stops) if line is self.focused), 0)
        self.set_focus(stops[(at + step) % len(stops)])  # at once: keys that came in one packet follow it

    def _stops(self) -> list[Widget]:
        return list(self.query("Options, Field, Paper").results())

    def refused(self, reread: "Callable[[], Base | None]") -> Callable[[EtappiError], object]:
        """What to do where a save was refused: for a stale form *reread* gives the row as it is now, and both values
        are shown; what was filled in stays."""

        def failed(error: EtappiError) -> None:
            from store.editing import StaleEdit

            if isinstance(error, StaleEdit):
                self.app.read(reread, lambda base: self.rebased(error, base), "form")
            elif error.code in ("store.row_gone", "store.row_changed"):
                self.app.read(reread, self._again, "form")

        return failed

    def _again(self, base: "Base | None") -> None:
        """The row is gone or was changed: take over what the user has not touched."""
        if base is not None and self.base is not None:
            for name, value in self.values(base.values).items():
                if value == self.base.values[name]:
                    self.line(name).choose(base.values[name])
        self.base = base
        if base is None:
            self.gone()

    def gone(self) -> None:
        """What the form was opened for is not there any more."""

    def rebased(self, error: "StaleEdit", now: "Base | None") -> None:
        """Show both values of each field that both changed; take over what only the other one changed."""
        if now is None or self.base is None:
            self._again(now)
            return
        mine = self.values(now.values)
        clashing = {clash.column for clash in error.clashes}
        for name, value in now.values.items():
            if name not in clashing and mine[name] == self.base.values[name]:
                self.line(name).choose(value)
        self.clashes = {name: (mine[name], now.values[name]) for name in clashing if name in now.values}
        self.base = now
        when = weekday_date(error.at[:10]) + " " + error.at[11:16] if len(error.at) > 15 else error.at
        self.told = (
            content(t("tui.stale_title", who=error.who, date=when), "bold $warning"),
            *(content(t("tui.stale_field", field=t(f"tui.field_{name}"), theirs=self.said(name, theirs),
                        mine=self.said(name, own))) for name, (own, theirs) in self.clashes.items()),
        )  # fmt: skip
        self.look()
        self._offer()

    def _offer(self) -> None:
        """Whose value stays: a line of its own, with the keys."""
        options = [("mine", t("tui.keep_mine")), ("theirs", t("tui.keep_theirs"))]
        for old in self.query(f"#{KEEP}"):
            if isinstance(old, Options):
                old.place = 0
                old.refresh()
                old.focus()
                return
        line = Options(KEEP, t("tui.field_keep"), options, "mine")
        self.query_one("#box").mount(line, before="#box-problem")
        line.focus()


def told_merged(app: "EtappiApp", saved: Any) -> None:
    """Say that somebody else's change of other fields was kept."""
    if saved.merged:
        fields = ", ".join(t(f"tui.field_{name}").lower() for name in saved.merged)
        app.tell(t("tui.merged_fields", who=saved.who or "?", fields=fields))
