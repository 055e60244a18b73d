"""What the forms of the Work packages screen have in common: quarters, days, decisions."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from core import quarter as quarters
from core.board import Board
from core.dates import read_date
from core.decisions import read_decision
from core.errors import EtappiError
from core.text import clean
from locales import t
from store.editing import Base, Saved
from tui import keys
from tui.dialogs.form import Form, told_merged
from tui.signs import Signs
from tui.text import sentence
from tui.widgets.field import Field
from tui.widgets.inputs import written
from tui.widgets.options import Options, Typed

LONGEST = 500  # signs of a reason, as the store takes it


class WorkForm(Form):
    """A form in a project and quarter that *board* knows, *about* an item or package (its code). Fields that say when
    and by what decision are named ``on`` and ``decision``; empty is today, and no decision."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CLOSE_FIELD]
    FOOT: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("save",), ("previous_choice", "next_choice"), ("next_field",), ("close_field",)
    )  # fmt: skip

    def __init__(self, title: str, about: str, board: Board, signs: Signs, base: Base | None = None) -> None:
        super().__init__(title, base)
        self.about = about
        self.board = board
        self.signs = signs

    def choice(
        self, name: str, options: Sequence[tuple[object, str]], value: object, more: Sequence[str] = ()
    ) -> Options:
        """A line with alternatives."""
        return Options(name, t(f"tui.field_{name}"), options, value, more, self.signs.marker)

    def typed(self, name: str, value: str = "") -> Typed:
        """A line in which a text is typed, as long as the store takes it."""
        hint = {"on": t("work.hint_today"), "decision": t("work.hint_decision")}.get(name, "")
        return Typed(name, t(f"tui.field_{name}"), value, LONGEST, hint)

    def quarter_choice(self, name: str, value: int | None, none: str = "") -> Options:
        """A line with the quarters of the project, *value* too where it lies outside; *none* is the word for none."""
        span = quarters.all_between(self.board.start, self.board.end)
        known = sorted({*span, *([value] if value is not None else [])})
        options: list[tuple[object, str]] = [(None, none)] if none else []
        return self.choice(name, [*options, *((one, quarters.label(one)) for one in known)], value)

    def text(self, name: str) -> str:
        """What is typed in a line."""
        line = self.line(name)
        return line.text if isinstance(line, Typed) else str(line.value)

    def values(self, names: Mapping[str, object]) -> dict[str, object]:
        """What the lines of these fields hold now: None for nothing typed, and as it was where nobody touched it, also
        a text of several lines, of which a line shows but one."""
        before = self.base.values if self.base is not None else {}
        out = super().values(names)
        for name, value in out.items():
            old = before.get(name)
            if value == "":
                out[name] = None
            elif isinstance(old, str) and clean(old, LONGEST) == value:
                out[name] = old
        return out

    def day(self) -> str | None:
        """The day of ``on`` (ISO), None for today. EtappiError if it is none."""
        text = self.text("on")
        return read_date(text, self.board.today, (self.board.start, self.board.end)) if text else None

    def wrong_day(self) -> str:
        """What is wrong with ``on`` or ``decision``."""
        try:
            if self.query("#on"):
                self.day()
            if self.query("#decision") and self.text("decision"):
                read_decision(self.text("decision"), self.board.today, (self.board.start, self.board.end))
        except EtappiError as error:
            return sentence(error)
        return ""

    def only(self, base: Base, names: Sequence[str]) -> Base:
        """The part of what a form was opened with that this one shows."""
        return Base(base.version, base.epoch, {name: base.values[name] for name in names})

    def stop(self, name: str) -> Widget:
        """What has the keys in the line *name*."""
        line = self.query_one(f"#{name}")
        return line if line.can_focus else line.query_one(Field)

    def said(self, name: str, value: object) -> str:
        """A value in words, for the two values of a form that is stale."""
        if value is None or value == "":
            return self.signs.dash
        if name in ("first", "last", "new_quarter"):
            return quarters.label(int(str(value)))
        if name == "state":
            return t(f"work.is_{value}")
        if isinstance(value, float):
            return written(value)
        if isinstance(value, tuple):
            return ", ".join(str(one) for one in value) or self.signs.dash
        return str(value)

    def kept(self, saved: object) -> None:
        """It is saved: say so and close."""
        if isinstance(saved, Saved):
            told_merged(self.app, saved)
        self.app.tell(t("work.saved", what=self.about))
        self.dismiss()
