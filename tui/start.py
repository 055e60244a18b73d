"""How the app is started: what must be settled before textual is imported, and what waits until it has painted."""

import gc
import os
import sys
from collections.abc import MutableMapping
from threading import Thread
from typing import TYPE_CHECKING

from core.errors import EtappiError

if TYPE_CHECKING:
    from core.board import Board
    from store.desk import Desk
    from tui.settings import Settings

QUIET = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
DUMB = ("", "dumb", "unknown")
FEW_SIGNS = ("linux",)  # the console's font lacks some of them


def run(
    desk: "Desk",
    *,
    language: str,
    board: "Board | None" = None,
    ascii_signs: bool | None = None,
    theme: str | None = None,
    mouse: bool = True,
    settings: "Settings | None" = None,
    choose_project: bool = False,
) -> None:
    """Open the app and come back when it is closed.

    *desk* is the project that is worked at, *board* that of today's quarter if it is read already.
    *theme*: dark, light or terminal; None leaves it to *settings*, the user's, and then to the terminal. EtappiError
    where there is no terminal to draw on. *choose_project* opens the list of projects at once.
    """
    check_terminal()
    settle(os.environ)
    gc.disable()
    try:
        from tui.app import EtappiApp
        from tui.themes import suited

        few = os.environ.get("TERM") in FEW_SIGNS if ascii_signs is None else ascii_signs
        wish = theme or (settings.theme if settings else None)
        app = EtappiApp(
            desk,
            language=language,
            board=board,
            ascii_signs=few,
            theme=suited(os.environ, wish),
            settings=settings,
            after_paint=_warm,
            choose_project=choose_project,
        )
        app.run(mouse=mouse)
    finally:
        gc.enable()


def check_terminal() -> None:
    """EtappiError unless input and output are a terminal that can be drawn on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise EtappiError("tui.no_terminal")
    if os.environ.get("TERM", "").lower() in DUMB:
        raise EtappiError("tui.dumb_terminal")


def settle(environ: MutableMapping[str, str]) -> None:
    """No animations: each costs a slow line many screens. Textual reads this while it is imported."""
    for name, value in QUIET.items():
        environ[name] = value


def _warm() -> None:
    """Take the heavy writer's library in while the user looks at the first screen, so that the first edit is quick."""
    gc.enable()
    Thread(target=_import_writer, name="warm", daemon=True).start()


def _import_writer() -> None:
    import sqlmodel  # noqa: F401
