"""Reminders as they would be sent: shown, copied to the clipboard, written to files."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from core.display import safe_lines
from core.errors import EtappiError
from core.places import data_folder
from core.reminders import ContactProblem, Sender, match
from importers.contacts import place, read_contacts, shown
from locales import t
from reports.reminders import Letter, file_names, letter
from store.agreementsdesk import AgreementsDesk
from store.outfiles import write_all
from tui.dialogs.box import Dialog
from tui.screens import obligations_keys
from tui.text import content

FOLDER = "reminders"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
CLIPBOARD = 60_000  # bytes that terminals take at once (OSC 52: xterm 100,000 in base64, some less)


@dataclass(frozen=True)
class Reminders:
    """Letters, who sends them, lines of the contact file that cannot be used, and where that file stands (empty if
    there is one)."""

    sender: Sender
    letters: tuple[Letter, ...]
    problems: tuple[ContactProblem, ...]
    missing: str


def letters_of(
    desk: AgreementsDesk, ids: Collection[int] | None, names: Collection[str] | None, wave: str | None = None
) -> Reminders:
    """The letters of organisations by their ids or names, joined with the contacts of now; answers to a *wave*
    (``CODE/WAVE``) are asked for even where it is over."""
    path = place()
    contacts, problems = read_contacts(path)
    sender, found, known = desk.reminders(ids, names, wave)
    of, unmatched = match(contacts, known)
    letters = tuple(letter(one, sender, of.get(one.organisation_id, ())) for one in found)
    return Reminders(sender, letters, (*problems, *unmatched), "" if contacts or problems else shown(path))


class ReminderBox(Dialog):
    """The letters one after the other; c copies all of them, x writes each to a file."""

    BINDINGS: ClassVar[list[BindingType]] = [obligations_keys.COPY, obligations_keys.WRITE]
    FOOT = (("copy",), ("write_file",), ("up", "down"), ("page_up", "page_down"), ("close",))

    def __init__(self, read: Reminders) -> None:
        self.read = read
        self.text_of = ("\n" + "-" * 72 + "\n\n").join(one.text for one in read.letters)
        notes = [content(t("remind.no_file", path=read.missing), "$warning")] if read.missing else []
        notes += [
            content(t(f"remind.problem_{one.code}", line=one.line, text=one.text or "–", names=", ".join(one.names)),
                    "$warning")
            for one in read.problems
        ]  # fmt: skip
        heads = {part for one in read.letters for part in one.head.split("\n")}
        lines = [content(line, "bold" if line in heads else "") for line in self.text_of.rstrip("\n").split("\n")]
        super().__init__(t("remind.title", n=len(read.letters)), *notes, *([content("")] if notes else []), *lines)

    def action_copy(self) -> None:
        """Into the terminal's clipboard (OSC 52)."""
        text = safe_lines(self.text_of)
        if len(text.encode()) > CLIPBOARD:
            self.app.tell(t("remind.too_long"), severe=True)
            return
        self.app.copy_to_clipboard(text)
        self.app.tell(t("remind.copied", n=len(self.read.letters)))

    def action_write_file(self) -> None:
        """A file for each, in a folder that only the user can read; those of the same day are replaced."""
        app, read = self.app, self.read
        folder = Path(data_folder(os.environ)) / FOLDER

        def write() -> tuple[str, ...]:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            except OSError as error:
                raise EtappiError("cli.cannot_write", path=str(folder), why=os.strerror(error.errno or 0)) from error
            names = file_names(read.letters, read.sender)
            content = {name: one.text.encode() for name, one in zip(names, read.letters, strict=True)}
            return write_all(str(folder), content, force=True, mode=PRIVATE_FILE)

        def done(paths: tuple[str, ...]) -> None:
            app.tell(t("remind.files", n=len(paths), path=paths[0] if len(paths) == 1 else str(folder)))

        app.read(write, done, "files")
