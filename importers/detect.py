"""From a path to bytes, and from bytes to the reader that understands them; never by the file's extension."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from core.errors import EtappiError
from core.importing import Known
from importers.child import Limited
from importers.limits import STANDARD
from importers.readers.calendar import CalendarReader
from importers.readers.delimited import DelimitedReader
from importers.readers.document import DocumentReader
from importers.readers.grid import Grid, Reader
from importers.readers.portable import PortableReader
from importers.readers.text import TextReader
from importers.readers.web import WebReader
from importers.readers.workbook import WorkbookReader

SIZE_LIMIT = STANDARD.file
READERS: tuple[Reader, ...] = (
    CalendarReader(),
    TextReader(),
    DelimitedReader(),
    Limited(WorkbookReader()),
    Limited(DocumentReader()),
    Limited(WebReader()),
    Limited(PortableReader()),
)

_DATABASE = b"SQLite format 3\0"
_ZIP, _END_OF_ZIP, _TAIL = b"PK\x03\x04", b"PK\x05\x06", 65_600


def read_file(path: str | Path, store: str | Path | None = None, limit: int = SIZE_LIMIT) -> bytes:
    """The bytes of a plain file of at most *limit* bytes; EtappiError with one reason for everything else.

    *store* is the path of Etappi's own database, which is recognised before it is opened: opening and closing it
    here would drop the locks that SQLite holds on it (reliability.md R6).
    """
    name = str(path)
    try:
        _refuse_special(os.stat(path), name, store, limit)  # noqa: PTH116 - one call for every kind of path
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            # The path may have been exchanged between the look and the opening.
            _refuse_special(os.fstat(file.fileno()), name, store, limit)
            return read_stream(file, name, limit)
    except FileNotFoundError as error:
        raise EtappiError("import.missing", file=name) from error
    except PermissionError as error:
        raise EtappiError("import.not_allowed", file=name) from error
    except (OSError, ValueError) as error:
        raise EtappiError("import.unreadable", file=name) from error


def read_stream(stream: BinaryIO, name: str, limit: int = SIZE_LIMIT) -> bytes:
    """The bytes of an open stream (standard input), refused where they are more than *limit*."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise EtappiError("import.too_large", file=name, limit=limit // 1024 // 1024)
    return content


def choose(content: bytes, file: str, wish: str | None = None) -> Reader:
    """The reader for *content*: the one wished for, else the surest; two equally sure ones are an error."""
    if not content.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"):
        raise EtappiError("import.empty", file=file)
    if content.startswith(_DATABASE):
        raise EtappiError("import.is_database", file=file)
    if wish is not None:
        for reader in READERS:
            if reader.name == wish:
                return reader
        raise EtappiError("import.no_reader", reader=wish, readers=", ".join(reader.name for reader in READERS))
    scores = sorted(((reader.score(content), reader.name, reader) for reader in READERS), key=lambda s: (-s[0], s[1]))
    if content.startswith(_ZIP) and scores[0][0] == 0 and _END_OF_ZIP not in content[-_TAIL:]:
        raise EtappiError("import.damaged", file=file)
    if scores[0][0] == 0:
        raise EtappiError("import.binary", file=file)
    if len(scores) > 1 and scores[0][0] == scores[1][0]:
        raise EtappiError("import.several_readers", file=file, readers=f"{scores[0][1]}, {scores[1][1]}")
    return scores[0][2]


def grids(reader: Reader, content: bytes, file: str, known: Known) -> tuple[Grid, ...]:
    """What *reader* finds in *content*. The spellings of organisations that the store knows help where the layout alone
    does not say which lines are one name: in a PDF without lines. EtappiError where the file cannot be read."""
    if not isinstance(reader, Limited) or not reader.wants_names:
        return reader.read(content, file)
    names = {name for organisation in known.organisations for name in (organisation.name, *organisation.spellings)}
    return reader.read(content, file, tuple(sorted(names)))


def _refuse_special(found: os.stat_result, name: str, store: str | Path | None, limit: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise EtappiError("import.is_directory", file=name)
    if not stat.S_ISREG(found.st_mode):
        raise EtappiError("import.is_device", file=name)
    if store is not None and _same_file(found, store):
        raise EtappiError("import.is_store", file=name)
    if found.st_size > limit:
        raise EtappiError("import.too_large", file=name, limit=limit // 1024 // 1024)


def _same_file(found: os.stat_result, store: str | Path) -> bool:
    try:
        own = os.stat(store)  # noqa: PTH116
    except OSError:
        return False
    return (own.st_dev, own.st_ino) == (found.st_dev, found.st_ino)
