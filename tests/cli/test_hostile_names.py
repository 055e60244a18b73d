"""Names that try to command a terminal or to look like markup: harmless in every verb, and still found."""

import json
import re

from core.display import width
from tests.cli.support import Inside, Shell

HOSTILE = {
    "brackets": "ACME [WP3]",
    "closing": "Opisto [/red] Oy",
    "action": "[@click=app.quit]Paina[/] Opisto",
    "clear": "Tyhjä\x1b[2J opisto",
    "clipboard": "Leike\x1b]52;c;aGVp\x07 opisto",
    "c1": "Ohjaus\x9b31m opisto",
    "bidi": "Kään\u202eoti\u202c säätiö",
    "isolate": "Eristys\u2066x\u2069 Oy",
    "invisible": "Nolla\u200bleveys\ufeff Oy",
    "chinese": "北京職業學校 Oy",
    "combining": "Ka\u0308rki " + "o\u0308\u0301\u0302" * 3 + " ry",
    "long": "Pitkä " + "x" * 10_000,
    "percent": "{n} %s {code} {{}} \\n opisto",
}
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plan() -> str:
    """A plan whose every text is hostile; TOML's own escapes carry what a file may not hold raw."""

    def text(key: str) -> str:
        return json.dumps(HOSTILE[key][:250])  # JSON's escapes are TOML's

    return f"""
[project]
code = "PAHA"
name = {text("clear")}
start = 2024-01-01
end = 2024-12-31
coordinator = {text("clipboard")}
funder = {text("bidi")}
language = "fi"

[[workpackage]]
code = "TP1"
title = {text("action")}
from = "2024-Q1"
to = "2024-Q4"
lead = [{text("brackets")}]
assist = [{text("closing")}, {text("chinese")}]
  [[workpackage.action]]
  title = {text("c1")}
  from = "2024-Q1"
  to = "2024-Q1"
  [[workpackage.indicator]]
  title = {text("percent")}
  kind = "quantitative"
  unit = {text("isolate")}

[[workpackage]]
code = "[/red]"
title = {text("combining")}
from = "2024-Q1"
to = "2024-Q4"
"""


def table() -> str:
    rows = "\n".join(f"{name}\tx\t" for name in HOSTILE.values())
    return f"TP1 Taulukko\nOrganisaatio\tVetovastuu\tAsiantuntija\n{rows}\n"


def harmless(text: str) -> None:
    found = OBEYED.search(text)
    assert found is None, (found, text[max(0, found.start() - 60) : found.end() + 20] if found else "")


def test_hostile_names_are_harmless_and_found(shell: Shell, inside: Inside) -> None:
    shell.write("plan.toml", plan())
    made = shell("init", "plan.toml")
    assert made.code == 0, made.err
    (shell.root / "table.txt").write_text(table(), encoding="utf-8", newline="")
    answers = "\n".join(f'{json.dumps(name[:250])} = "new"' for name in HOSTILE.values())
    shell.write("answers.toml", f"[names]\n{answers}\n")
    imported = inside("import", "table.txt", "--answers", "answers.toml", "--unmarked", "unknown", "--apply", "--all")
    assert imported.code == 0, imported.out + imported.err
    preview = inside("import", "table.txt", "--dry-run", "--questions", "q.toml")
    assert inside("set", "TP1-A1", "started", "--evidence", HOSTILE["clear"] + HOSTILE["bidi"]).code == 0
    assert inside("set", "TP1", "--colour", "amber", "--why", HOSTILE["clipboard"]).code == 0
    renamed = inside("org", "rename", "ACME [WP3]", "ACME\x1b[31m [b]uusi[/b]\u202e")
    assert renamed.code == 0, renamed.err
    outcomes = [made, imported, preview, renamed]
    plain = ("status", "status --line", "status --json", "wp", "wp --json", "late", "roles", "roles --json", "orgs",
             "orgs --json", "imports", "log", "check", "check --json")  # fmt: skip
    wrong = (
        ["import", "\x1b[2J\u202e.txt"], ["wp", "\x1b[2J\u202ex"], ["org", "merge", "\x1b]52;c;x\x07", "b"],
        ["status", "--quarter", "\x1b[2J"], ["\x1b[2J"], ["status", "\x9b31m"], ["--db", "\x1b[2J.db", "status"],
    )  # fmt: skip
    for arguments in (*(line.split() for line in plain), *wrong):
        outcomes.append(inside(*arguments))
    for outcome in outcomes:
        harmless(outcome.out)
        harmless(outcome.err)
    names = {row["name"] for row in inside("orgs", "--json").json()}
    assert "ACME [b]uusi[/b]" in names
    assert "Opisto [/red] Oy" in names
    assert "[@click=app.quit]Paina[/] Opisto" in names
    assert "北京職業學校 Oy" in names
    assert "Tyhjä opisto" in names
    assert all(len(name) <= 300 for name in names)
    assert inside("org", "outside", "[@click=app.quit]Paina[/] Opisto").code == 0


def test_columns_stay_straight_under_wide_and_combining_letters(shell: Shell) -> None:
    shell.write("plan.toml", plan())
    shell("init", "plan.toml")
    lines = shell.terminal("status", NO_COLOR="1").out.splitlines()
    assert all(width(line) <= 80 for line in lines)
    lines = shell.terminal("roles", NO_COLOR="1").out.splitlines()
    assert len({width(line[: line.rindex("vahvistettu")]) for line in lines if "vahvistettu" in line}) == 1
