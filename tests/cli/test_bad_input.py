"""Wrong use and bad files: one sentence that names the file and the remedy, the right exit code, nothing written."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.cli.support import ETAPPI, PLAN, TABLES, Inside, Outcome, Shell


def refused(outcome: Outcome, code: int, *words: str) -> None:
    """One sentence on stderr with these words, nothing on stdout."""
    assert (outcome.code, outcome.out) == (code, ""), outcome.err
    assert len(outcome.err.splitlines()) == 1, outcome.err
    assert outcome.err.startswith("etappi: ")
    assert outcome.err.rstrip().endswith((".", "?", "--help")) or "etappi" in outcome.err[8:]
    for word in words:
        assert word in outcome.err


def stores(demo: Shell) -> dict[str, tuple[str, int]]:
    """Files that are no usable store, with a word of the sentence and the exit code."""
    folder = demo.root
    (folder / "text.db").write_bytes(b"not a database, only text " * 200)
    (folder / "empty.db").write_bytes(b"")
    other = sqlite3.connect(folder / "other.db")
    other.execute("CREATE TABLE theirs (id)")
    other.close()
    shutil.copyfile(demo.db, folder / "newer.db")
    newer = sqlite3.connect(folder / "newer.db")
    newer.execute("PRAGMA user_version = 99000")
    newer.close()
    (folder / "torn.db").write_bytes(demo.db.read_bytes()[:20_000])
    os.mkfifo(folder / "pipe.db")
    os.link(folder / "text.db", folder / "second-name.db")
    return {
        "none.db": ("init", 3), "empty.db": ("init", 3), "other.db": ("another program", 3), "newer.db": ("newer", 3),
        "torn.db": ("restore", 3), "pipe.db": ("--db", 3), ".": ("--db", 3), "/dev/zero": ("--db", 3),
        "second-name.db": ("hard link", 3),
    }  # fmt: skip


def test_stores_that_cannot_be_used(demo: Shell, inside: Inside) -> None:
    found = stores(demo)
    for name, (word, code) in found.items():
        path = demo.root / name
        before = path.read_bytes() if path.is_file() else None
        for verb in (["status", "--json"], ["set", "TP2-O1", "accepted"]):
            refused(inside("--lang", "en", "--db", name, *verb), code, name, word)
        assert (path.read_bytes() if path.is_file() else None) == before
    refused(inside("--lang", "en", "--db", "other.db", "init", demo.write("plan.toml", PLAN)), 3, "other.db")
    refused(
        inside("--lang", "en", "--db", "/proc/nowhere/a.db", "init", "plan.toml"), 3, "no such file or folder", "--db"
    )
    assert not (demo.root / "none.db").exists()


def test_files_that_cannot_be_imported(demo: Shell, inside: Inside) -> None:
    (demo.root / "binary.bin").write_bytes(bytes(range(256)) * 20)
    os.mkfifo(demo.root / "pipe")
    demo.write("prose.txt", "Hyvä ohjausryhmä,\ntässä ei ole taulukkoa.\n")
    demo.write("empty.txt", "")
    before = demo.db.read_bytes()
    for name in ("missing.txt", "binary.bin", "prose.txt", "empty.txt", "pipe", "/dev/zero", str(demo.db)):
        refused(inside("import", name, "--apply"), 2, name)
    refused(inside("import", TABLES, "--wp", "TP99", "--apply"), 2, "TP99")
    refused(inside("import", TABLES, "--apply", "--dry-run"), 2, "--dry-run", "--apply")
    refused(inside("import", TABLES, "--answers", "missing.toml"), 2, "missing.toml")
    demo.write("broken.toml", '[names\n"a" = 1')
    refused(inside("import", TABLES, "--answers", "broken.toml"), 2, "broken.toml", "1")
    demo.write("wrong.toml", 'unmarked = "foo"\n')
    refused(inside("import", TABLES, "--answers", "wrong.toml"), 2, "wrong.toml", "beneficiary")
    refused(inside("import", TABLES, "--questions", "/proc/nowhere/q.toml"), 2, "/proc/nowhere/q.toml")
    assert demo.db.read_bytes() == before


def test_a_bad_plan_tells_every_error_at_once(shell: Shell, inside: Inside) -> None:
    wrong = PLAN.replace("funder", "fundr").replace("organisations = 89", 'organisations = "89"')
    shell.write("bad.toml", wrong.replace('"2024-Q4"', '"2025-Q4"', 1).replace('parent = "TP1"', 'parent = "TP7"', 1))
    outcome = inside("init", "bad.toml")
    assert (outcome.code, outcome.out) == (2, "")
    lines = outcome.err.splitlines()
    assert len(lines) == 4 + 1
    assert all(line.startswith("bad.toml:") and line.split(":")[1].isdigit() for line in lines[:-1])
    assert not shell.db.exists()
    (shell.root / "torn.toml").write_bytes(b'[project]\ncode = "\xff"\n')
    for name in ("missing.toml", "torn.toml", ".", "/dev/zero"):
        outcome = inside("init", name)
        assert (outcome.code, outcome.out) == (2, "")
        assert name in outcome.err
    refused(inside("init"), 2, "--example")
    assert not shell.db.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frob"], ["frob", "--help"]),
        (["status", "--frob"], ["--frob", "--help"]),
        (["--frob", "status"], ["--frob"]),
        (["status", "extra"], ["extra"]),
        (["status", "--json", "--line"], ["--json", "--line"]),
        (["status", "--quarter", "Q9"], ["Q9", "Q3/2024"]),
        (["status", "--quarter", "Q3/2031"], ["Q3/2031", "Q4/2024"]),
        (["status", "--project", "NIX"], ["NIX", "DIGI24"]),
        (["status", "--lang", "de"], ["de", "fi, sv, en"]),
        (["status", "--db"], ["--db"]),
        (["wp", "TP99"], ["TP99", "TP1.2"]),
        (["late", "--quarter", "soon"], ["soon"]),
        (["undo", "99"], ["99", "etappi log"]),
        (["undo", "x"], ["x"]),
        (["redo"], []),
        (["org", "merge", "A"], ["B"]),
        (["set"], ["--help"]),
        (["set", "TP2-O1"], ["started"]),
        (["set", "NIX", "started"], ["NIX", "etappi wp"]),
        (["set", "TP2-O1", "done"], ["done", "accepted"]),
        (["set", "TP2-O1", "accepted", "--on", "31.2."], ["31.2.", "3.9.2024"]),
        (["set", "TP2-O1", "accepted", "--on", "1.12.2024"], ["1.12.2024", "16.9.2024"]),
        (["set", "TP2-O1", "accepted", "--on", "1.12.2023"], ["1.12.2023", "1.1.2024"]),
        (["set", "TP2-O1", "accepted", "--units", "3"], ["--units"]),
        (["set", "TP2-O1", "accepted", "--quarter", "Q3"], ["--quarter"]),
        (["set", "TP2-O1", "--units", "3"], ["TP2-O1"]),
        (["set", "TP2-O1", "--step", "1"], ["TP2-O1"]),
        (["set", "TP2-O1", "reopened"], ["TP2-O1"]),
        (["set", "TP1.2-A1", "--units", "7"], ["7", "0–6"]),
        (["set", "TP1.2-A1", "--units", "many"], ["many"]),
        (["set", "TP1.2-O2", "accepted"], ["reopened"]),
        (["set", "TP2", "--reported", "160%"], ["160%"]),
        (["set", "NIX", "--reported", "60%"], ["NIX", "etappi status"]),
        (["set", "TP2", "--colour", "amber"], ["--why"]),
        (["set", "TP2", "--colour", "blue", "--why", "x"], ["blue", "amber"]),
        (["set", "TP2", "--colour", "amber", "--why", "x", "--until", "Q1/2024"], ["Q1/2024"]),
        (["backup"], ["PATH"]),
        (["restore", "missing.db", "--yes"], ["missing.db", "etappi restore"]),
    ],
    ids=" ".join,
)
def test_wrong_use(built_demo: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str],
                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """In this process, which is ten times as fast as one of its own; the store must not change by a byte."""
    from cli.main import _run

    monkeypatch.setenv("ETAPPI_DB", str(built_demo))
    before = built_demo.read_bytes()
    code = _run(arguments)
    written = capsys.readouterr()
    refused(Outcome(code, written.out, written.err), 3 if arguments[0] == "restore" else 2, *words)
    assert built_demo.read_bytes() == before


def test_set_records_each_kind_of_fact(demo: Shell, inside: Inside) -> None:
    facts = (
        "TP1.2-O3 started --on 2.9.", "TP1.2-O3 accepted --evidence Muistio", "tp1.2-o3 reopened",
        "TP1.2-O3 cancelled --on vk38",
        "TP1.2-A1 --units 6", "TP2 --reported 60% --quarter Q3 --note Puhelu",
        "TP2 --colour amber --why Odotetaan --until Q4/2024",
    )  # fmt: skip
    for fact in facts:
        arguments = fact.split()
        done = inside("set", *arguments)
        assert (done.code, done.err) == (0, ""), arguments
        assert "etappi undo" in done.out
    package = inside("wp", "TP2", "--json").json()[0]["quarters"][-1]
    assert (package["reported"], package["colour"]) == (0.6, "amber")
    assert "Odotetaan" in package["reason"]
    assert inside("set", "TP2", "--reported", "61", "--json").json()["code"] == "TP2"


def test_a_folder_that_may_not_be_written(built_demo: Path) -> None:
    """root may write anywhere, so a root's child becomes nobody once it has imported everything."""
    root = Path(tempfile.mkdtemp(prefix="etappi-"))
    try:
        shutil.copyfile(built_demo, root / "etappi.db")
        shutil.copyfile(built_demo, root / "warm.db")
        (root / "plan.toml").write_text(PLAN, encoding="utf-8")
        (root / "etappi.db").chmod(0o444)
        before = (root / "etappi.db").read_bytes()
        done = subprocess.run([sys.executable, "-c", AS_NOBODY], capture_output=True, text=True, cwd=root, timeout=30,
                              check=False)  # fmt: skip
        assert "Traceback" not in done.stderr
        assert done.stdout.split("\n")[:-1] == ["3", "3"]
        first, second = done.stderr.splitlines()
        assert "etappi.db" in first
        assert "new.db" in second
        assert (root / "etappi.db").read_bytes() == before
        assert not (root / "new.db").exists()
    finally:
        root.chmod(0o755)
        shutil.rmtree(root)


AS_NOBODY = """
import io, os, sys
from contextlib import redirect_stdout, redirect_stderr
from cli.main import _run
with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
    assert _run(["--db", "warm.db", "set", "TP2-O1", "accepted"]) == 0
    assert _run(["--db", "warm.db", "init", "plan.toml"]) == 0
    _run(["--db", "/proc/nowhere/a.db", "init", "plan.toml"])
os.chmod(".", 0o555)
if os.geteuid() == 0:
    os.seteuid(65534)
print(_run(["--lang", "en", "--db", "etappi.db", "set", "TP2-O1", "accepted"]))
print(_run(["--lang", "en", "--db", "new.db", "init", "plan.toml"]))
sys.stdout.flush()
os._exit(0)
"""


def test_interrupted_import_leaves_nothing(shell: Shell) -> None:
    shell.write("plan.toml", PLAN)
    shell("init", "plan.toml")
    shell.write("answers.toml", 'unmarked = "beneficiary"\n')
    before = shell.db.read_bytes()
    for seconds in (0.15, 0.4):
        with shell.start("import", TABLES, "--answers", "answers.toml") as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
            assert process.returncode in (130, 1)
        if b"init_import_site" not in err:  # Python itself was still starting
            assert b"Traceback" not in err
        assert shell.db.read_bytes() == before
    assert not list(shell.data.glob("*-journal"))


def test_streams_that_are_closed_full_or_left(demo: Shell) -> None:
    def run(line: str) -> tuple[int, str]:
        done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, cwd=demo.root,
                              env={**demo.environment, "E": ETAPPI}, timeout=30, check=False)  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stderr

    assert run('"$E" orgs | head -1 >/dev/null') == (0, "")
    assert run('"$E" check --json | head -c 1 >/dev/null') == (0, "")
    assert run('"$E" --help | true') == (0, "")
    assert run('"$E" status >&-') == (0, "")
    assert run('"$E" frob 2>&-')[0] == 2
    for verb in ("status", "wp"):
        code, err = run(f'"$E" {verb} >/dev/full')
        assert code == 2
        assert "levy on täynnä" in err


def test_poor_surroundings(demo: Shell) -> None:
    homeless = demo("status", HOME=None, XDG_DATA_HOME=None, XDG_CONFIG_HOME=None)
    assert homeless.code in (0, 3)
    assert "//" not in homeless.err
    plain = demo("status", "--line", LANG="C", LC_ALL="C")
    assert "vaatii toimia" in plain.out
    refused(demo("status", ETAPPI_TODAY="yesterday", ETAPPI_DB=str(_own(demo))), 2, "yesterday", "2024-09-16")
    refused(demo(), 2, "etappi status")
    dumb = demo.terminal(TERM="dumb")
    assert dumb.code == 2
    assert "etappi status" in dumb.out
    assert len(dumb.out.splitlines()) == 1


def _own(demo: Shell) -> Path:
    demo.write("plan.toml", PLAN)
    path = demo.root / "own.db"
    assert demo("--db", path, "init", "plan.toml").code == 0
    return path


def test_questions_at_the_terminal(shell: Shell) -> None:
    shell.write("plan.toml", PLAN)
    shell("init", "plan.toml")
    left = shell.terminal("import", TABLES, typed="huh\na\nb\nq\ne\n", NO_COLOR="1")
    assert left.code == 1
    assert "Kysymys 3/18" in left.out
    assert left.out.endswith("Mitään ei tallennettu.\n")
    assert shell("imports", "--json").json() == []
    saved = shell.terminal("import", TABLES, typed="a\na\n" + "n\n" * 16 + "k\n", NO_COLOR="1")
    assert saved.code == 0
    assert "Kumoa: etappi undo 2" in saved.out
    assert shell("imports", "--json").json()[0]["batch"] == 2
    never = shell.terminal("import", TABLES, "--json", NO_COLOR="1")
    assert "Kysymys" not in never.out
