"""`etappi status` must answer at once: what it loads is counted in a process of its own."""

import json
import subprocess
import sys

from tests.cli.support import Shell

NEVER = {
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "dataclasses",
    "click",
    "re",
    "datetime",
    "json",
    "gettext",
}
OURS = ("cli", "core", "demo", "importers", "locales", "reports", "store", "tui")
LIMIT = 12

PROGRAM = """\
import sys
before = set(sys.modules)
from cli.status import fast
code = fast(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write(repr(sorted(set(sys.modules) - before)))
sys.exit(code)
"""


def loaded(shell: Shell, *arguments: str) -> set[str]:
    environment = {name: value for name, value in shell.environment.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--db", str(shell.db), *arguments], capture_output=True, text=True, check=True,
        env=environment, timeout=30,
    )  # fmt: skip
    assert "DIGI24" in done.stdout
    return set(json.loads(done.stderr.replace("'", '"')))


def test_status_loads_nothing_that_it_does_not_need(demo: Shell) -> None:
    for form in ("--plain", "--json", "--line"):
        modules = loaded(demo, "status", form)
        assert not {module.partition(".")[0] for module in modules} & NEVER, form
        strangers = {module for module in modules if module.partition(".")[0] not in OURS}
        assert len(strangers) <= LIMIT, sorted(strangers)


def test_the_fast_path_and_the_full_parser_say_the_same(demo: Shell) -> None:
    from cli.app import run
    from cli.status import parse

    assert parse(["--db", "x.db", "status", "--quarter=Q2/2024", "--plain"]) == {
        "db": "x.db", "quarter": "Q2/2024", "plain": "yes"}  # fmt: skip
    for other in (["wp"], ["status", "--help"], ["status", "extra"], ["status", "--json", "--line"],
                  ["--lang", "de", "status"], ["status", "--quarter"], ["status", "status"], []):  # fmt: skip
        assert parse(other) is None, other
    assert callable(run)
    fast = demo("status", "--plain")
    full = demo("status", "--plain", "--", LANG="C.UTF-8")
    assert full.out == fast.out
