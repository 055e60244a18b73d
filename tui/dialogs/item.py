"""The form of an item: its state, what is done of it, its quarters, who answers for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from core.board import Board
from core.work import ITEM_STATES, ItemRow
from locales import t
from store.editing import Base, Saved
from tui.dialogs.workform import LONGEST, WorkForm
from tui.screens.packages_words import technique
from tui.signs import Signs
from tui.text import content
from tui.widgets.inputs import Named, Number, Ticks
from tui.widgets.options import Typed

if TYPE_CHECKING:
    from store.workdesk import ItemForm


class ItemEdit(WorkForm):
    """Everything of an item that may change. *at* is the field that has the keys first, else the state."""

    def __init__(self, form: "ItemForm", board: Board, signs: Signs, at: str = "") -> None:
        self.form = form
        item = form.item
        self.shown = ["state", *_measured(item), "first", "last", "owner_id", "weight", "title"]
        super().__init__(t("work.edit_title", code=item.code, title=item.title), item.code, board, signs,
                         self.only(form.base, self.shown))  # fmt: skip
        self.at = at
        self.told = (content(t("work.edit_hint", technique=technique(item)), "$muted"),)

    def lines_of(self) -> Iterator[Widget]:
        """State, units or steps, quarters, responsible, weight, title; then when, what shows it, by what decision."""
        item, values = self.form.item, self.form.base.values
        known = [state for state in ITEM_STATES if state != "done" or values["state"] == "done"]
        yield self.choice("state", [(state, t(f"work.is_{state}")) for state in known], values["state"])
        if item.technique == "units":
            yield Number("units_done", t("work.units_of", of=item.units or 0), _number(values["units_done"]))
        if item.technique == "milestones":
            steps = [(step.number, step.title) for step in item.steps]
            done = values["steps"] if isinstance(values["steps"], tuple) else ()
            yield Ticks("steps", t("tui.field_steps"), steps, done, self.signs.marker, self.signs.done)
        for name in ("first", "last"):
            value = values[name]
            yield self.quarter_choice(name, value if isinstance(value, int) else None)
        owner = values["owner_id"]
        who = owner if isinstance(owner, int) else None
        yield Named("owner_id", t("tui.field_owner_id"), self.form.owners, who, t("work.owner_lead"))
        yield Number("weight", t("tui.field_weight"), _number(values["weight"]))
        yield self.typed("title", str(values["title"]))
        yield self.typed("on")
        yield Typed("note", t("tui.field_evidence"), "", LONGEST)
        yield self.typed("decision")

    def first(self) -> Widget:
        """The state, or the field that was asked for."""
        return self.stop(self.at or "state")

    def said(self, name: str, value: object) -> str:
        """A value in words."""
        if name == "owner_id":
            return dict(self.form.owners).get(int(str(value)), "?") if value is not None else t("work.owner_lead")
        return super().said(name, value)

    def wrong(self) -> str:
        """What cannot be saved as it stands."""
        units = self.line("units_done").value if self.query("#units_done") else None
        of = self.form.item.units or 0
        if units is not None and (not isinstance(units, float) or units % 1 or not 0 <= units <= of):
            return t("work.wrong_units", of=of)
        first, last = self.line("first").value, self.line("last").value
        if isinstance(first, int) and isinstance(last, int) and first > last:
            return t("tui.wrong_quarters")
        if isinstance(self.line("owner_id").value, str):
            return t("work.wrong_owner", name=self.text("owner_id"))
        weight = self.line("weight").value
        if not isinstance(weight, float) or weight <= 0:
            return t("work.wrong_weight")
        return self.wrong_day() if self.text("title") else t("tui.wrong_empty")

    def wanted(self) -> dict[str, object]:
        """The fields as the store keeps them."""
        values = self.values(dict.fromkeys(self.shown))
        units = values.get("units_done")
        return values | ({"units_done": int(units)} if isinstance(units, float) else {})

    def save(self) -> None:
        """Save all of it as one act."""
        work, id, base, wanted = self.app.desk.work, self.form.item.id, self.base, self.wanted()
        on, note, decision = self.day(), self.text("note") or None, self.text("decision") or None
        if base is None:
            self.dismiss()
            return
        if (wanted["first"], wanted["last"]) == (base.values["first"], base.values["last"]):
            wanted = {name: value for name, value in wanted.items() if name not in ("first", "last")}
        self.app.write(
            lambda: work.edit_item(id, base, wanted, on=on, note=note, decision=decision), self._saved,
            self.refused(self._reread),
        )  # fmt: skip

    def _saved(self, saved: Saved) -> None:
        was, units = (self.base or self.form.base).values.get("units_done"), self.wanted().get("units_done")
        if "units_done" in saved.written and isinstance(was, int) and isinstance(units, int) and units < was:
            self.app.tell(t("work.fewer_units", code=self.form.item.code, was=was, units=units))
        self.kept(saved)

    def _reread(self) -> Base | None:
        form = self.app.desk.work.item(self.form.item.id, self.board.quarter)
        return self.only(form.base, self.shown) if form is not None else None

    def gone(self) -> None:
        """There is nothing left to save."""
        self.app.tell(t("work.item_gone"))
        self.dismiss()


def _measured(item: ItemRow) -> list[str]:
    """The field that says how much of an item is done."""
    return {"units": ["units_done"], "milestones": ["steps"]}.get(item.technique, [])


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None
