"""`etappi` without a verb: the app, on a terminal."""

import os
from contextlib import suppress
from datetime import UTC, datetime

from cli.context import Context
from cli.status import choose_language
from core.errors import EtappiError
from locales import language


def open_app(context: Context) -> int:
    """Open the app; EtappiError with a hint where there is no terminal that can show it."""
    from store.desk import Desk
    from tui import visits
    from tui.settings import read_settings, settings_path
    from tui.start import check_terminal, run

    check_terminal()
    desk = Desk(context.prepared(), context.project or os.environ.get("ETAPPI_PROJECT"))
    several = desk.code is None and len(projects := desk.projects()) > 1
    if several:
        desk.code = projects[0][0]  # the list to choose from opens over it
    epoch = desk.epoch()
    desk.since = visits.last(os.environ, epoch)
    board = desk.board()
    choose_language(context.language, board.language)
    settings = read_settings(settings_path(os.environ))
    run(
        desk,
        language=language(),
        board=board,
        theme=context.theme,
        mouse=context.mouse,
        settings=settings,
        choose_project=several,
    )
    with suppress(EtappiError):  # the store may have gone while it was looked at
        visits.keep(os.environ, epoch, desk.pulse().action, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return 0
