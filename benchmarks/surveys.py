"""A year of surveys: 50 with 200 responses to 20 questions each, laid over the demo project as files.

(a) Importing one file more, the 50th: the whole process of `etappi import`, against one that only reads the file.
(b) Whole processes of `etappi status`, `survey list`, `survey show`, `survey compare` with all of them in the store.
(c) What the app asks for: the list, a wave, two waves compared, who is missing; within this process.
(d) Taking an import back, and bringing it back (undo, redo).

Usage: python benchmarks/surveys.py [ROUNDS]   with the python of an environment into which the wheel was installed.
"""

import contextlib
import io
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import xlsxwriter

SURVEYS, RESPONSES, QUESTIONS = 50, 200, 20
LABELS = ("täysin eri mieltä", "jokseenkin eri mieltä", "en samaa enkä eri mieltä", "jokseenkin samaa mieltä",
          "täysin samaa mieltä")  # fmt: skip
READ = "import sys, python_calamine as c; c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"


def write(path: str, survey: int, wave: int, organisations: list[str]) -> None:
    """A file as a program of surveys writes it: eighteen statements, a number and a text."""
    dice = random.Random(survey * 10 + wave)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Vastaukset")
    heads = [f"Kysely {survey}: väite {number}" for number in range(1, QUESTIONS - 1)]
    sheet.write_row(0, 0, ["Vastaajan tunnus", "Vastausaika", "Organisaatio", *heads,
                           f"Kysely {survey}: montako tuntia?", f"Kysely {survey}: mitä muuta?"])  # fmt: skip
    for row in range(1, RESPONSES + 1):
        person = (row * 7 + wave * 60) % (RESPONSES * 2)
        day = f"{1 + row % 28}.{8 + wave}.2024"
        points = [LABELS[min(4, max(0, round(dice.gauss(2 + wave / 2, 1.1))))] for _ in heads]
        sheet.write_row(row, 0, [f"v{person}", day, organisations[person % len(organisations)], *points,
                                 100 + dice.randint(0, 400), "Lisää aikaa" if row % 5 == 0 else ""])  # fmt: skip
    book.close()


def seconds(act: Callable[[], object]) -> float:
    """Wall time."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def run(environment: dict[str, str], *arguments: str) -> None:
    """One process to its end."""
    done = subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode() + done.stdout.decode())


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        path = f"{folder}/store.db"
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "ETAPPI_DB": path}
        etappi = os.path.join(os.path.dirname(sys.executable), "etappi")  # noqa: PTH118, PTH120
        run(environment, etappi, "--db", path, "demo")
        organisations = _organisations(path)
        files = [(f"{folder}/{survey}-{wave}.xlsx", f"S{survey}/{name}", survey, wave)
                 for survey in range(1, SURVEYS // 2 + 1) for wave, name in enumerate(("start", "end"))]  # fmt: skip
        for file, name, survey, wave in files:
            write(file, survey, wave, organisations)
            if not wave:
                run(
                    environment,
                    etappi,
                    "survey",
                    "add",
                    "--code",
                    name.partition("/")[0],
                    "--title",
                    f"Kysely {survey}",
                )
        whole = [seconds(partial(_here, path, file, name)) for file, name, *_ in files[:-1]]
        print(
            f"{len(whole)} files imported in one process: {sum(whole):.1f} s, median {statistics.median(whole):.2f} s"
        )
        _one(environment, etappi, path, files[-1], rounds)
        for words in (("status", "--plain"), ("survey", "list"), ("survey", "show", "S1/start"),
                      ("survey", "compare", "S1"), ("check",)):  # fmt: skip
            median = statistics.median(seconds(partial(run, environment, etappi, *words)) for _ in range(5)) * 1000
            print(f"etappi {' '.join(words):22} {median:7.0f} ms")
        _app(path)
        _undo(path)


def _bring(environment: dict[str, str], etappi: str, file: str, name: str) -> None:
    run(environment, etappi, "import", file, "--as", "survey", "--survey", name, "--apply")


def _here(path: str, file: str, name: str) -> None:
    """An import without the start of a process."""
    from cli.main import _run

    os.environ["ETAPPI_DB"] = path
    with contextlib.redirect_stdout(io.StringIO()):
        if _run(["import", file, "--as", "survey", "--survey", name, "--apply"]):
            raise SystemExit(file)


def _one(
    environment: dict[str, str], etappi: str, path: str, last: tuple[str, str, int, int], rounds: int
) -> None:  # fmt: skip
    file, name, *_ = last
    pairs = []
    for number in range(rounds):
        copy = f"{path}-{number}"
        shutil.copyfile(path, copy)  # nobody has it open
        os.chmod(copy, 0o600)  # noqa: PTH101
        ours = seconds(partial(_bring, {**environment, "ETAPPI_DB": copy}, etappi, file, name))
        pairs.append((ours, seconds(partial(run, environment, sys.executable, "-I", "-c", READ, file))))
        os.unlink(copy)  # noqa: PTH108
    ours, bare = (statistics.median(pair[at] for pair in pairs) * 1000 for at in (0, 1))
    ratio = statistics.median(one / two for one, two in pairs)
    print(f"the last file imported {ours:6.0f} ms   read alone {bare:6.0f} ms   ratio {ratio:.1f}   n = {rounds}")
    _bring(environment, etappi, file, name)


def _organisations(path: str) -> list[str]:
    from store.database import reading

    with reading(path) as connection:
        return [name for (name,) in connection.execute(
            "SELECT o.name FROM v_member AS m JOIN organisation AS o ON o.id = m.organisation_id WHERE m.network"
        ).fetchall()]  # fmt: skip


def _app(path: str) -> None:
    from store.desk import Desk

    desk = Desk(path).surveys
    for name, act in (("all surveys", desk.surveys), ("a wave", lambda: desk.figures("S1/start")),
                      ("two waves", lambda: desk.compare("S1")), ("who is missing", lambda: desk.missing("S1/end")),
                      ("open answers", lambda: desk.open_answers("S1/end"))):  # fmt: skip
        print(f"{name:22} {statistics.median(seconds(act) for _ in range(5)) * 1000:7.0f} ms")


def _undo(path: str) -> None:
    from store.desk import Desk

    desk = Desk(path)
    newest = desk.undo_offer().number
    print(f"undo   {seconds(lambda: desk.undo(newest)):5.1f} s")
    print(f"redo   {seconds(desk.redo):5.1f} s")


if __name__ == "__main__":
    main()
