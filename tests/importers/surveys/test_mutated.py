"""Fifty broken files of each form: a reading or one sentence, never anything else."""

import random
from collections.abc import Callable

import pytest

import locales
from core.errors import EtappiError
from importers.readers.workbook import WorkbookReader
from importers.surveys import recognise, texts
from importers.surveys.words import standard
from tests.importers.surveys.shapes import FILES
from tests.importers.surveys.support import answers, proposed

TEXTS = (
    "msforms-csv-fi", "google-fi", "limesurvey-both-fi", "limesurvey-text-en", "webropol-csv-fi", "webropol-long-fi",
    "webropol-pages-sv", "plain-csv-sv",
)  # fmt: skip
TABLES = ("msforms-xlsx-fi", "webropol-xlsx-fi", "webropol-numbers-sv", "plain-xlsx-fi")
ROUNDS = 50


def broken(content: bytes, dice: random.Random) -> bytes:
    """The content with something lost, doubled, exchanged or strange in it."""
    at, length = dice.randrange(len(content)), dice.randrange(1, 60)
    strange = dice.choice([b"\0", b'"', b"\xff", b"\r", b";;;;", b"\t\t", b"\x1b[31m", b"[", b"]", "\u202e".encode()])
    ways: list[Callable[[], bytes]] = [
        lambda: content[:at],
        lambda: content[at:],
        lambda: content[:at] + content[at + length :],
        lambda: content[:at] + strange + content[at:],
        lambda: content[:at] + content[at : at + length] * 3 + content[at + length :],
        lambda: b"\n".join(dice.sample(lines := content.split(b"\n"), len(lines))),
        lambda: content.replace(dice.choice([b",", b";", b"\t", b'"', b"\n", b"[", b":"]), strange),
    ]
    return dice.choice(ways)()


@pytest.mark.parametrize("name", TEXTS)
def test_broken_texts(name: str) -> None:
    content = FILES[name]()
    dice = random.Random(name)
    read, refused = 0, set()
    for _ in range(ROUNDS):
        data = broken(content, dice)
        try:
            found = recognise.read(texts.grids_of(data, "rikki.csv"), standard())
        except EtappiError as error:
            refused.add(error.code.replace(".", ".error_", 1))
            continue
        read += 1
        answers(found, proposed(found))
    assert read > 0
    assert [code for code in refused if not locales.has(code)] == []


@pytest.mark.parametrize("name", TABLES)
def test_broken_tables(name: str) -> None:
    """Cells of workbooks lost or exchanged; broken bytes are the reader's own matter (tests/importers/readers)."""
    grids = WorkbookReader().read(FILES[name](), "rikki.xlsx")
    dice = random.Random(name)
    for _ in range(ROUNDS):
        rows = [list(row.cells) for row in grids[0].rows]
        for _ in range(dice.randrange(1, 30)):
            row = dice.choice(rows)
            row[dice.randrange(len(row))] = dice.choice(["", "0", "#DIV/0!", "x", "N/A", "5", "a;b;", rows[0][0]])
        if dice.random() < 0.3:
            del rows[dice.randrange(len(rows))]
        if dice.random() < 0.3:
            rows = [row[: dice.randrange(1, len(row))] for row in rows]
        data = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows).encode()
        try:
            found = recognise.read(texts.grids_of(data, "rikki.tsv"), standard())
        except EtappiError:
            continue
        answers(found, proposed(found))
