"""Snapshots as files: another store reads what one wrote, and any changed byte is found."""

import json

import pytest

from core.canonical import canonical, sha256
from core.errors import EtappiError
from core.snapshotfile import packed, unpacked
from tests.core.test_snapshotdiff import content

CONTENT = content(
    facts={"item": [[["A1"], {"title": "Väliseminaari", "weight": 1.5}]]}, figures={"2024-Q1": {"project": {}}}
)


def test_a_file_gives_back_what_was_packed() -> None:
    data = packed("ohry 4/2024", CONTENT)
    found = unpacked(data)
    assert (found.name, found.content, found.intact) == ("ohry 4/2024", CONTENT, True)
    assert found.sha256 == found.found == sha256(canonical(CONTENT))
    assert packed("ohry 4/2024", CONTENT) == data
    assert unpacked(packed("x\x1b[31m\u202e", CONTENT)).name == "x"


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_every_changed_byte_is_found(bit: int) -> None:
    data = packed("ohry", CONTENT)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= bit
        found = unpacked(bytes(changed))
        assert not found.intact, place
        assert found.content is None


def test_bytes_that_are_added_or_gone_are_found() -> None:
    data = packed("ohry", CONTENT)
    for changed in (
        data[:-1],
        data + b"\n",
        b" " + data,
        data[1:],
        data.replace(b",", b", "),
        b"",
        b"\xef\xbb\xbf" + data,
    ):
        assert not unpacked(changed).intact
    whole = json.loads(data)
    assert not unpacked(json.dumps(whole, sort_keys=True).encode()).intact


@pytest.mark.parametrize("data", [
    b"null", b"[]", b"{}", b"\x00\xff", b"NaN", b'{"etappi_snapshot":NaN}', b"[" * 100_000,
    b'{"etappi_snapshot":1,"content":' + b"9" * 10_000 + b"}", b'{"etappi_snapshot":1,"name":"\\ud800"}',
    b'{"etappi_snapshot":1,"name":5,"content":[],"seal":null,"sha256":1}',
])  # fmt: skip
def test_other_files_are_no_snapshots(data: bytes) -> None:
    found = unpacked(data)
    assert not found.intact
    assert found.content is None


def test_a_sealed_file_of_another_shape_is_not_believed() -> None:
    assert not unpacked(packed("x", {**CONTENT, "facts": {"item": [1]}})).intact


def test_a_later_format_is_told() -> None:
    with pytest.raises(EtappiError, match="later_format"):
        unpacked(packed("x", {**CONTENT, "format": 2}))
