"""What an import has done, with its number and how it is taken back."""

from typing import ClassVar

from textual.binding import BindingType

from core.importing import ImportPlan
from locales import t
from tui import keys
from tui.dialogs.box import Dialog
from tui.screens.imports_words import changes
from tui.signs import Signs
from tui.text import content

CLOSE_SAVED = keys.key("close_saved", "enter", "screen.close", "app")


class Saved(Dialog):
    """↵, q or Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE_SAVED]
    FOOT = (("close_saved",),)


def saved_panel(plan: ImportPlan, batch: int, signs: Signs) -> Dialog:
    """The panel of a plan that is in the store now."""
    waiting = len({row.name for row in plan.rows if row.outcome == "waiting"})
    lines = [
        content(t("import.title_saved", file=plan.file, batch=batch), "bold"),
        content(changes(plan, signs)),
        *([content(t("tui.import_waiting_below", n=waiting), "$warning")] if waiting else []),
        content(""),
        content(t("tui.how_to_undo", n=batch)),
    ]
    return Saved(f"{signs.done} {t('tui.saved_title', n=batch)}", *lines)
