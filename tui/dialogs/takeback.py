"""Undo and redo: first what would be taken back, then what was left as it is."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from locales import t
from tui import keys
from tui.dialogs.box import Box, Dialog
from tui.text import content, fit, joined, measure
from tui.words import command, instant

if TYPE_CHECKING:
    from store.desk import UndoOffer
    from store.undo import UndoneAction

LABELS = ("what", "who", "when", "size")


class TakeBack(Dialog):
    """Shows an offer of `Desk.undo_offer` or `redo_offer`; ↵ or the key that opened it does it.

    *verb* is undo or redo.
    """

    BINDINGS: ClassVar[list[BindingType]] = [keys.TAKE_BACK]
    FOOT: ClassVar[tuple[tuple[str, ...], ...]] = (("take_back",), ("close",))

    def __init__(self, verb: str, offer: "UndoOffer") -> None:
        self.verb = verb
        self.offer = offer
        values = {
            "what": command(offer.command), "who": offer.actor, "when": instant(offer.at),
            "size": t("tui.undo_changes", n=offer.changes),
        }  # fmt: skip
        wide = max(measure(t(f"tui.undo_{label}")) for label in LABELS) + 2
        super().__init__(
            t(f"tui.{verb}_title", number=offer.number),
            *(joined(content(fit(t(f"tui.undo_{label}"), wide), "$muted"), content(values[label],
              "bold" if label == "what" else "")) for label in LABELS),
            content(""),
            content(t(f"tui.{verb}_ask")),
        )  # fmt: skip

    def action_take_back(self) -> None:
        """Do it, after what was begun before it; the screens below read again by themselves."""
        app, desk, verb, number = self.app, self.app.desk, self.verb, self.offer.number
        what = command(self.offer.command)
        self.dismiss()

        def told(done: "UndoneAction") -> None:
            app.tell(t(f"tui.{verb}_done", what=what, n=done.rows))
            if done.conflicts:
                app.push_screen(left(done))

        app.write((lambda: desk.undo(number)) if verb == "undo" else desk.redo, told)


def left(done: "UndoneAction") -> Box[None]:
    """What an undo left as it is, line by line with the reason."""
    lines = [
        content(
            f"{t(f'log.table_{one.table}')}: {one.name}" + (f" ({one.column})" if one.column else "")
            + f": {t(f'log.conflict_{one.reason}')}"
        )
        for one in done.conflicts
    ]  # fmt: skip
    return Dialog(t("log.conflicts", n=len(lines)), *lines)
