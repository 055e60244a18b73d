"""How many answered a wave of a survey from each organisation: counts of answers, and no answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from core.board import Board
from core.short_names import with_rest
from core.surveys.figures import OrganisationAnswers
from core.surveys.records import WaveRow
from locales import t
from locales.formats import number, percent
from tui import keys
from tui.screens import surveys_keys
from tui.screens.base import EtappiScreen
from tui.screens.surveys_words import answers, wave_name
from tui.signs import Signs
from tui.text import cell, content, fit
from tui.widgets.columns import Column
from tui.widgets.grid import Row
from tui.widgets.sections import Part, Sections
from tui.widgets.shell import Foot, TopBar


class Answered(EtappiScreen):
    """Those who have not answered first, over the Surveys screen."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.REREAD, surveys_keys.LEAVE]

    def __init__(self, wave: WaveRow, signs: Signs) -> None:
        super().__init__()
        self.wave = wave
        self.signs = signs
        self.board: Board | None = None

    def compose(self) -> ComposeResult:
        """The list in parts, and the keys."""
        yield TopBar("surveys", self.signs)
        yield Sections("survey-organisations", self.signs)
        yield Foot(("up", "down"), ("page_up", "page_down"), ("help",), ("leave_surveys",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.query_one(Sections).focus()
        self.reload()

    def reload(self) -> None:
        """Read again."""
        desk, name = self.app.desk, self.wave.name
        self.app.read(lambda: (desk.board(), desk.surveys.organisations(name)), self._show, "survey-organisations")

    def _show(self, read: tuple[Board, tuple[OrganisationAnswers, ...]]) -> None:
        board, rows = read
        told = f"{wave_name(self.wave)}: {answers(self.wave)}"
        self.query_one(TopBar).show(
            board, content(fit(told, self.app.size.width, ellipsis=self.signs.ellipsis), "bold")
        )
        columns = [
            Column(t("surveyscreen.head_organisation"), 30, stretch=True),
            Column(t("survey.head_answers"), 11, right=True), Column(t("survey.head_invited"), 9, right=True),
            Column(t("survey.head_rate"), 10, right=True),
        ]  # fmt: skip
        groups = (
            ("silent", [one for one in rows if one.asked and not one.answered]),
            ("there", [one for one in rows if one.asked and one.answered]),
            ("others", [one for one in rows if not one.asked]),
        )
        parts = [Part(t(f"surveyscreen.part_{code}", n=len(found)), [self._row(one) for one in found], found)
                 for code, found in groups if found]  # fmt: skip
        unknown = self.wave.complete - sum(one.answered for one in rows)
        if unknown:
            blank = cell(self.signs.dash)
            row = (cell(t("survey.unknown_organisation"), "muted"), cell(number(unknown)), blank, blank)
            parts.append(Part(t("surveyscreen.part_unknown"), [row], [None]))
        self.query_one(Sections).show_parts(columns, parts, t("surveyscreen.nobody_asked"))

    def _row(self, one: OrganisationAnswers) -> Row:
        rate = self.signs.dash
        if one.persons:
            rate = t("survey.over") if one.answered > one.persons else percent(one.answered / one.persons)
        return (cell(with_rest(one.name, one.short)), cell(number(one.answered)),
                cell(self.signs.dash if one.persons is None else number(one.persons)), cell(rate))  # fmt: skip

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Surveys screen."""
        self.dismiss()
