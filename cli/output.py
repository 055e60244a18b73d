"""Where the command line writes: data to stdout, narration to stderr, JSON as one value (contract.md).

Imports nothing heavy (`etappi status`).
"""

import os
import sys

from core.display import safe, safe_lines
from core.errors import EtappiError
from core.roles import ROLES
from locales import t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

GREEN, AMBER, RED, GREY, BOLD, PLAIN = "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[90m", "\x1b[1m", "\x1b[0m"
COLOURS = {"green": GREEN, "amber": AMBER, "red": RED, "grey": GREY, "none": ""}


def put(lines: "Iterable[str]") -> None:
    """Write lines to stdout. They are made of our words and of data that went through core.display already.

    EtappiError if stdout cannot be written (a full disk); BrokenPipeError passes.
    """
    _write("".join(f"{line}\n" for line in lines))


def flush() -> None:
    """Send what waits for stdout on its way; errors as `put`."""
    _write("")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        if not text:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EtappiError("cli.output_failed", why=os.strerror(error.errno or 0)) from error


def say(text: str) -> None:
    """Write one line of narration to stderr."""
    sys.stderr.write(f"{safe(text)}\n")


def say_lines(text: str) -> None:
    """Write narration of several lines to stderr."""
    sys.stderr.write(f"{safe_lines(text)}\n")


def complain(error: EtappiError) -> int:
    """Write an error's sentence to stderr; returns its exit code."""
    domain, _, name = error.code.partition(".")
    values = {key: _worded(key, value) for key, value in error.values.items()}
    say(f"etappi: {t(f'{domain}.error_{name}', **values)}")
    return error.exit


def _worded(key: str, value: object) -> object:
    """A value of an error for people: an ISO date as they write it, the system's reason in their language."""
    if not isinstance(value, str):
        return value
    if key in ("date", "today", "start") and len(value) == 10 and value[4] == value[7] == "-":
        from locales.formats import date

        return date(value)
    if key == "role" and value in ROLES:
        return t(f"status.role_{value}_name")
    if key == "why":
        import errno

        for name in (
            "ENOENT",
            "EACCES",
            "EPERM",
            "ENOTDIR",
            "EISDIR",
            "EROFS",
            "ENOSPC",
            "EDQUOT",
            "ENAMETOOLONG",
            "EIO",
        ):
            if value == os.strerror(getattr(errno, name)):
                return t(f"cli.why_{name}")
    return safe(value)


def terminal_width() -> int | None:
    """Columns of the terminal on stdout (COLUMNS first), or None where stdout is no terminal."""
    if not sys.stdout.isatty():
        return None
    wish = os.environ.get("COLUMNS", "")
    if wish.isdigit() and int(wish) > 0:
        return int(wish)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except OSError:
        return 80


def in_colour() -> bool:
    """True if stdout is a terminal that may be coloured (NO_COLOR, TERM=dumb)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def can_show_signs() -> bool:
    """True if stdout can carry ● ▲ ■; else + ! X are written."""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def json_text(value: object) -> str:
    """A value as JSON: what the json module would write with ensure_ascii=False, without importing it.

    Takes None, bool, int, finite float, str, and lists, tuples and dicts of these.
    """
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        from _json import encode_basestring

        return str(encode_basestring(value.encode("utf-8", "replace").decode()))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json_text(key)}: {json_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(json_text(one) for one in value) + "]"
    raise TypeError(f"not for JSON: {value!r}")


def put_bytes(data: bytes) -> None:
    """Write *data* to stdout as they are; errors as `put`."""
    flush()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EtappiError("cli.output_failed", why=os.strerror(error.errno or 0)) from error


def put_json(value: object) -> None:
    """Write one JSON value and nothing else to stdout."""
    _write(json_text(value) + "\n")
