"""`etappi diff`: what has changed between two snapshots, or since one."""

import click

from cli.context import Context
from cli.output import can_show_signs, put, put_json, terminal_width
from cli.snapshot import desk_of, side_json
from cli.table import GAP, Column, draw, wrapped
from core.colour import STATUSES
from core.display import fit, safe, width
from core.snapshotdiff import ABSENT, Field, Value
from core.telling import PackageTold, Telling
from locales import t
from locales.formats import number
from locales.snapshotwords import (
    GROUPS,
    change_text,
    figure_text,
    group_text,
    heading,
    line_text,
    others_text,
    package_text,
    sentences,
    table_text,
    what_happened,
)
from store.snapshotdesk import NOW, Comparison

INDENT = "  "
LEAST_TEXT = 20
"""Columns that the text of a package has at least."""


@click.command("diff", help=t("diff.help"))
@click.argument("old", metavar="[A]", required=False)
@click.argument("new", metavar="[B]", default=NOW)
@click.option("--sentences", "spoken", is_flag=True, help=t("diff.option_sentences"))
@click.option("--rows", is_flag=True, help=t("diff.option_rows"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def diff_command(context: Context, old: str | None, new: str, spoken: bool, rows: bool, json: bool) -> None:
    """Tell what differs between two snapshots: by package, in sentences, row by row, or as JSON."""
    found = desk_of(context).compare(old, new)
    if json:
        put_json(_json(found))
        return
    head = heading((found.old.name, found.old.as_of), (found.new.name, found.new.as_of))
    if found.difference.empty:
        put([head, t("diff.nothing_changed")])
        return
    columns = terminal_width()
    if rows:
        put([head, "", *_row_lines(found, columns)])
    elif spoken:
        put(_fitted([head, *sentences(found.telling)], columns, ""))
    else:
        put([head, "", *_packages(found.telling, columns), "", *_fitted(_lines(found.telling), columns, INDENT), "",
             *_fitted(_counts(found.telling), columns, INDENT)])  # fmt: skip


def _fitted(texts: list[str], columns: int | None, indent: str) -> list[str]:
    return [line for text in texts for line in (wrapped(text, columns, indent) if columns else [text])]


def _packages(telling: Telling, columns: int | None) -> list[str]:
    """A package after the other: the share done then and now, its state, and what is said of it, in lines of its own
    column."""
    head = [Column(t("snapshot.head_package")), Column(t("snapshot.head_done"), right=True),
            Column(t("snapshot.head_state"))]  # fmt: skip
    rows = [[INDENT * one.depth + one.code, change_text(one), _state(one)] for one in telling.packages]
    lines = draw(head, rows)
    start = max(map(width, lines)) + len(GAP)
    texts = [t("diff.head_what"), *(what_happened(one) for one in telling.packages)]
    out = []
    for line, text in zip(lines, texts, strict=True):
        parts = wrapped(text, max(columns - start, LEAST_TEXT), "") if columns else [text]
        out += [fit(line, start) + parts[0], *(" " * start + part for part in parts[1:])]
    return [line.rstrip() for line in out]


def _state(one: PackageTold) -> str:
    signs = [STATUSES[status][1 if can_show_signs() else 2] if status in STATUSES else "–" for status in one.status]
    return signs[1] if signs[0] == signs[1] else " → ".join(signs)


def _lines(telling: Telling) -> list[str]:
    texts = [group_text(telling, group) for group in GROUPS if group not in ("cancelled", "restated")]
    single = [line_text(one) for group in ("cancelled", "restated") for one in telling.lines.get(group, ())]
    return [text for text in (*texts, *single, others_text(telling)) if text]


def _counts(telling: Telling) -> list[str]:
    """How many things were added, changed and removed, and how many figures of closed quarters were corrected."""
    counts = telling.counts
    lines = [t("diff.counts", added=number(counts.added), changed=number(counts.changed),
               removed=number(counts.removed), restated=number(counts.restated))]  # fmt: skip
    parts = [f"{table_text(table)} {_signed(*numbers)}" for table, *numbers in counts.things]
    return [*lines, ", ".join(parts)] if parts else lines


def _signed(added: int, changed: int, removed: int) -> str:
    signs = (("+", added), ("~", changed), ("−", removed))
    return " ".join(f"{sign}{number(n)}" for sign, n in signs if n)


def _row_lines(found: Comparison, columns: int | None) -> list[str]:
    """Every row of facts that differs, and every figure of a closed quarter that was corrected."""
    difference = found.difference
    rows = [["+", table_text(one.table), _named(one.key), ""] for one in difference.added]
    rows += [["−", table_text(one.table), _named(one.key), ""] for one in difference.removed]
    rows += [["~", table_text(one.table), _named(one.key), f"{one.field}: {_change(one)}"]
             for one in difference.changed]  # fmt: skip
    rows += [["!", one.path[0], " · ".join(one.path[1:]), _change(one)] for one in difference.restated]
    head = [Column(""), Column(t("diff.head_table")), Column(t("diff.head_key"), gives_way=True),
            Column(t("diff.head_change"), gives_way=True)]  # fmt: skip
    return draw(head, rows, columns)


def _named(key: tuple[object, ...]) -> str:
    return " · ".join(str(part) for part in key if part is not None)


def _change(one: Field | Value) -> str:
    return safe(" → ".join("–" if value is ABSENT else figure_text(value) for value in (one.old, one.new)))


def _json(found: Comparison) -> dict[str, object]:
    difference = found.difference
    return {
        "old": side_json(found.old), "new": side_json(found.new),
        "added": [{"table": one.table, "key": list(one.key), "values": dict(one.values)} for one in difference.added],
        "removed": [{"table": one.table, "key": list(one.key), "values": dict(one.values)}
                    for one in difference.removed],
        "changed": [{"table": one.table, "key": list(one.key), "field": one.field, "old": _given(one.old),
                     "new": _given(one.new)} for one in difference.changed],
        "restated": [_value_json(one) for one in difference.restated],
        "rules": [{"kind": "rule" if one.path[0] == "rules" else "threshold", "name": one.path[1],
                   "old": _given(one.old), "new": _given(one.new)} for one in difference.rules],
        "figures": [_value_json(one) for one in difference.figures],
        "workpackages": [
            {"code": one.code, "title": one.title, "done": list(one.done), "status": list(one.status),
             "text": package_text(one)} for one in found.telling.packages
        ],
        "text": sentences(found.telling),
    }  # fmt: skip


def _value_json(one: Value) -> dict[str, object]:
    quarter, *path = one.path
    return {"quarter": quarter, "path": path, "old": _given(one.old), "new": _given(one.new)}


def _given(value: object) -> object:
    return None if value is ABSENT else value
