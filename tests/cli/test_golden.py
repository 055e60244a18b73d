"""What the verbs print about the demo, letter by letter.

`ETAPPI_GOLDEN=write pytest tests/cli/test_golden.py` writes the files anew; read the difference before you commit it.
"""

import os
import re
from pathlib import Path

import pytest

from core.display import width
from tests.cli.support import TABLES, Outcome, Shell

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("fi", "sv", "en")


def agree(name: str, outcome: Outcome, code: int = 0) -> None:
    assert outcome.code == code, outcome.err
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("ETAPPI_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(outcome.out, encoding="utf-8")
    assert outcome.out == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_verbs_print_what_they_printed(demo: Shell, language: str) -> None:
    spoken = ("--lang", language)
    agree(f"status-plain-{language}", demo("status", "--plain", *spoken))
    agree(f"status-line-{language}", demo("status", "--line", *spoken))
    narrow = demo.terminal("status", *spoken, NO_COLOR="1", COLUMNS="80")
    agree(f"status-80-{language}", narrow)
    assert max(map(width, narrow.out.splitlines())) <= 80
    assert len(narrow.out.splitlines()) < 24
    agree(f"wp-{language}", demo.terminal("wp", "TP1.2", *spoken, NO_COLOR="1"))
    agree(f"check-{language}", demo.terminal("check", *spoken, NO_COLOR="1"))
    demo.write("all-tables.txt", TABLES.read_text(encoding="utf-8"))
    again = demo("import", "all-tables.txt", "--dry-run", *spoken)
    agree(f"import-again-{language}", Outcome(again.code, _undated(again.out), again.err))
    demo.write("all-tables.txt", TABLES.read_text(encoding="utf-8") + "\n")  # other bytes: asked anew
    agree(f"import-{language}", demo("import", "all-tables.txt", "--dry-run", *spoken), code=1)


def test_status_for_poor_terminals(demo: Shell) -> None:
    agree("status-ascii-fi", demo.terminal("status", NO_COLOR="1", PYTHONIOENCODING="ascii"))
    agree("status-60-fi", demo.terminal("status", NO_COLOR="1", COLUMNS="60"))
    agree("status-120-fi", demo.terminal("status", NO_COLOR="1", columns=120))
    dumb = demo.terminal("status", TERM="dumb")
    assert "\x1b" not in dumb.out
    coloured = demo.terminal("status")
    assert "\x1b[31m■ vaatii toimia\x1b[0m" in coloured.out
    assert coloured.out.replace("\x1b[0m", "").count("\x1b[3") == 9 + 3  # packages, attention lines with a colour


def test_status_has_the_columns_and_words_of_the_wireframe(demo: Shell) -> None:
    lines = demo.terminal("status", NO_COLOR="1").out.splitlines()
    assert lines[2].split() == ["TP", "Vetovastuu", "org.", "V", "AV", "As", "H", "Nyt", "Q3", "Valmis", "Tila"]
    rows = [line.split("  ") for line in lines[3:12]]
    assert [row[0].strip() for row in rows] == ["KOORD", "TP1", "TP1.1", "TP1.2", "TP1.3", "TP1.4", "TP2", "TP3", "TP4"]
    assert [row[-1].strip() for row in rows] == ["● aikataulussa", "▲ seurattava", "● aikataulussa", "▲ seurattava",
        "● aikataulussa", "● aikataulussa", "■ vaatii toimia", "● aikataulussa", "● aikataulussa"]  # fmt: skip
    assert lines[13].startswith("6 aikataulussa, 2 seurattavaa, 1 vaatii toimia. Huomioitavaa ")


def _undated(text: str) -> str:
    """Without the line that tells the day of the first import."""
    return "".join(line for line in text.splitlines(keepends=True) if not re.search(r"\((tuonti|import) 2\)", line))
