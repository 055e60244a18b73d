"""Where Etappi keeps its files (XDG base directories). Ten lines, since a library for it costs more than `status`."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


_mask = [0o077]


def remember_mask(mask: int) -> None:
    """Keep the user's umask, before the process takes one of its own."""
    _mask[0] = mask


def allowed(mode: int) -> int:
    """What the user's umask leaves of *mode*: for files that are made for people, without names or answers in them
    (reliability.md R24)."""
    return mode & ~_mask[0]


def data_folder(environ: "Mapping[str, str]") -> str:
    """The folder of the store, the demo and the backups."""
    return _folder(environ, "XDG_DATA_HOME", ".local/share")


def config_folder(environ: "Mapping[str, str]") -> str:
    """The folder of the settings, the key and the contact file."""
    return _folder(environ, "XDG_CONFIG_HOME", ".config")


def state_folder(environ: "Mapping[str, str]") -> str:
    """The folder of what the app remembers of its user that is neither data nor a setting."""
    return _folder(environ, "XDG_STATE_HOME", ".local/state")


def _folder(environ: "Mapping[str, str]", name: str, under_home: str) -> str:
    base = environ.get(name, "")
    if not base.startswith("/"):  # the standard ignores relative paths
        base = f"{environ.get('HOME') or os.path.expanduser('~')}/{under_home}"  # noqa: PTH111
    return f"{base.rstrip('/')}/etappi"
