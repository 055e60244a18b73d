"""From a path to bytes to a reader: every refusal is one code with the file, and the store is never opened."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from importers import detect
from importers.readers.text import TextReader, decode
from locales import has


def refused(code: str, path: Path, **more: object) -> None:
    with pytest.raises(EtappiError) as caught:
        detect.read_file(path, **more)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.values["file"] == str(path)
    assert has(code.replace("import.", "import.error_"))


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    refused("import.missing", tmp_path / "none.txt")
    refused("import.is_directory", tmp_path)
    refused("import.is_device", Path("/dev/zero"))
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    refused("import.is_device", fifo)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    refused("import.unreadable", loop)
    refused("import.unreadable", Path("a\0b"))


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(detect.SIZE_LIMIT + 1)
    refused("import.too_large", big)
    small = tmp_path / "small.txt"
    small.write_bytes(b"12345")
    assert detect.read_file(small, limit=5) == b"12345"
    refused("import.too_large", small, limit=4)


def test_the_store_itself_by_any_name(tmp_path: Path) -> None:
    store = tmp_path / "etappi.db"
    store.write_bytes(b"SQLite format 3\0")
    link, hard = tmp_path / "table.txt", tmp_path / "hard.txt"
    link.symlink_to(store)
    hard.hardlink_to(store)
    for path in (store, link, hard):
        refused("import.is_store", path, store=store)
    other = tmp_path / "other.txt"
    other.write_bytes(b"x")
    assert detect.read_file(other, store=tmp_path / "not-yet.db") == b"x"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"\xef\xbb\xbf \r\n\t\x00", "import.empty"),
        (b"SQLite format 3\0" + bytes(100), "import.is_database"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "import.damaged"),
        (b"PK\x03\x04" + bytes(300) + b"PK\x05\x06", "import.binary"),
        (bytes(range(256)) * 10, "import.binary"),
        (b"%PNG-1.7 \x00\x01\x02\x03\x04", "import.binary"),
        (b"\xff\xfe\x00\xd8\x00\xd8a\x00", "import.binary"),
    ],
)
def test_bytes_that_are_no_text(content: bytes, code: str) -> None:
    with pytest.raises(EtappiError) as caught:
        detect.choose(content, "file.txt")
    assert caught.value.code == code


def test_a_wish_for_a_reader() -> None:
    assert detect.choose(b"abc", "x", "text").name == "text"
    with pytest.raises(EtappiError, match="no_reader"):
        detect.choose(b"abc", "x", "xlsx")


SAMPLE = "Hämeen ammatti-instituutti\tÖsterbotten\tÅbo\r\nYlä-Savon\t\t×\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode(SAMPLE.encode(encoding))[0] == SAMPLE


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_encodings_of_old_machines(encoding: str) -> None:
    text = SAMPLE.replace("×", "x")
    content = text.encode(encoding)
    assert decode(content) == (text, encoding)
    [grid] = TextReader().read(content, "x")
    assert [finding.code for finding in grid.findings] == ["import.encoding_guessed"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_keep_their_numbers(end: str) -> None:
    [grid] = TextReader().read(end.join(["a\tb", "", "c\td", ""]).encode(), "x")
    assert [(row.number, row.cells) for row in grid.rows] == [(1, ("a", "b")), (2, ("",)), (3, ("c", "d")), (4, ("",))]
    assert not grid.cut


def test_form_feeds_count_pages_but_not_lines() -> None:
    [grid] = TextReader().read(b"a\tb\n\x0cc\td\n", "x")
    assert [(row.number, row.page, row.cells) for row in grid.rows if not row.blank] == [
        (1, 1, ("a", "b")),
        (2, 2, ("c", "d")),
    ]


def test_a_nul_byte_is_told() -> None:
    [grid] = TextReader().read(b"Omnia\tx\x00\n" + b"Gradia\tx\n" * 20, "x")
    assert [(finding.code, finding.values) for finding in grid.findings] == [("import.nul_dropped", {"n": 1})]


def test_limits_of_rows_and_cells() -> None:
    with pytest.raises(EtappiError, match="too_many_rows"):
        TextReader().read(b"\n" * 200_001, "x")
    with pytest.raises(EtappiError) as caught:
        TextReader().read(b"a\n" + b"x" * 32_768, "x")
    assert (caught.value.code, caught.value.values["row"]) == ("import.cell_too_long", 2)


def test_a_stream_is_read_up_to_the_limit() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"abc")
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert detect.read_stream(stream, "-", limit=3) == b"abc"


@settings(deadline=None)  # bytes may look like a file of the child process
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(EtappiError):
        detect.choose(content, "x").read(content, "x")
