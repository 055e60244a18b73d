"""Where the secret of people's keys is kept: one file in the configuration folder, never in the database.

reliability.md R25: ``key`` in the configuration folder, or the file that $ETAPPI_KEY_FILE names; 32 random bytes as
one line of hexadecimal digits, mode 0600 (a group that shares a store may read it: 0640).
"""

import os
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from core.errors import EtappiError
from core.places import config_folder

BYTES = 32
_OTHERS = 0o027
"""Nobody else may read it, and a group may read but not write."""


def key_file(environ: Mapping[str, str]) -> Path:
    """Where the secret stands, whether it is there or not."""
    named = environ.get("ETAPPI_KEY_FILE")
    return Path(named) if named else Path(config_folder(environ)) / "key"


def load(environ: Mapping[str, str]) -> bytes | None:
    """The secret, or None where there is no file yet. EtappiError: unreadable, or no key stands in it."""
    return _read(key_file(environ))


def load_or_make(environ: Mapping[str, str]) -> bytes:
    """The secret; the first time it is made. Of two processes that make one at once both get the same.

    EtappiError: the file cannot be read or made, or no key stands in it. A damaged file is never written anew, since
    the keys that it made could not be compared with new ones.
    """
    path = key_file(environ)
    found = _read(path)
    if found is not None:
        return found
    try:
        if not environ.get("ETAPPI_KEY_FILE"):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_bytes(BYTES))
    except OSError as error:
        raise EtappiError("attendance.key_not_made", file=str(path)) from error
    made = _read(path)
    if made is None:
        raise EtappiError("attendance.key_not_made", file=str(path))
    return made


def of_import(environ: Mapping[str, str], marks: Collection[str], *, demo: bool) -> tuple[bytes | None, str]:
    """The secret for an import, or None and why there is none (a code of findings): the list is counted all the same.

    It is made the first time, but not where the store has people's keys already (*marks* of the secrets that made
    them): then it is somewhere else (of the *demo*'s invented people nowhere), and a new one could not be compared.
    EtappiError for a damaged file.
    """
    try:
        found = load(environ)
        if found is not None:
            return found, ""
        if marks:
            return None, "attendance.key_of_demo" if demo else "attendance.key_elsewhere"
        return load_or_make(environ), ""
    except EtappiError as error:
        if error.code == "attendance.key_damaged":
            raise
        return None, "attendance.no_key"


def rotate(environ: Mapping[str, str]) -> bytes:
    """A new secret in place of the old one, which is gone; who may read the file stays. EtappiError: it cannot be made.

    The keys that the old one made can be compared with nothing any more: whoever rotates drops them.
    """
    path = key_file(environ).resolve()
    try:
        before = path.stat()
    except OSError:
        return load_or_make(environ)
    secret = secrets.token_bytes(BYTES)
    try:
        draft = _draft(path, secret)
        try:
            draft.chmod(before.st_mode & 0o640)
            with suppress(OSError):  # a group that the user is not in
                os.chown(draft, -1, before.st_gid)
            os.replace(draft, path)  # noqa: PTH105
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise EtappiError("attendance.key_not_made", file=str(path)) from error
    return secret


def too_open(environ: Mapping[str, str]) -> bool:
    """True if others than the owner and a reading group may use the file."""
    try:
        return bool(key_file(environ).stat().st_mode & _OTHERS)
    except OSError:
        return False


def _read(path: Path) -> bytes | None:
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except UnicodeError as error:
        raise EtappiError("attendance.key_damaged", file=str(path)) from error
    except OSError as error:
        raise EtappiError("attendance.key_unreadable", file=str(path)) from error
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError as error:
        raise EtappiError("attendance.key_damaged", file=str(path)) from error
    if len(secret) != BYTES:
        raise EtappiError("attendance.key_damaged", file=str(path))
    return secret


def _write_once(path: Path, secret: bytes) -> None:
    """Written whole beside its place and linked there, so that nobody reads half a key and none takes another's."""
    draft = _draft(path, secret)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _draft(path: Path, secret: bytes) -> Path:
    """A file beside *path* with the secret, on the disk, for its owner alone. OSError: it is not there."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink()
        raise
    return draft
