"""Every report of a project of 89 organisations, nine work packages and eight quarters, in its main formats, against
`python -c "import xlsxwriter"`, in turn, in one run: whole processes, medians and the median of the pairs' ratios.

The content is the demo's, laid over two years: figures, events and roles of its quarters again in those after them. A
process reads it as a snapshot's file has it, and writes the report. The last line is a whole `etappi export` from the
demo's store.

Usage: python benchmarks/exports.py [ROUNDS] [KIND…|verb]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

QUARTERS = [f"{year}-Q{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]
NETWORK = 89
YARDSTICK = "import xlsxwriter"


def content() -> dict[str, Any]:
    """The content of a snapshot at the end of the last of QUARTERS."""
    from demo.build import build
    from store.database import reading
    from store.reportcontent import report_content
    from store.status import project_named

    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/demo.db"
        build(path)
        with reading(path) as connection:
            raw: dict[str, Any] = report_content(connection, project_named(connection, None)).content
    facts, figures = raw["facts"], raw["figures"]
    facts["project"][0][1]["end_date"] = "2025-12-31"
    raw |= {"quarter": QUARTERS[-1], "as_of": "2025-12-31"}
    _more_organisations(facts, figures)
    known = sorted(figures)
    events = list(facts["event"])
    for number, code in enumerate(QUARTERS[len(known) :], 1):
        model = figures[known[number % len(known)]]
        days = {row[0][0]: row for row in events if row[0][0] in model["events"]}
        figures[code] = {**model, "events": {f"{event}.{number}": one for event, one in model["events"].items()}}
        day = f"{code[:4]}-{3 * int(code[-1]):02}-15"
        facts["event"] += [[[f"{event}.{number}"], {**row[1], "start": day, "ends": None}]
                           for event, row in days.items()]  # fmt: skip
        facts["event_package"] += [[[f"{key[0]}.{number}", key[1]], row] for key, row in facts["event_package"]
                                   if key[0] in days]  # fmt: skip
    return raw


def _more_organisations(facts: dict[str, Any], figures: dict[str, Any]) -> None:
    """Organisations of the network until there are NETWORK of them, each with the roles of one that there is."""
    last = figures[max(figures)]["organisations"]
    network = [name for name, one in last.items() if one["network"]]
    for name in network[: NETWORK - len(network)]:
        other = f"{name} II"
        facts["organisation"] += [[[other], {**row, "short": f"{row['short']} II"}]
                                  for key, row in facts["organisation"] if key[0] == name]  # fmt: skip
        facts["participation"] += [[[key[0], other, *key[2:]], row] for key, row in facts["participation"]
                                   if key[1] == name]  # fmt: skip
        for found in figures.values():
            if name in found.get("organisations", {}):
                found["organisations"][other] = found["organisations"][name]


def one(path: str, kind: str, form: str, out: str) -> None:
    """Write one report of the content at *path*."""
    import locales
    from reports.content import Content
    from reports.registry import Options, write

    locales.choose("fi")
    raw = json.loads(Path(path).read_text("utf-8"))
    before = Content(raw, quarter=Content(raw).quarter - 1)
    made = write(kind, form, Content(raw), Options(before, "TP1"))
    Path(out).write_bytes(made if isinstance(made, bytes) else b"".join(made.values()))


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - began


def compare(name: str, command: list[str], out: str, rounds: int) -> None:
    """Print the medians of *command* and of the yardstick, run in turn, and how large the file *out* is."""
    floor = [sys.executable, "-c", YARDSTICK]
    pairs = []
    for number in range(rounds + 1):
        first, second = (command, floor) if number % 2 else (floor, command)
        took, other = seconds(first), seconds(second)
        pairs.append((took, other) if first is command else (other, took))
    ours, bare = (statistics.median(pair[place] for pair in pairs[1:]) * 1000 for place in (0, 1))
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs[1:])
    print(f"{name:20} {ours:6.0f} ms   {YARDSTICK} {bare:4.0f} ms   ratio {ratio:5.2f}   "
          f"{Path(out).stat().st_size:7} bytes   n = {rounds}", flush=True)  # fmt: skip


def main() -> None:
    """Print the figures."""
    from demo.build import build
    from reports.registry import KINDS

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    wanted = sys.argv[2:] or [*KINDS, "verb"]
    with tempfile.TemporaryDirectory() as folder:
        path, out = f"{folder}/content.json", f"{folder}/out.xlsx"
        Path(path).write_text(json.dumps(content()), encoding="utf-8")
        for kind in (one for one in wanted if one in KINDS):
            for form in KINDS[kind].main:
                compare(f"{kind} {form}", [sys.executable, __file__, "--one", path, kind, form, out], out, rounds)
        if "verb" in wanted:
            build(f"{folder}/demo.db")
            etappi = str(Path(sys.executable).parent / "etappi")
            compare("verb participants", [etappi, "--db", f"{folder}/demo.db", "--lang", "en", "export", "participants",
                                          "-o", out, "--force"], out, rounds)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:6])
    else:
        main()
