"""Markdown: whatever somebody typed is shown as typed, and tables stay tables."""

import re

from hypothesis import given
from hypothesis import strategies as st

from core.display import width
from reports.document import Cell, Column, Document, Heading, Items, Paragraph, Run, Table
from reports.markdown import write
from tests.reports.sample import HOSTILE, sample


def alone(*blocks: Heading | Paragraph | Items | Table) -> Document:
    return Document("x", "T", "fi", (), blocks, (), "P", "2024-Q3", "2024-09-30", None, "0" * 64)


def body(*blocks: Heading | Paragraph | Items | Table) -> str:
    return write(alone(*blocks)).decode().removeprefix("# T\n\n").removesuffix("\n\n---\n")


def test_signs_of_markdown_are_escaped() -> None:
    made = body(Paragraph((Run("a|b <i> [x](y) `z` *w* _v_ \\ #"),)))
    assert made == "a\\|b \\<i\\> \\[x\\](y) \\`z\\` \\*w\\* \\_v\\_ \\\\ #"
    assert body(Paragraph((Run("DIGI24_Q3_.md"),))) == "DIGI24_Q3\\_.md"
    assert body(Paragraph((Run("# ei otsikko"),))) == "\\# ei otsikko"
    assert body(Paragraph((Run("> ei lainaus"),))) == "\\> ei lainaus"
    assert body(Paragraph((Run("- ei lista"),))) == "\\- ei lista"
    assert body(Paragraph((Run("1. ei lista"),))) == "1\\. ei lista"
    assert body(Paragraph((Run("10.9. pidettiin 5 kohtaa"),))) == "10.9. pidettiin 5 kohtaa"
    assert body(Paragraph((Run("kaksi\nriviä"),))) == "kaksi riviä"


def test_what_is_strong_is_marked_next_to_its_letters() -> None:
    assert body(Paragraph((Run("a "), Run(" b ", strong=True), Run("c", emphasis=True)))) == "a  **b** *c*"
    assert body(Paragraph((Run("1", strong=True), Run(" ja 2", strong=True)))) == "**1 ja 2**"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), min_size=2, max_size=2))
def test_a_table_keeps_its_columns(texts: list[str]) -> None:
    table = Table("t", "C", (Column("a", "A"), Column("b", "B", "count")), (tuple(Cell(text) for text in texts),))
    lines = body(table).split("\n")[2:]
    bars = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines]
    assert bars == [3, 3, 3]
    assert len({width(line) for line in lines}) == 1


def test_the_sample_has_no_markup_of_its_data() -> None:
    for language in ("fi", "sv", "en"):
        made = write(sample(language)).decode()
        assert "<script>" not in made
        assert "\x1b" not in made
        assert HOSTILE not in made
