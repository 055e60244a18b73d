"""What a package's lead reported for a quarter, and how the coordinator sees it."""

from collections.abc import Iterator

from textual.widget import Widget

from core.board import Board
from core.colour import STATUS_OF_COLOUR
from core.quarter import label
from core.work import PackageDetail
from locales import t
from locales.formats import percent
from store.editing import Base
from tui.dialogs.workform import WorkForm
from tui.signs import Signs
from tui.text import content
from tui.widgets.inputs import Number


class ReportedForm(WorkForm):
    """The share that a lead reported and a note; without a number the record is taken away."""

    def __init__(self, package: PackageDetail, base: Base | None, board: Board, signs: Signs) -> None:
        self.package = package
        title = t("work.reported_title", code=package.code, quarter=label(package.shown))
        super().__init__(title, package.code, board, signs, base)
        self.told = (content(t("work.reported_hint", done=percent(package.now.done)), "$muted"),)

    def lines_of(self) -> Iterator[Widget]:
        """Percent and note."""
        now = self.base.values if self.base is not None else {}
        value = now.get("percent")
        yield Number("percent", t("tui.field_percent"), value if isinstance(value, int | float) else None)
        yield self.typed("note", str(now.get("note") or ""))

    def wrong(self) -> str:
        """No number between 0 and 100."""
        value = self.line("percent").value
        if value is None and self.base is not None:
            return ""
        return "" if isinstance(value, float) and 0 <= value <= 100 else t("work.wrong_percent")

    def save(self) -> None:
        """Save both."""
        work, package, base = self.app.desk.work, self.package, self.base
        wanted = self.values(dict.fromkeys(("percent", "note")))
        self.app.write(
            lambda: work.set_reported(package.code, package.shown, base, wanted), self.kept, self.refused(self._reread)
        )

    def _reread(self) -> Base | None:
        return self.app.desk.work.reported_base(self.package.id, self.package.shown)


class ColourForm(WorkForm):
    """The coordinator's assessment from the quarter shown until one in which it lapses; "none" ends the one that
    holds."""

    def __init__(self, package: PackageDetail, board: Board, signs: Signs) -> None:
        self.package = package
        title = t("work.colour_title", code=package.code, quarter=label(package.shown))
        super().__init__(title, package.code, board, signs)
        self.told = (content(t("work.colour_hint"), "$muted"),)

    def lines_of(self) -> Iterator[Widget]:
        """Colour, why, until when, by what decision."""
        now = self.package.now.override
        options: list[tuple[object, str]] = [
            (colour, self.signs.status(word)) for colour, word in STATUS_OF_COLOUR.items()
        ]  # fmt: skip
        words = [t(f"status.{word}") for word in STATUS_OF_COLOUR.values()]
        if now is not None:
            options.append((None, t("work.no_assessment")))
            words.append(t("work.ends_assessment"))
        yield self.choice("colour", options, now[0] if now else "amber", words)
        yield self.typed("why", now[1] if now else "")
        yield self.quarter_choice("until", now[2] if now else self.package.shown)
        yield self.typed("decision")

    def first(self) -> Widget:
        """The colour."""
        return self.stop("colour")

    def wrong(self) -> str:
        """No reason, or a quarter before the one shown."""
        if self.line("colour").value is None:
            return ""
        if not self.text("why"):
            return t("work.wrong_reason")
        until = self.line("until").value
        return t("work.wrong_until") if isinstance(until, int) and until < self.package.shown else self.wrong_day()

    def save(self) -> None:
        """Save it as one act."""
        work, code, first = self.app.desk.work, self.package.code, self.package.shown
        colour, until = self.line("colour").value, int(str(self.line("until").value))
        why, decision = self.text("why"), self.text("decision") or None
        if colour is None:
            self.app.write(lambda: work.end_colour(code, first), self.kept)
        else:
            self.app.write(lambda: work.set_colour(code, str(colour), why, first, until, decision), self.kept)
