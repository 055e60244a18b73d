"""The command palette: any organisation, package or item of the project, and everything that can be done from here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from core.text import folded
from locales import LANGUAGES, language, t
from tui import keys
from tui.dialogs.choice import Choice, Entry, Search
from tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.binding import ActiveBinding

    from store.desk import Hit
    from tui.app import EtappiApp

PAUSE = 0.12  # seconds without a key before the store is asked
GROUPS = ("act", "quarter", "app")  # bindings that are commands; screens have lines of their own, moves have none

OWN = (keys.PALETTE.id, keys.LEAVE.id)  # what is open already, and another way to quit


class Palette(Search):
    """What is typed finds organisations, packages and items in the store, and commands by their words."""

    def __init__(self, app: "EtappiApp") -> None:
        super().__init__(t("tui.palette_title"), app.signs)
        self._commands = [*screens(app), *commands(app), *locking(app), *owing(app), *switches(app)]
        self._text = ""
        self._hits: Sequence[Hit] = ()
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Everything that can be done, before anything is typed."""
        self._show_all()

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        self._text = folded(self.query_one(Field).text)
        if self._timer is not None:
            self._timer.stop()
        if self._text:
            self._timer = self.set_timer(PAUSE, self._ask)
        else:
            self._found(())
        self._show_all()

    def _ask(self) -> None:
        desk, text = self.app.desk, self.query_one(Field).text
        self.app.read(lambda: desk.find(text), lambda hits: self._answered(text, hits), "palette")

    def _answered(self, text: str, hits: "Sequence[Hit]") -> None:
        if self.is_attached and text == self.query_one(Field).text:
            self._found(hits)

    def _found(self, hits: "Sequence[Hit]") -> None:
        self._hits = hits
        self._show_all()

    def _show_all(self) -> None:
        words = self._text.split()
        fitting = [entry for entry in self._commands if _finds(words, entry)]
        found = [self._entry(hit) for hit in self._hits if self._text]
        self.fill([*found, *fitting], calm=t("tui.palette_nothing"))

    def _entry(self, hit: "Hit") -> Entry:
        app = self.app
        if hit.kind == "organisation":
            number = hit.id
            return Entry(t("tui.kind_organisation"), hit.name, hit.more, lambda: app.open_organisation(number))
        code = hit.name
        if hit.kind == "item":
            return Entry(t("tui.kind_item"), hit.name, hit.more, lambda: app.open_package(None, code))
        return Entry(t("tui.kind_package"), hit.name, hit.more, lambda: app.open_package(code))


def _finds(words: Sequence[str], entry: Entry) -> bool:
    text = folded(f"{entry.kind} {entry.name}")
    return all(word in text for word in words)


def screens(app: "EtappiApp") -> list[Entry]:
    """A line for each screen that is there."""
    return [
        Entry(t("tui.kind_screen"), t(f"tui.key_{name}"), t(f"tui.tip_{name}"), _going(app, name))
        for name in app.screen_names
    ]


def _going(app: "EtappiApp", name: str) -> "Callable[[], object]":
    return lambda: app.go_to(name)


def commands(app: "EtappiApp") -> list[Entry]:
    """A line for each command that works on the active screen, with its keys."""
    active = list(app.screen.active_bindings.values())
    found = keys.by_id(active)
    wanted = {keys.GROUPS[group] for group in GROUPS}
    out: list[Entry] = []
    for id, bindings in found.items():
        if bindings[0].group in wanted and id not in OWN:
            labels = " ".join(dict.fromkeys(keys.label(binding.key) for binding in bindings))
            entry = next(entry for entry in active if entry.binding.id == id)
            out.append(Entry(t("tui.kind_command"), t(bindings[0].description), labels, _doing(app, entry)))
    return out


def _doing(app: "EtappiApp", active: "ActiveBinding") -> "Callable[[], Awaitable[bool]]":
    return lambda: app.run_action(active.binding.action, active.node)


def locking(app: "EtappiApp") -> list[Entry]:
    """The steps that lock a quarter, where no key of the active screen leads to them."""
    if any(entry.binding.id == "lock" for entry in app.screen.active_bindings.values()):
        return []
    return [Entry(t("tui.kind_command"), t("tui.key_lock"), t("tui.tip_lock"), app.open_closing)]


def owing(app: "EtappiApp") -> list[Entry]:
    """Who owes what, where no key of the active screen leads there."""
    if any(entry.binding.id in ("obligations", "leave_obligations") for entry in app.screen.active_bindings.values()):
        return []
    return [Entry(t("tui.kind_command"), t("tui.key_obligations"), t("tui.tip_obligations"), app.open_obligations)]


def switches(app: "EtappiApp") -> list[Entry]:
    """Languages and themes to change to."""
    spoken = [
        Entry(t("tui.kind_language"), t(f"tui.language_{one}"), "", _speaking(app, one))
        for one in LANGUAGES
        if one != language()
    ]
    themes = [
        Entry(t("tui.kind_theme"), t(f"tui.theme_{one}"), "", _painting(app, one))
        for one in app.other_themes
    ]  # fmt: skip
    return [*spoken, *themes]


def _speaking(app: "EtappiApp", wanted: str) -> "Callable[[], object]":
    return lambda: app.speak(wanted)


def _painting(app: "EtappiApp", wanted: str) -> "Callable[[], object]":
    return lambda: app.paint(wanted)


def project_list(app: "EtappiApp", projects: Sequence[tuple[str, str]]) -> Choice:
    """The projects of the store, that of now under the cursor."""

    def switching(code: str) -> "Callable[[], object]":
        return lambda: app.switch_project(code)

    entries = [Entry("", code, name, switching(code)) for code, name in projects]
    here = next((place for place, (code, _) in enumerate(projects) if code == app.project), 0)
    return Choice(t("tui.projects_title"), entries, app.signs, at=here)
