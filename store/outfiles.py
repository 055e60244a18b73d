"""Files that Etappi writes for people: whole or not at all, and never over what is there unless that is said
(reliability.md R34)."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.errors import EtappiError
from core.places import allowed


def write_all(folder: str, files: Mapping[str, bytes], *, force: bool = False, mode: int = 0o666) -> tuple[str, ...]:
    """Write *files* (content by name) into *folder*, which is made where it is missing; their paths.

    *mode* is theirs under the user's umask: 0o600 for what names people. Each is written beside its place and put
    there at once; a link that stands there is replaced, not what it points to.
    EtappiError, with nothing written, where one exists and *force* is not given; EtappiError with the system's reason
    where the folder or a file cannot be written.
    """
    try:
        if not os.path.isdir(folder):  # noqa: PTH112
            os.makedirs(folder)  # noqa: PTH103
            os.chmod(folder, allowed(0o777))  # noqa: PTH101
    except FileExistsError as error:
        raise EtappiError("store.not_a_folder", path=folder) from error
    except OSError as error:
        raise EtappiError("cli.cannot_write", path=folder, why=os.strerror(error.errno or 0)) from error
    paths = {name: f"{folder.rstrip('/') or '/'}/{name}" for name in files}
    there = [path for path in paths.values() if os.path.lexists(path)]
    if there and not force:
        raise EtappiError("store.files_exist", path=there[0], n=len(there))
    for name, content in files.items():
        _write(paths[name], content, mode)
    return tuple(paths.values())


def _write(path: str, content: bytes, mode: int) -> None:
    beside = f"{path}.{secrets.token_hex(4)}.part"
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), allowed(mode))
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108
            raise
    except OSError as error:
        raise EtappiError("cli.cannot_write", path=path, why=os.strerror(error.errno or 0)) from error
