"""`etappi` without a verb: the app, on a terminal."""

import os
from typing import TYPE_CHECKING

from cli.context import Context
from cli.status import choose_language
from locales import language
from store.database import reading
from store.status import project_named, read_board

if TYPE_CHECKING:
    from core.board import Board


def open_app(context: Context) -> int:
    """Open the app; EtappiError with a hint where there is no terminal that can show it."""
    from tui.start import check_terminal, run

    check_terminal()
    path = context.prepared()
    wish = context.project or os.environ.get("ETAPPI_PROJECT")

    def load(quarter: int | None) -> "Board":
        with reading(path) as connection:
            return read_board(connection, project_named(connection, wish), quarter, history=True)

    board = load(None)
    choose_language(context.language, board.language)
    run(load, language=language(), board=board)
    return 0
