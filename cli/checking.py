"""`etappi check`: what the rules find, or whether the file itself is sound."""

from dataclasses import replace

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.table import wrapped
from core.display import safe
from core.findings import Finding
from locales import t


@click.command("check", help=t("cli.help_check"))
@click.option("--strict", is_flag=True, help=t("cli.option_strict"))
@click.option("--store", "of_store", is_flag=True, help=t("cli.option_store"))
@click.option("--fix", is_flag=True, help=t("cli.option_fix"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def check_command(context: Context, strict: bool, of_store: bool, fix: bool, json: bool) -> int:
    """Print findings; exit code 1 where there is an error (with --strict: or a warning)."""
    if fix and not of_store:
        raise click.UsageError(t("cli.fix_needs_store"))
    if of_store:
        return _store(context, fix, json)
    found = findings(context)
    rows = [finding_row(one) for one in found]
    if json:
        put_json(rows)
    else:
        put(_lines(rows))
    counts = {one.severity for one in found}
    return int("error" in counts or (strict and "warning" in counts))


def findings(context: Context) -> list[Finding]:
    """What all rules find about the project."""
    from core.checks import run
    from importers.nearnames import near_pairs
    from store.checkfacts import check_facts, parted_pairs

    with context.project_reading() as (connection, project):
        facts = check_facts(connection, project)
        parted = parted_pairs(connection)
    near = near_pairs([organisation.name for organisation in facts.organisations], parted)
    return run(replace(facts, near=near))


def finding_row(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it (contract.md), in the chosen language."""
    from importers.checkwords import told

    words = told(finding)
    return {
        "rule": finding.code.partition("/")[0], "severity": finding.severity, "place": words.place, "text": words.text,
        "mend": words.mend,
    }  # fmt: skip


def _lines(rows: list[dict[str, object]]) -> list[str]:
    columns = terminal_width() or 10_000
    lines: list[str] = []
    for severity in ("error", "warning", "ask"):
        of_kind = [row for row in rows if row["severity"] == severity]
        if of_kind:
            lines += [""] * bool(lines) + [t(f"check.heading_{severity}", n=len(of_kind))]
        for rule in dict.fromkeys(str(row["rule"]) for row in of_kind):
            lines += ["", f"  {t(f'check.rule.{rule}')} ({rule})"]
            for row in of_kind:
                if row["rule"] == rule:
                    lines += _finding_lines(row, columns)
    return lines or [t("check.nothing")]


def _finding_lines(row: dict[str, object], columns: int) -> list[str]:
    place = f"{row['place']}: " if row["place"] else ""
    lines = wrapped(safe(f"    {place}{row['text']}"), columns, "      ")
    return lines + (wrapped(f"      → {row['mend']}", columns, "        ") if row["mend"] else [])


def _store(context: Context, fix: bool, json: bool) -> int:
    from store import health

    path = context.prepared()
    mended = health.fix(path) if fix else []
    found = health.look(path)
    rows = [{"rule": f"store.{one.code}", "severity": "error", "place": path,
             "text": safe(t(f"check.store_{one.code}", **one.values)),
             "mend": t("check.store_mend") if one.fixable else None} for one in found]  # fmt: skip
    if json:
        put_json(rows)
    else:
        put([safe(t("check.store_mended", what=t(f"check.store_{one.code}", **one.values))) for one in mended])
        put([f"  {row['text']}" for row in rows] or [t("check.store_sound")])
    return int(bool(found))
