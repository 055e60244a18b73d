"""One line that asks why."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import BindingType

from locales import t
from tui import keys
from tui.dialogs.form import Form
from tui.widgets.options import Typed


class Reason(Form):
    """A reason in a line; ↵ gives it to *act*, Esc leaves everything as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CLOSE_FIELD]
    FOOT = (("save",), ("close_field",))

    def __init__(self, title: str, act: Callable[[str], object]) -> None:
        super().__init__(title)
        self.act = act

    def lines_of(self) -> Iterator[Typed]:
        """The reason."""
        yield Typed("reason", t("tui.field_reason"), "")

    def wrong(self) -> str:
        """A reason is given."""
        return "" if str(self.line("reason").value).strip() else t("tui.wrong_reason")

    def save(self) -> None:
        """Give it."""
        reason = str(self.line("reason").value)
        self.dismiss()
        self.act(reason)
