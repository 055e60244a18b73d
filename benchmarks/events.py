"""A year of events: 1,000 with 100,000 attendances, laid over the demo project.

(a) `etappi status --plain` with them against the same without, in turn, in one run.
(b) Whole processes of `etappi reach`, `etappi events` and `etappi events --quarter Q3`.
(c) What the app asks for: events of a quarter, reach of all, one event; within this process.
(d) Taking the whole year back, and bringing it back (undo, redo).

Usage: python benchmarks/events.py [ROUNDS]   with the python of an environment into which the wheel was installed.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

EVENTS, PEOPLE, ATTENDANCES = 1_000, 12_000, 100_000


def fill(path: str) -> int:
    """Write the year in one action; its number."""
    from core.personkeys import person_key
    from store.writing import writing

    first = date(2024, 7, 1)  # the quarters before are locked in the demo
    with writing(path, "year", project_id=1) as writer:
        organisations = [row[0] for row in writer.connection.execute(
            "SELECT organisation_id FROM v_member WHERE project_id = 1").fetchall()]  # fmt: skip
        base = writer.connection.execute(
            "SELECT (SELECT max(id) FROM event), (SELECT max(id) FROM event_list)").fetchone()  # fmt: skip
        action = writer.action
        writer.connection.executemany(
            "INSERT INTO event (id, project_id, code, title, kind, start, invitation, source, made_by) "
            "VALUES (?, 1, ?, ?, 'webinar', ?, 'network', 'user', ?)",
            ((base[0] + n, f"Y{n}", f"Event {n}", (first + timedelta(days=n % 184)).isoformat(), action)
             for n in range(1, EVENTS + 1)),
        )  # fmt: skip
        writer.connection.executemany(
            "INSERT INTO event_list (id, project_id, event_id, kind, complete, actor, made_by) "
            "VALUES (?, 1, ?, 'present', 0, 'x', ?)",
            ((base[1] + n, base[0] + n, action) for n in range(1, EVENTS + 1)),
        )
        keys = [person_key(b"bench", str(n)) for n in range(PEOPLE)]
        rows = []
        for n in range(ATTENDANCES):
            event, person = n % EVENTS, (n % EVENTS * 37 + n // EVENTS * 113) % PEOPLE
            rows.append((base[1] + 1 + event, base[0] + 1 + event, organisations[person % len(organisations)],
                         keys[person] if n % 10 else None, action))  # fmt: skip
        writer.connection.executemany(
            "INSERT INTO attendance (project_id, list_id, event_id, organisation_id, person_key, headcount, made_by) "
            "VALUES (1, ?, ?, ?, ?, 1, ?)",
            rows,
        )
    return action


def seconds(act: Callable[[], object]) -> float:
    """Wall time."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def run(environment: dict[str, str], *arguments: str) -> None:
    """One `etappi` to its end."""
    etappi = str(Path(sys.executable).parent / "etappi")
    subprocess.run([etappi, *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=True)  # fmt: skip


def in_turn(rounds: int, first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float, float]:
    """Medians of both in milliseconds, and of their ratio, after two pairs that do not count."""
    pairs = []
    for number in range(rounds + 2):
        if number % 2:
            one = seconds(first)
            pairs.append((one, seconds(second)))
        else:
            two = seconds(second)
            pairs.append((seconds(first), two))
    pairs = pairs[2:]
    medians = [statistics.median(pair[at] for pair in pairs) * 1000 for at in (0, 1)]
    return medians[0], medians[1], statistics.median(one / two for one, two in pairs)


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        small, large = f"{folder}/small.db", f"{folder}/large.db"
        run({**os.environ, "LC_ALL": "C.UTF-8"}, "--db", small, "demo")
        shutil.copyfile(small, large)  # nobody has it open
        os.chmod(large, 0o600)  # noqa: PTH101
        action = fill(large)
        plain = {**os.environ, "LC_ALL": "C.UTF-8"}
        full, empty = {**plain, "ETAPPI_DB": large}, {**plain, "ETAPPI_DB": small}
        ours, bare, ratio = in_turn(
            rounds, lambda: run(full, "status", "--plain"), lambda: run(empty, "status", "--plain")
        )
        print(
            f"status with a year of events {ours:6.1f} ms   without {bare:6.1f} ms   ratio {ratio:.2f}   n = {rounds}"
        )
        for words in (("reach",), ("events",), ("events", "--quarter", "Q3")):
            median = statistics.median(seconds(partial(run, full, *words)) for _ in range(5)) * 1000
            print(f"etappi {' '.join(words):22} {median:7.0f} ms")
        _app(large)
        _undo(large, action)


def _app(path: str) -> None:
    from core.quarter import quarter
    from store.desk import Desk

    desk, third = Desk(path).events, quarter(2024, 3)
    for name, act in (("events of a quarter", lambda: desk.events(third, third)), ("all events", desk.events),
                      ("reach of all", desk.reach), ("one event", lambda: desk.page("Y7"))):  # fmt: skip
        print(f"{name:22} {statistics.median(seconds(act) for _ in range(5)) * 1000:7.0f} ms")


def _undo(path: str, action: int) -> None:
    from store.desk import Desk

    desk = Desk(path)
    print(f"undo   {seconds(lambda: desk.undo(action)):5.1f} s")
    print(f"redo   {seconds(desk.redo):5.1f} s")


if __name__ == "__main__":
    main()
