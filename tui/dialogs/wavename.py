"""One line that asks which wave of which survey a file of answers is of."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import BindingType

from core.surveys.questions import wave_of
from locales import t
from tui import keys
from tui.dialogs.form import Form
from tui.widgets.options import Typed


class WaveName(Form):
    """``CODE/WAVE`` in a line; ↵ gives it to *act*, Esc leaves everything as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CLOSE_FIELD]
    FOOT = (("save",), ("close_field",))

    def __init__(self, title: str, act: Callable[[str], object]) -> None:
        super().__init__(title)
        self.act = act

    def lines_of(self) -> Iterator[Typed]:
        """The code of the survey and of its wave."""
        yield Typed("wave", t("surveyimport.field_wave"), "")

    def wrong(self) -> str:
        """Both codes are given."""
        code, wave = wave_of(str(self.line("wave").value))
        return "" if code and wave and "/" not in wave else t("surveyimport.hint_survey")

    def save(self) -> None:
        """Give it."""
        name = str(self.line("wave").value).strip()
        self.dismiss()
        self.act(name)
