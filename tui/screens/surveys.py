"""Screen 5: what changed from start to end, how sure is it, and who has not answered? (screens.md 5)"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from locales import t
from tui import keys
from tui.screens import obligations_keys, surveys_acts, surveys_keys
from tui.screens.base import EtappiScreen
from tui.screens.surveys_lines import head_line, panel_lines, rate_line, rest_lines
from tui.screens.surveys_table import SurveyGrid, columns, listed
from tui.screens.surveys_view import Line, View, lines_of, read
from tui.screens.surveys_words import line_name
from tui.signs import SIGNS, Signs
from tui.text import content, fit
from tui.widgets.grid import Grid
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TopBar

AROUND = 7  # lines besides list, panel and rest: top, rates, two headings, foot
LIST_LEAST = 5
PANEL, PANEL_MOST = 7, 16


class Surveys(EtappiScreen):
    """The questions of a survey, what was answered to the one under the cursor, and who has not answered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        surveys_keys.ANOTHER, obligations_keys.REMIND, surveys_keys.IMPORT, surveys_keys.OPEN_ANSWERS,
        surveys_keys.ANSWERED, keys.REREAD, surveys_keys.BACK,
    ]  # fmt: skip
    CSS = "#survey-panel { height: 7; } #survey-rest { height: 2; }"

    def __init__(self, signs: Signs = SIGNS) -> None:
        super().__init__()
        self.signs = signs
        self.view: View | None = None
        self.lines: tuple[Line, ...] = ()
        self.wanted: str | None = None

    def compose(self) -> ComposeResult:
        """Rates, the list, the question under the cursor, who is missing, and the keys."""
        yield TopBar("surveys", self.signs)
        yield Lines("survey-rates")
        yield SurveyGrid("survey-questions", self.signs)
        yield Heading("survey-heading", "", self.signs)
        yield Lines("survey-panel")
        yield Heading("survey-rest-heading", "", self.signs)
        yield Lines("survey-rest")
        yield Foot(("open",), ("another_survey",), ("remind",), ("import_answers",), ("help",), ("back",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.grid.focus()
        self.reload()

    @property
    def grid(self) -> SurveyGrid:
        """The list."""
        return self.query_one("#survey-questions", SurveyGrid)

    def line(self) -> Line | None:
        """The line under the cursor."""
        return self.lines[min(self.grid.cursor, len(self.lines) - 1)] if self.lines else None

    def reload(self) -> None:
        """Read again."""
        desk, wanted = self.app.desk, self.wanted
        self.app.read(lambda: read(desk, wanted), self._show, "surveys")

    def show_survey(self, code: str) -> None:
        """Show the survey of that code, from its first question on."""
        self.wanted = code
        self.grid.move_to(0)
        self.reload()

    def _show(self, view: View) -> None:
        before = self.view
        if before is not None and before.survey and view.survey and before.survey.code != view.survey.code:
            self.grid.cursor = 0
        self.view, self.lines = view, lines_of(view)
        self.wanted = view.survey.code if view.survey is not None else None
        self._fill()

    def _fill(self) -> None:
        """Write everything for the window as it is."""
        view = self.view
        if view is None:
            return
        width, height = self.app.size
        self.query_one(TopBar).show(view.board, head_line(view, self.lines, width, self.signs))
        self.query_one("#survey-rates", Lines).show(rate_line(view, width, self.signs))
        self.grid.show(columns(view), listed(self.lines, self.signs), counted=False, calm=self._calm(view))
        rest = rest_lines(view, width, self.signs)
        self.query_one("#survey-rest-heading", Heading).show(t("surveyscreen.not_there") if rest else "")
        self.query_one("#survey-rest", Lines).show(*rest)
        room = height - AROUND - 2
        panel = max(PANEL, min(PANEL_MOST, room - len(self.lines) - 1, room - LIST_LEAST))
        self.query_one("#survey-panel").styles.height = panel
        self._fill_panel(panel)

    def _calm(self, view: View) -> str:
        if view.survey is None:
            return t("surveyscreen.none")
        return t("surveyscreen.not_answered" if not view.figures else "surveyscreen.only_texts")

    def _fill_panel(self, most: int | None = None) -> None:
        """Write what was answered to the question under the cursor."""
        line, view = self.line(), self.view
        panel, heading = self.query_one("#survey-panel", Lines), self.query_one("#survey-heading", Heading)
        if line is None or view is None:
            heading.show("")
            panel.show()
            return
        width = self.app.size.width
        heading.show(fit(line_name(line), width - 6, ellipsis=self.signs.ellipsis).rstrip())
        panel.show(*panel_lines(line, view, width, most or panel.size.height or PANEL, self.signs))

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._fill_panel()

    @on(Grid.Selected)
    def _open(self) -> None:
        surveys_acts.open_figures(self)

    def on_resize(self, event: Resize) -> None:
        """Everything follows the window."""
        super().on_resize(event)
        self._fill()

    # keys

    def action_another(self) -> None:
        """Another survey."""
        surveys_acts.choose_survey(self)

    def action_remind(self) -> None:
        """Reminders for those who have not answered."""
        surveys_acts.remind(self)

    def action_import_answers(self) -> None:
        """Answers to this survey, from a file."""
        surveys_acts.import_answers(self)

    def action_open_answers(self) -> None:
        """What people wrote."""
        surveys_acts.open_answers(self)

    def action_answered(self) -> None:
        """How many answered from each organisation."""
        surveys_acts.answered(self)

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Overview."""
        self.app.go_to("overview")
