"""Who holds the store's write lock, for people who wait (reliability.md R8): a hint from /proc, never a lock file."""

import os
import pwd
import time
from dataclasses import dataclass

RESERVED_BYTE = 1_073_741_825
"""The byte of the database file that SQLite locks while a transaction writes."""


@dataclass(frozen=True)
class Holder:
    """A process that writes: its user and id, and for how many seconds the process has run (None if unknown)."""

    user: str
    pid: int
    seconds: int | None


def holder(path: str) -> Holder | None:
    """The process that holds the write lock of the store at *path*; None if nobody does or it cannot be known.

    Reads /proc/locks, so it works on Linux and sees processes of this machine; the database file is not opened.
    """
    try:
        found = os.stat(os.path.realpath(path))  # noqa: PTH116
        with open("/proc/locks", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            lines = file.read().splitlines()
    except OSError:
        return None
    wanted = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    for line in lines:
        parts = line.split()
        if len(parts) < 8 or parts[1] == "->" or parts[3] != "WRITE" or parts[5] != wanted:
            continue
        first, last = int(parts[6]), int(parts[7]) if parts[7] != "EOF" else RESERVED_BYTE
        if first <= RESERVED_BYTE <= last:
            return _process(int(parts[4]))
    return None


def _process(pid: int) -> Holder:
    try:
        user_id = os.stat(f"/proc/{pid}").st_uid  # noqa: PTH116
        began = os.stat(f"/proc/{pid}").st_mtime  # noqa: PTH116
        user = pwd.getpwuid(user_id).pw_name
    except (OSError, KeyError):
        return Holder("?", pid, None)
    return Holder(user, pid, max(0, int(time.time() - began)))
