"""What people wrote in a survey, to be read through and tagged. Nothing says who wrote what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from core.board import Board
from core.surveys.figures import OpenAnswer
from core.surveys.records import QuestionRow, WaveRow
from core.text import folded
from locales import t
from locales.surveys import text_of
from tui import keys
from tui.screens import surveys_keys
from tui.screens.base import EtappiScreen
from tui.screens.surveys_words import short_name
from tui.signs import Signs
from tui.text import cell, content, fit, measure, wrapped
from tui.widgets.columns import Column
from tui.widgets.filterbar import FilterBar
from tui.widgets.grid import Grid, Row
from tui.widgets.lines import Heading, Lines
from tui.widgets.shell import Foot, TopBar

PANEL = 6
TAG_LEAST, TAG_MOST, WAVE_MOST = 8, 20, 8


@dataclass(frozen=True)
class Written:
    """An open answer and the wave in which it was written."""

    wave: WaveRow
    answer: OpenAnswer


class WrittenRows:
    """The rows of the list, each known by the id of its answer: marks outlive a new order."""

    def __init__(self, rows: Sequence[Written], signs: Signs) -> None:
        self.written = rows
        self.signs = signs

    def count(self) -> int:
        """How many rows there are."""
        return len(self.written)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from *start* to before *stop*."""
        return [
            (cell(" ".join(one.answer.text.split())), cell(short_name(one.wave)),
             cell(one.answer.tag or self.signs.dash, "" if one.answer.tag else "muted"))
            for one in self.written[start:stop]
        ]  # fmt: skip

    def key(self, number: int) -> int:
        """The answer's id."""
        return self.written[number].answer.id


class OpenAnswers(EtappiScreen):
    """The answers of some waves, untagged ones first, over the Surveys screen; *questions* by their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.FILTER, keys.REREAD, surveys_keys.LEAVE]
    FILTER_HINT = "surveyscreen.filter_hint"
    CSS = f"#written-text {{ height: {PANEL}; }} #written-note {{ height: 1; }}"

    def __init__(self, waves: Sequence[WaveRow], questions: Mapping[str, QuestionRow], signs: Signs) -> None:
        super().__init__()
        self.waves = tuple(waves)
        self.questions = questions
        self.signs = signs
        self.board: Board | None = None
        self.every: tuple[Written, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, the answer under the cursor as a whole, and the keys."""
        yield TopBar("surveys", self.signs)
        yield Grid("written", self.signs, marking=True)
        yield Heading("written-heading", "", self.signs)
        yield Lines("written-text")
        yield Lines("written-note")
        yield Foot(("filter_done",), ("mark",), ("open",), ("filter",), ("help",), ("leave_surveys",))

    def on_mount(self) -> None:
        """Read what is shown first."""
        super().on_mount()
        self.query_one(TopBar).show(None, content(t("tui.reading")))
        self.grid.focus()
        self.reload()

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#written", Grid)

    @property
    def rows(self) -> tuple[Written, ...]:
        """The answers that the filter leaves."""
        words = folded(self.filter_text).split()
        return tuple(one for one in self.every
                     if all(word in folded(f"{one.answer.text} {one.answer.tag or ''}") for word in words))  # fmt: skip

    def reload(self) -> None:
        """Read again; the cursor stays on its line, so that one goes on with the next untagged answer."""
        desk, waves = self.app.desk, self.waves

        def ask() -> tuple[Board, tuple[Written, ...]]:
            found = [Written(wave, one) for wave in waves for one in desk.surveys.open_answers(wave.name)]
            found.sort(key=lambda one: one.answer.tag is not None)
            return desk.board(), tuple(found)

        self.app.read(ask, self._show, "open-answers")

    def _show(self, read: tuple[Board, tuple[Written, ...]]) -> None:
        self.board, self.every = read
        self._fill()

    def _fill(self) -> None:
        rest = sum(one.answer.tag is None for one in self.every)
        told = t("surveyscreen.open_told", n=len(self.every), rest=rest)
        self.query_one(TopBar).show(self.board, content(told, "bold"))
        rows = self.rows
        tags = [measure(one.answer.tag) for one in self.every if one.answer.tag]
        wave = max(measure(one) for one in (t("surveyscreen.head_wave"), *map(short_name, self.waves)))
        self.grid.show(
            [Column(t("surveyscreen.head_text"), 30, stretch=True),
             Column(t("surveyscreen.head_wave"), min(WAVE_MOST, wave), gap=2),
             Column(t("surveyscreen.head_tag"), min(TAG_MOST, max(TAG_LEAST, *tags, 0)), gap=2)],
            WrittenRows(rows, self.signs),
            calm=t("tui.filter_nothing" if self.filter_text else "surveyscreen.no_open"),
        )  # fmt: skip
        self.query_one("#written-note", Lines).show(content(t("surveyscreen.personal"), "$muted"))
        self._fill_text()

    def _fill_text(self) -> None:
        rows, width = self.rows, self.app.size.width
        answer = rows[min(self.grid.cursor, len(rows) - 1)].answer if rows else None
        asked = self.questions.get(answer.question) if answer is not None else None
        heading = text_of(asked) if asked is not None else ""
        self.query_one("#written-heading", Heading).show(fit(heading, width - 6, ellipsis=self.signs.ellipsis).rstrip())
        text = answer.text if answer is not None else ""
        told = [content(" " + line) for part in text.split("\n") for line in wrapped(part, width - 2)]
        self.query_one("#written-text", Lines).show(*told[:PANEL])

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._fill_text()

    @on(FilterBar.Changed)
    @on(FilterBar.Done)
    def _filtered(self) -> None:
        self._fill()

    @on(Grid.Selected)
    def _tag(self) -> None:
        """The form of a tag, for the answers that are marked, else for the one under the cursor."""
        from tui.dialogs.answertag import TagForm

        rows = self.rows
        marked = [one.answer for one in self.every if one.answer.id in self.grid.marked]
        chosen = marked or [rows[self.grid.cursor].answer]
        known = sorted({one.answer.tag for one in self.every if one.answer.tag}, key=folded)
        self.app.push_screen(TagForm(chosen, known, self.grid.unmark))

    def on_resize(self, event: Resize) -> None:
        """The answer is broken anew."""
        super().on_resize(event)
        self._fill_text()

    def action_reread(self) -> None:
        """Read again."""
        self.reload()

    def action_back(self) -> None:
        """To the Surveys screen."""
        self.dismiss()
