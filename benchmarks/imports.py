"""How fast files come in, each against a yardstick in the same run, in turn: medians of pairs.

(a) A workbook of 100,000 rows through Etappi's reader (detection, the child process, the scan of its addresses and the
    places of its rows included) against python-calamine's own `to_python` in this process.
(b) The eight real tables from file to preview, a whole `etappi import … --dry-run`, against
    `python -c "import sqlmodel"`.

Usage: python benchmarks/imports.py [ROUNDS]   from the project's folder, with bytecode written (unset
PYTHONDONTWRITEBYTECODE). It makes its workbook and its store itself.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS = 100_000
HEAD = ("Organisaatio", "Vetovastuu", "Avustava vetovastuu", "Asiantuntija", "Hyödyntäjä")
TABLES = Path(__file__).parent.parent / "tests" / "data" / "all-tables.txt"
PLAN = Path(__file__).parent.parent / "demo" / "plan.toml"


def workbook() -> bytes:
    """One sheet of ROWS organisations, each with a mark under one of four roles."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("TP1.1")
    sheet.append(HEAD)
    for number in range(ROWS):
        sheet.append([f"Organisaatio {number} Oy", *("x" if role == number % 4 else None for role in range(4))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def timed(act: Callable[[], object]) -> float:
    """Wall time in seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(name: str, ours: Callable[[], object], yardstick: Callable[[], object], rounds: int) -> None:
    """Print the medians of both and of their ratio, after two rounds that do not count."""
    pairs = []
    for number in range(rounds + 2):
        if number % 2:
            first = timed(ours)
            pairs.append((first, timed(yardstick)))
        else:
            second = timed(yardstick)
            pairs.append((timed(ours), second))
    pairs = pairs[2:]
    one = statistics.median(pair[0] for pair in pairs) * 1000
    two = statistics.median(pair[1] for pair in pairs) * 1000
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"{name:44} {one:7.0f} ms   yardstick {two:7.0f} ms   ratio {ratio:.2f}   n = {rounds}")


def read_workbook(rounds: int) -> None:
    """(a), and what becomes of the rows afterwards."""
    import python_calamine

    from importers import participation
    from importers.child import Limited
    from importers.detect import choose
    from importers.words import standard

    content = workbook()

    def ours() -> object:
        reader = choose(content, "benchmark.xlsx")
        assert isinstance(reader, Limited)
        reader.last = None  # it remembers what it read last
        return reader.read(content, "benchmark.xlsx")

    def yardstick() -> object:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    told(f"workbook of {ROWS:,} rows", ours, yardstick, rounds)
    grids = choose(content, "benchmark.xlsx").read(content, "benchmark.xlsx")
    seconds = timed(lambda: participation.read(grids, standard()))
    print(f"{'  its tables recognised, marks counted twice':44} {seconds * 1000:7.0f} ms")


def preview_tables(rounds: int) -> None:
    """(b)."""
    etappi = str(Path(sys.executable).parent / "etappi")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ETAPPI_DB": f"{folder}/etappi.db", "LC_ALL": "C.UTF-8", "HOME": folder}

        def run(*command: str) -> None:
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False)  # fmt: skip
            assert done.returncode < 2, command  # 1: questions are open

        run(etappi, "init", str(PLAN))
        told("eight tables, from file to preview", lambda: run(etappi, "import", str(TABLES), "--dry-run"),
             lambda: run(sys.executable, "-c", "import sqlmodel"), rounds)  # fmt: skip


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    read_workbook(wanted)
    preview_tables(wanted)
