"""The child process: its limits, what becomes of one that dies, and files broken at random."""

import os
import random
import subprocess
import sys
import time

import pytest

from core.errors import EtappiError
from importers import child, detect
from importers.child import Limited, run
from importers.limits import STANDARD, Limits
from importers.readers.web import WebReader
from importers.readers.workbook import WorkbookReader
from locales import has
from tests.importers.readers.support import TABLES, refusal

SEED, MUTATED = 20240903, 60
PAGE = b"<html><table><tr><td>a<td>b</table>"


def limited(**numbers: int) -> Limits:
    return Limits(**{**STANDARD.as_dict(), **numbers})


def code(content: bytes, reader: str, limits: Limits) -> str:
    with pytest.raises(EtappiError) as caught:
        run(reader, content, "x", (), limits)
    return caught.value.code


def test_the_same_grids_as_without_a_child() -> None:
    for reader, name in ((WorkbookReader(), "tables.xlsx"), (WebReader(), "tables.html")):
        content = (TABLES / name).read_bytes()
        assert Limited(reader).read(content, name) == reader.read(content, name)


def test_a_child_that_dies_is_a_refusal() -> None:
    assert code(PAGE, "html", limited(memory=1_000_000)) in ("import.reader_died", "import.damaged")
    assert code(PAGE, "html", limited(cpu=0)) == "import.too_slow"
    assert code(PAGE, "html", limited(clock=0)) == "import.too_slow"


def test_memory_time_and_files_are_confined() -> None:
    script = (
        "import resource; from importers.child import _confine; from importers.limits import STANDARD;"
        "_confine(STANDARD);"
        "print([resource.getrlimit(k)[0] for k in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([STANDARD.memory, STANDARD.cpu, 0])


def test_the_child_gets_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    class Spy(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **more: object) -> None:
            seen.update(more)
            super().__init__(*args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", Spy)
    run("html", PAGE, "x", (), STANDARD)
    assert (seen["env"], seen["cwd"]) == ({}, "/")


def test_one_reading_serves_the_plan_and_its_applying(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Limited(WebReader())
    first = reader.read(PAGE, "x")
    monkeypatch.setattr(child, "run", lambda *_: pytest.fail("read again"))
    assert reader.read(PAGE, "x") is first


def test_two_readers_as_sure_as_each_other_are_told() -> None:
    both = b"PK\x03\x04 xl/workbook.xml word/document.xml PK\x05\x06"
    with pytest.raises(EtappiError) as caught:
        detect.choose(both, "x")
    assert (caught.value.code, caught.value.values["readers"]) == ("import.several_readers", "docx, workbook")
    assert detect.choose(both, "x", "docx").name == "docx"


def mutated(content: bytes, chance: random.Random) -> bytes:
    how = chance.randrange(4)
    if how == 0:
        return content[: chance.randrange(len(content))]
    broken = bytearray(content)
    for _ in range(chance.choice([1, 10, 200])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    if how == 1:
        start = chance.randrange(len(broken))
        del broken[start : start + chance.randrange(500)]
    return bytes(broken)


def test_files_broken_at_random_are_read_or_refused_in_a_sentence() -> None:
    """The number of files may be set higher by hand: ETAPPI_MUTATED=4000."""
    chance = random.Random(SEED)
    names = sorted(path.name for path in TABLES.iterdir() if path.suffix != ".json")
    count = int(os.environ.get("ETAPPI_MUTATED", MUTATED))
    without_words = []
    for number in range(count):
        content = mutated((TABLES / names[number % len(names)]).read_bytes(), chance)
        began = time.monotonic()
        try:
            detect.choose(content, "file").read(content, "file")
        except EtappiError as error:
            if not has(error.code.replace("import.", "import.error_")):
                without_words.append((SEED, number, error.code))
        assert time.monotonic() - began < STANDARD.clock + 5, (SEED, number)
    assert not without_words


def test_an_empty_or_unknown_file() -> None:
    assert refusal(b"\x00" * 10) == "empty"
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256))) == "binary"
