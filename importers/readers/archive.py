"""A zip from outside (xlsx, ods, docx): looked through in one stream before any library may open it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from core.errors import EtappiError
from importers.limits import Limits

MAGIC = b"PK\x03\x04"
_BLOCK = 1024 * 1024
_OVERLAP = 64
_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
_ENCRYPTED = 0x1
Look = Callable[[str, bytes], None]
"""Is given the name of a part and a block of it; blocks overlap, so that nothing is cut in two."""


def opened(content: bytes, file: str, limits: Limits, look: Look | None = None) -> zipfile.ZipFile:
    """The zip, once every part was streamed through; *look* sees the XML parts.

    EtappiError: damaged, encrypted, too large unpacked, parts that stand twice or lead outside, an archive inside,
    XML with a document type or entities.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise EtappiError("import.damaged", file=file) from error
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise EtappiError("import.unpacks", file=file, limit=limits.unpacked // _BLOCK)
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise EtappiError("import.odd_archive", file=file)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise EtappiError("import.encrypted", file=file)
    unpacked = 0
    for part in parts:
        xml = part.filename.endswith((".xml", ".rels"))
        size = 0
        wide = False
        for number, block in enumerate(_blocks(archive, part, file)):
            size += len(block)
            if unpacked + size > limits.unpacked or (
                size > limits.ratio_from and size > limits.ratio * part.compress_size
            ):
                raise EtappiError("import.unpacks", file=file, limit=limits.unpacked // _BLOCK)
            # What Word and Excel embed is never opened.
            if number == 0 and block.startswith(MAGIC) and "/embeddings/" not in part.filename:
                raise EtappiError("import.odd_archive", file=file)
            if xml:
                wide = wide or (number == 0 and b"\0" in block[:_OVERLAP])  # UTF-16
                if b"!" in block or wide:
                    refuse_declarations(block, file)
                if look:
                    look(part.filename, block)
        unpacked += size
    return archive


def refuse_declarations(block: bytes, file: str) -> None:
    """EtappiError for XML that declares a document type or entities."""
    if _DECLARATION.search(block):
        raise EtappiError("import.entities", file=file)


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    try:
        with archive.open(part) as stream:
            tail = b""
            while fresh := stream.read(_BLOCK):
                yield tail + fresh
                tail = fresh[-_OVERLAP:]
    except EtappiError:
        raise
    except Exception as error:  # zlib, lzma and struct each have errors of their own
        raise EtappiError("import.damaged", file=file) from error
