"""How fast files come in, each against a yardstick in the same run, in turn: medians of pairs.

(a) A workbook of 100,000 rows through Etappi's reader (detection, the child process, the scan of its addresses and the
    places of its rows included) against python-calamine's own `to_python` in this process.
(b) The eight real tables from file to preview, a whole `etappi import … --dry-run`, against
    `python -c "import sqlmodel"`.
(c) A list of 100,000 people written as an import writes it (the transaction of `store.commands`, backup and plan apart)
    against sqlite3.executemany of the same rows into a table with the same columns and indices, without triggers,
    foreign keys and checks; both commit.

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


def write_attendance(rounds: int) -> None:
    """(c)."""
    import hashlib
    import sqlite3

    from core.attendance import AttendancePlan, EventChange, ListChange, PersonChange
    from core.importing import ImportPlan
    from store.commands import participation
    from store.database import connect, reading
    from store.status import projects
    from store.writing import writing

    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/etappi.db"
        environment = {**os.environ, "ETAPPI_DB": path, "LC_ALL": "C.UTF-8", "HOME": folder}
        etappi = str(Path(sys.executable).parent / "etappi")
        subprocess.run([etappi, "init", str(PLAN)], env=environment, stdout=subprocess.DEVNULL, check=True)
        with reading(path) as connection:
            project = projects(connection)[0].id
            names = [name for (name,) in connection.execute("SELECT name FROM organisation").fetchall()]
        keys = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(ROWS)]
        people = tuple(PersonChange("added", names[number % len(names)], key, 1, 60) for number, key in enumerate(keys))
        rows = [(project, 1, 1, number % len(names), key, 1, 60, None, None, None, 1, 1)
                for number, key in enumerate(keys)]  # fmt: skip
        columns = ("project_id, list_id, event_id, organisation_id, person_key, headcount, minutes, waiting_name, "
                   "name, email, version, made_by")  # fmt: skip
        bare = connect(path)
        indices = [text for (text,) in bare.execute(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'attendance' AND sql IS NOT NULL"
        ).fetchall()]  # fmt: skip
        bare.close()
        turn = iter(range(10**6))

        def ours() -> None:
            event = EventChange(None, f"X{next(turn)}", "Tapahtuma", "2024-09-03T09:00",
                                lists=(ListChange("present", "online", "added", people=people),))  # fmt: skip
            plan = ImportPlan("lista.csv", "", "attendance", "csv", "1", ROWS, 0, 1, attendance=AttendancePlan(
                "teams", "3", "fi", "presence", "", ROWS, ROWS, events=(event,)))  # fmt: skip
            with writing(path, "import lista.csv", project_id=project) as writer:
                participation.apply_import(writer, project, plan)

        def yardstick() -> None:
            plain = sqlite3.connect(f"{folder}/plain.db")
            number = next(turn)
            plain.execute("PRAGMA synchronous=EXTRA")
            plain.execute(f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns}, "
                          "UNIQUE (list_id, person_key))")  # fmt: skip
            for place, text in enumerate(indices):
                plain.execute(f"CREATE INDEX i{number}_{place} ON t{number} {text[text.index('(') :]}")
            plain.executemany(f"INSERT INTO t{number} ({columns}) VALUES ({', '.join('?' * 12)})", rows)
            plain.commit()
            plain.close()

        told(f"{ROWS:,} people written", ours, yardstick, rounds)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    read_workbook(wanted)
    preview_tables(wanted)
    write_attendance(wanted)
