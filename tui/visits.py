"""What its user had seen when the app was closed: one small file a store in ``$XDG_STATE_HOME/etappi/``, never the
store itself, since that belongs to all of them. Where it cannot be read or written nothing is told as new."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.places import state_folder


def last(environ: Mapping[str, str], epoch: str) -> tuple[int, str] | None:
    """The number of the last action seen in the store of *epoch*, and the instant (UTC) of it; None if unknown."""
    try:
        number, at = _file(environ, epoch).read_text("ascii").split()
        return int(number), at
    except (OSError, ValueError):
        return None


def keep(environ: Mapping[str, str], epoch: str, action: int, at: str) -> None:
    """Remember that everything up to *action* was seen at the instant *at*."""
    file = _file(environ, epoch)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.write_text(f"{action} {at}\n", "ascii")
        beside.replace(file)


def _file(environ: Mapping[str, str], epoch: str) -> Path:
    name = "".join(sign for sign in epoch if sign.isalnum())
    return Path(state_folder(environ)) / f"seen-{name}"
