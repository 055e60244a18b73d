"""What the user prefers: language, theme and keys, changed at once and remembered in the settings."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.theme import Theme

from core.display import safe
from locales import LANGUAGES, choose, language, t
from tui.themes import THEMES

if TYPE_CHECKING:
    from tui.app import EtappiApp
    from tui.settings import Problem, Settings


class Preferences:
    """Settings at work in an app. Without a *settings* file nothing is remembered."""

    def __init__(self, app: "EtappiApp", settings: "Settings | None", theme: Theme) -> None:
        self._app = app
        self._settings = settings
        self._problems = list(settings.problems) if settings else []
        self._folder = settings.folder if settings and settings.folder and Path(settings.folder).is_dir() else ""
        self.theme = next(name for name, one in THEMES.items() if one is theme)

    def begin(self) -> None:
        """Use the user's keys, and tell what in the settings cannot be used."""
        if self._settings is not None and self._settings.keys:
            from tui.keymap import usable

            keymap, problems = usable(self._settings.keys)
            self._app.set_keymap(keymap)
            self._problems += problems
        for problem in self._problems:
            self._app.tell(told(problem), severe=True)
        self._problems = []

    def speak(self, wanted: str) -> None:
        """Speak *wanted* from now on, on every screen."""
        choose(wanted)
        self._app.rewrite()
        self._remember("language", wanted)
        self._app.tell(t("tui.language_now", language=t(f"tui.language_{wanted}")))

    def next_language(self) -> None:
        """fi, sv, en and round again."""
        self.speak(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])

    def paint(self, wanted: str) -> None:
        """Use the theme *wanted* (dark, light, terminal).

        The terminal's own colours cannot be taken or left while the app runs: that waits for the next start.
        """
        self._remember("theme", wanted)
        if "terminal" in (wanted, self.theme):
            self._app.tell(t("tui.theme_later", theme=t(f"tui.theme_{wanted}")))
            return
        self.theme = wanted
        self._app.theme = THEMES[wanted].name

    @property
    def other_themes(self) -> list[str]:
        """The themes besides that of now."""
        return [name for name in THEMES if name != self.theme]

    @property
    def folder(self) -> str:
        """The folder that the last file was imported from; else the working directory."""
        return self._folder or str(Path.cwd())

    @property
    def remembered_folder(self) -> str:
        """The folder that the last file was imported from; empty where none is remembered."""
        return self._folder

    def keep_folder(self, folder: str) -> None:
        """Remember the folder of an imported file."""
        if folder != self._folder:
            self._folder = folder
            if safe(folder) == folder:  # a name that is no text cannot stand in the settings
                self._remember("folder", folder)

    def _remember(self, name: str, value: str) -> None:
        if self._settings is None:
            return
        from tui.settings import write_setting

        path = self._settings.path
        self._app.read(lambda: write_setting(path, name, value), lambda _: None, f"settings {name}")


def told(problem: "Problem") -> str:
    """The sentence of a setting that is ignored."""
    return safe(t(f"tui.setting_{problem.why}", **problem.values))
