"""What stands on a screen, as text and as the bytes that would be written."""

from textual.strip import Strip

from core.board import Board
from store.desk import Desk
from tests.tui import boards
from tests.tui.desks import FakeDesk
from tui.app import EtappiApp


def app_of(board: Board, language: str = "fi", **other: object) -> EtappiApp:
    """An app that shows *board*; other quarters of the drawn project load as they are."""

    def load(quarter: int | None) -> Board:
        return board if quarter in (None, board.quarter) else boards.drawn(quarter)

    return app_at(FakeDesk(load), language, board=board, **other)


def app_at(desk: FakeDesk | Desk, language: str = "fi", **other: object) -> EtappiApp:
    """An app at *desk*."""
    return EtappiApp(desk, language=language, **other)  # type: ignore[arg-type]


def strips(app: EtappiApp) -> list[Strip]:
    """The painted lines of the topmost screen, after the filters, as the driver gets them."""
    return app.screen._compositor.render_strips()


def shown(app: EtappiApp) -> list[str]:
    """The lines of the topmost screen without trailing spaces."""
    return [strip.text.rstrip() for strip in strips(app)]


def written(app: EtappiApp) -> str:
    """Everything that a full paint of the topmost screen writes to the terminal."""
    return "\n".join(strip.render(app.console) for strip in strips(app))
