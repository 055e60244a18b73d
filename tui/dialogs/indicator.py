"""The value of an indicator in a quarter: a number, or a level in words."""

from collections.abc import Iterator

from textual.widget import Widget

from core.board import Board
from core.quarter import label
from core.work import IndicatorRow
from locales import t
from store.editing import Base
from tui.dialogs.workform import WorkForm
from tui.screens.packages_words import figure
from tui.signs import Signs
from tui.text import content
from tui.widgets.inputs import Number


class IndicatorForm(WorkForm):
    """A 0 that is typed is a declared zero; nothing typed takes the value away."""

    def __init__(self, one: IndicatorRow, base: Base | None, board: Board, signs: Signs) -> None:
        self.one = one
        self.name_of_value = "value" if one.kind == "quantitative" else "level"
        title = t("work.indicator_title", title=one.title, quarter=label(board.quarter))
        self.whole = base
        super().__init__(title, label(board.quarter), board, signs, self._shown(base))
        target = t("work.value_missing") if one.target is None else figure(one.target)
        hints = [t("work.indicator_hint")]
        if one.kind == "quantitative":
            hints.append(t("work.target_is", value=target) + (f" ({one.unit})" if one.unit else ""))
        self.told = tuple(content(hint, "$muted") for hint in hints)

    def lines_of(self) -> Iterator[Widget]:
        """The number or the level, and a note."""
        now = self.base.values if self.base is not None else {}
        value = now.get("value")
        if self.one.kind == "quantitative":
            yield Number("value", t("tui.field_value"), value if isinstance(value, int | float) else None)
        else:
            yield self.typed("level", str(now.get("level") or ""))
        yield self.typed("note", str(now.get("note") or ""))

    def wrong(self) -> str:
        """No number, or nothing said where nothing was said before."""
        name = self.name_of_value
        value = self.line(name).value
        if name == "value" and isinstance(value, str):
            return t("work.wrong_number")
        return t("work.wrong_nothing") if value in (None, "") and self.base is None else ""

    def save(self) -> None:
        """Save it for the quarter shown."""
        work, id, quarter, base = self.app.desk.work, self.one.id, self.board.quarter, self.whole
        before = base.values if base is not None else {"value": None, "level": None}
        wanted = {**before, **self.values(dict.fromkeys((self.name_of_value, "note")))}
        self.app.write(
            lambda: work.set_indicator_value(id, quarter, base, wanted), self.kept, self.refused(self._reread)
        )

    def _reread(self) -> Base | None:
        self.whole = self.app.desk.work.indicator_base(self.one.id, self.board.quarter)
        return self._shown(self.whole)

    def _shown(self, base: Base | None) -> Base | None:
        return self.only(base, (self.name_of_value, "note")) if base is not None else None
