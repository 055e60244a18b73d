"""Foreign formats are read in a child process with limits: a broken file may take the child, never Etappi.

The parent sends a marshalled request and the bytes to the child's standard input and gets grids back as plain tuples,
since an object for each cell would cost more than the reading. ``python -I -m importers.child`` is the child.
"""

import gc
import importlib
import io
import marshal
import os
import resource
import sys
from contextlib import suppress
from typing import Any, Protocol

from core.errors import EtappiError
from core.findings import Finding, Place
from importers.limits import STANDARD, Limits
from importers.readers.grid import Grid, rows_of

_CLASSES = {
    "workbook": ("importers.readers.workbook", "WorkbookReader"),
    "docx": ("importers.readers.document", "DocumentReader"),
    "html": ("importers.readers.web", "WebReader"),
    "pdf": ("importers.readers.portable", "PortableReader"),
    "docx_lines": ("importers.readers.running", "DocumentLines"),
    "pdf_lines": ("importers.readers.running", "PortableLines"),
}
_WITH_NAMES = "pdf"  # the reader that is told of known names
_PLACE = ("file", "sheet", "page", "table", "row", "column", "item")


class _Inner(Protocol):
    name: str
    version: str

    def score(self, content: bytes) -> int: ...


class Limited:
    """A reader that reads in a child process. It remembers its last result: a plan is made once to be shown and once
    more to be written."""

    def __init__(self, inner: _Inner, limits: Limits = STANDARD) -> None:
        self.name, self.version, self.score = inner.name, inner.version, inner.score
        self.limits = limits
        self.wants_names = inner.name == _WITH_NAMES
        self.last: tuple[object, tuple[Grid, ...]] | None = None

    def read(self, content: bytes, file: str, known: tuple[str, ...] = ()) -> tuple[Grid, ...]:
        """The grids of *content*. *known* are names of organisations, which help where the layout alone does not say
        what belongs together. EtappiError: what the reader refuses, and a child that died or took too long."""
        import hashlib

        key = (hashlib.sha256(content).digest(), file, known)
        last = self.last  # another thread may read another file meanwhile
        if last is None or last[0] != key:
            last = self.last = (key, run(self.name, content, file, known, self.limits))
        return last[1]


def run(reader: str, content: bytes, file: str, known: tuple[str, ...], limits: Limits) -> tuple[Grid, ...]:
    """Read in a new child process."""
    import subprocess  # the child needs it not

    request = marshal.dumps((reader, file, known, limits.as_dict()))
    command = [sys.executable, "-I", "-B", "-m", "importers.child"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as child:
        try:
            output, _ = child.communicate(len(request).to_bytes(8, "little") + request + content, limits.clock)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise EtappiError("import.too_slow", file=file, limit=limits.clock) from error
        except BaseException:
            child.kill()
            raise
    return answered(output, child.returncode, file, limits)


def answered(output: bytes, returncode: int, file: str, limits: Limits) -> tuple[Grid, ...]:
    """The grids that a child wrote before its end. EtappiError: what it refused, its end by a signal,
    an answer that is none."""
    import signal

    if returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise EtappiError("import.too_slow", file=file, limit=limits.cpu)
    try:
        answer = marshal.loads(output) if returncode == 0 else None
    except (ValueError, EOFError, TypeError):
        answer = None
    if answer is None:
        raise EtappiError("import.reader_died", file=file)
    if answer[0] == "refused":
        raise EtappiError(answer[1], answer[2], **answer[3])
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand rows are no garbage
    try:
        return tuple(_grid(packed) for packed in answer[1])
    finally:
        if collecting:
            gc.enable()


def _packed(grid: Grid) -> tuple[Any, ...]:
    findings = [
        (one.code, one.severity, tuple(getattr(one.place, part) for part in _PLACE), one.values)
        for one in grid.findings
    ]
    rows = grid.rows
    pages = [row.page for row in rows] if any(row.page is not None for row in rows) else None
    return (
        (grid.file, grid.sheet, grid.table, grid.first_column, grid.separated, grid.cut), findings,
        [row.number for row in rows], [row.cells for row in rows], pages,
    )  # fmt: skip


def _grid(packed: tuple[Any, ...]) -> Grid:
    (file, sheet, table, first_column, separated, cut), findings, numbers, cells, pages = packed
    told = (Finding(code, severity, Place(*place), values) for code, severity, place, values in findings)
    return Grid(file, rows_of(numbers, cells, pages), sheet, table, first_column, separated, cut, tuple(told))


# In the child


def main() -> None:
    """Read one request from standard input and write the answer to standard output."""
    gc.disable()  # a child lives for one file: looking for garbage would cost a fifth of its time
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer
    size = int.from_bytes(sys.stdin.buffer.read(8), "little")
    reader, file, known, numbers = marshal.loads(sys.stdin.buffer.read(size))
    limits = Limits(**numbers)
    _confine(limits)
    answer = marshal.dumps(_answer(reader, sys.stdin.buffer.read(), file, known, limits))
    with io.FileIO(answers, "w") as out:
        view = memoryview(answer)
        while view:
            view = view[out.write(view) or 0 :]
    os._exit(0)


def _answer(reader: str, content: bytes, file: str, known: tuple[str, ...], limits: Limits) -> tuple[Any, ...]:
    try:
        module, name = _CLASSES[reader]
        made = getattr(importlib.import_module(module), name)(limits)
        grids = made.read(content, file, known) if reader == _WITH_NAMES else made.read(content, file)
        return ("grids", [_packed(grid) for grid in grids])
    except EtappiError as error:
        return ("refused", error.code, error.exit, error.values)
    except MemoryError:
        return ("refused", "import.reader_died", 2, {"file": file})
    except RecursionError:
        return ("refused", "import.too_complex", 2, {"file": file})
    except Exception:  # the libraries raise errors of more than twenty types at broken files
        return ("refused", "import.damaged", 2, {"file": file})


def _confine(limits: Limits) -> None:
    """Take away memory, time and files. A system that does not know one of the limits keeps to the clock."""
    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
