"""The three real tables in every format: exactly the rows and roles of expected.json."""

import pytest

from tests.importers.readers.support import TABLES, expected, reading, tables

FILES = (
    "flat-bom.csv", "flat.tsv", "stacked-cp1252.csv", "tables.xlsx", "tables.docx", "tables.html", "tables.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_format_says_the_same(name: str) -> None:
    found = reading((TABLES / name).read_bytes(), name)
    assert tables(found) == expected()
    assert not found.nameless
    assert {one.code for one in found.findings} <= {"import.encoding_guessed"}
    assert all(reason in ("import.skipped_outside", "import.skipped_page_number") for _, _, reason in found.skipped)


@pytest.mark.parametrize("name", FILES)
def test_the_extension_says_nothing(name: str) -> None:
    assert tables(reading((TABLES / name).read_bytes(), "a.pdf")) == expected()


def test_the_text_shows_no_fourth_column() -> None:
    found = reading((TABLES / "tables.txt").read_bytes())
    marked = {
        code: [(name, tuple(role for role in roles if role != "beneficiary")) for name, roles in rows]
        for code, rows in expected().items()
    }
    assert tables(found) == marked
