"""`etappi` without a verb: the app, on a terminal."""

import os
import sys
from typing import TYPE_CHECKING

from cli.context import Context
from cli.status import choose_language
from core.errors import EtappiError
from locales import language
from store.database import reading
from store.status import project_named, read_board

if TYPE_CHECKING:
    from core.board import Board


def open_app(context: Context) -> int:
    """Open the app; EtappiError with a hint where there is no terminal that can show it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise EtappiError("cli.no_terminal")
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        raise EtappiError("cli.dumb_terminal")
    path = context.prepared()
    wish = context.project or os.environ.get("ETAPPI_PROJECT")

    def load(quarter: int | None) -> "Board":
        with reading(path) as connection:
            return read_board(connection, project_named(connection, wish), quarter, history=True)

    board = load(None)
    choose_language(context.language, board.language)
    from tui.start import run

    return run(load, language=language(), board=board)
