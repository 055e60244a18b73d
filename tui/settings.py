"""The user's settings of the app: ``$XDG_CONFIG_HOME/etappi/settings.toml``.

    language = "fi"
    theme = "dark"          # dark, light or terminal
    folder = "/home/minna"  # where files to import were chosen last

    [keys]                  # id of a binding = its keys (the ids stand in docs and in `tui.keys`)
    undo = "ctrl+z,z"

What cannot be used is told and ignored, one sentence each; a broken file never keeps anybody from their work.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import EtappiError
from core.places import config_folder
from locales import LANGUAGES

THEMES = ("dark", "light", "terminal")
FILE = "settings.toml"


@dataclass(frozen=True)
class Problem:
    """A setting that is ignored: the code of a sentence (``tui.setting_<why>``) and its values."""

    why: str
    values: dict[str, object]


@dataclass(frozen=True)
class Settings:
    """What the file says; None and empty where it says nothing. *path* is where it is, or would be."""

    path: str
    language: str | None = None
    theme: str | None = None
    folder: str | None = None
    keys: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def settings_path(environ: Mapping[str, str]) -> str:
    """Where the settings are."""
    return f"{config_folder(environ)}/{FILE}"


def read_settings(path: str) -> Settings:
    """The settings in the file at *path*; those of a file that is missing are empty."""
    try:
        text = Path(path).read_text("utf-8-sig")
        import tomllib  # most have no settings: then it is not taken in before the first screen

        data = tomllib.loads(text)
    except FileNotFoundError:
        return Settings(path)
    except OSError as error:
        return Settings(path, problems=(Problem("unread", {"path": path, "why": os.strerror(error.errno or 0)}),))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        return Settings(path, problems=(Problem("broken", {"path": path, "why": str(error)}),))
    problems: list[Problem] = []
    language = _one_of(data.pop("language", None), "language", LANGUAGES, problems)
    theme = _one_of(data.pop("theme", None), "theme", THEMES, problems)
    folder = data.pop("folder", None)
    keys = _keys(data.pop("keys", {}), problems)
    problems += [Problem("unknown", {"name": name}) for name in data]
    return Settings(path, language, theme, folder if isinstance(folder, str) else None, keys, tuple(problems))


def write_setting(path: str, name: str, value: str) -> None:
    """Put ``name = "value"`` at the top level of the file at *path*, which is made if missing.

    Comments and everything else stay as they are. The new file takes the old one's place at once, so that a reader
    never meets half of it. EtappiError where it cannot be written or is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    file = Path(path)
    try:
        text = file.read_text("utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        document[name] = value
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(file.resolve(), tomlkit.dumps(document))
    except OSError as error:
        raise EtappiError("tui.settings_unwritten", path=path, why=os.strerror(error.errno or 0)) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise EtappiError("tui.settings_unwritten", path=path, why=str(error)) from error


def _replace(file: Path, text: str) -> None:
    """Write beside *file* and put it in its place; nobody else may read it (reliability.md R24)."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def _one_of(value: object, name: str, known: tuple[str, ...], problems: list[Problem]) -> str | None:
    if value is None or value in known:
        return str(value) if value else None
    problems.append(Problem("value", {"name": name, "value": str(value), "known": ", ".join(known)}))
    return None


def _keys(table: object, problems: list[Problem]) -> dict[str, str]:
    """The table [keys]: a text with commas, or a list of texts, for each id."""
    if not isinstance(table, dict):
        problems.append(Problem("keys", {}))
        return {}
    found: dict[str, str] = {}
    for id, value in table.items():
        several = value if isinstance(value, list) else [value]
        if several and all(isinstance(one, str) and one.strip() for one in several):
            found[str(id)] = ",".join(one.strip() for one in several)
        else:
            problems.append(Problem("key_text", {"id": str(id)}))
    return found
