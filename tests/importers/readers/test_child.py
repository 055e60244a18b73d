"""The child process: its limits, what becomes of one that dies, and files broken at random."""

import marshal
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import EtappiError
from importers import child, detect, participation
from importers.child import Limited, run
from importers.limits import STANDARD, Limits
from importers.readers.grid import Grid
from importers.readers.web import WebReader
from importers.readers.workbook import WorkbookReader
from importers.words import standard
from locales import has
from tests.importers.readers import test_portable
from tests.importers.readers.support import TABLES, refusal

SEED, MUTATED = 20240903, 400
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


def short_pdf(*, lines: bool) -> bytes:
    """A page with one table, its text not packed."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 800, "TP1: Yksi")
        if lines:
            test_portable.ruled(canvas, 780, ["Omnia", "x", "", "", ""], ["Gradia", "", "", "x", ""])
            return
        y = test_portable.header(canvas, 780)
        for name, x in (("Omnia", 300), ("Savon koulutus-", 440), ("kuntayhtymä", 0), ("Gradia", 520)):
            canvas.drawString(50, y, name)
            canvas.drawString(x, y, "x" if x else "")
            y -= 14

    return test_portable.drawn(draw, pageCompression=0)


FORKED = """
import marshal, os, sys
import openpyxl, pdfplumber, pypdfium2, python_calamine
from importers import child
from importers.limits import STANDARD
from importers.readers import document, portable, web, workbook
answers = []
for reader, content in marshal.loads(sys.stdin.buffer.read()):
    out, into = os.pipe()
    number = os.fork()
    if not number:
        os.close(out)
        os.dup2(2, 1)
        child._confine(STANDARD)
        with os.fdopen(into, "wb") as pipe:
            pipe.write(marshal.dumps(child._answer(reader, content, "file", (), STANDARD)))
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        output = pipe.read()
    answers.append((output, os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])))
sys.stdout.buffer.write(marshal.dumps(answers))
"""


def forked(work: list[tuple[str, bytes]]) -> list[tuple[bytes, int]]:
    """What children answer to *work* (reader and bytes), and how they ended: each a process of its own with the limits
    of `child.run`, but forked from one that has the libraries already."""
    done = subprocess.run([sys.executable, "-c", FORKED], input=marshal.dumps(work), capture_output=True, check=True)
    answers: list[tuple[bytes, int]] = marshal.loads(done.stdout)
    return answers


def outcome(act: Callable[[], tuple[Grid, ...]]) -> str:
    """What becomes of a file on its way to tables: ``read`` or the code of a refusal. Anything else is raised."""
    try:
        participation.read(act(), standard())
    except EtappiError as error:
        return error.code
    return "read"


def test_files_broken_at_random_are_read_or_refused_in_a_sentence() -> None:
    """The number of files may be set by hand: ETAPPI_MUTATED=4000; then the PDF of eight pages is among them. Every
    tenth file goes the whole way, with a child of its own from its start."""
    chance = random.Random(SEED)
    count = int(os.environ.get("ETAPPI_MUTATED", MUTATED))
    paths = sorted(path for path in TABLES.iterdir() if path.suffix != ".json")
    whole = [path.read_bytes() for path in paths if path.suffix != ".pdf" or count > MUTATED]
    whole += [short_pdf(lines=True), short_pdf(lines=False)]
    codes: Counter[str] = Counter()
    work = []
    for number in range(count):
        content = mutated(whole[number % len(whole)], chance)
        try:
            reader = detect.choose(content, "file")
        except EtappiError as error:
            codes[error.code] += 1
            continue
        if number % 11 == 0 or not isinstance(reader, Limited):  # ten or eleven kinds of files: every kind in turn
            codes[outcome(partial(reader.read, content, "file"))] += 1
        else:
            work.append((reader.name, content))
    with ThreadPoolExecutor(2) as pool:
        for answers in pool.map(forked, (work[::2], work[1::2])):
            codes.update(outcome(partial(child.answered, *answer, "file", STANDARD)) for answer in answers)
    print(f"seed {SEED}, {count} files: {dict(codes.most_common())}")
    assert codes.total() == count
    assert not [code for code in codes if code != "read" and not has(code.replace("import.", "import.error_"))]
    assert codes["read"]
    assert len(codes) > 3, "the files are not broken"


def test_an_empty_or_unknown_file() -> None:
    assert refusal(b"\x00" * 10) == "empty"
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256))) == "binary"
