"""`etappi snapshot`: pictures of a project that stay as they were taken, in the store and as files."""

import os

import click

from cli.context import Context
from cli.moments import moment
from cli.output import put, put_json, say, terminal_width
from cli.table import Column, draw, wrapped
from core import quarter as quarters
from core.closing import Restated, SnapshotRow
from core.display import safe
from core.errors import EtappiError
from core.snapshotview import SnapshotView, codes_of
from locales import t
from locales.formats import date, number, percent
from locales.snapshotwords import UNTOLD, figure_name, figure_text, figure_told, has_name, meeting_name, table_text
from store.snapshotdesk import Checked, Side, SnapshotDesk, SnapshotPage

SHORT_HASH = 6
"""Signs of a hash that are shown to people."""


def desk_of(context: Context) -> SnapshotDesk:
    """The desk of snapshots of the project that is meant, in whose language the verb goes on."""
    with context.project_reading() as (_, project):
        return SnapshotDesk(context.prepared(), project.code)


@click.group("snapshot", help=t("snapshot.help"))
def snapshot_command() -> None:
    """Pictures of a project that stay as they were taken."""


@snapshot_command.command("take", help=t("snapshot.help_take"))
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--meeting", is_flag=True, help=t("snapshot.option_meeting"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def take_command(context: Context, name: str | None, meeting: bool, json: bool) -> None:
    """Freeze the project as it stands today."""
    desk = desk_of(context)
    if meeting == (name is not None):
        raise EtappiError("snapshot.name_or_meeting")
    row = desk.take(name if name is not None else _name_of_meeting(desk))
    if json:
        put_json({"name": row.name, "quarter": quarters.code(row.quarter), "sha256": row.sha256, "as_of": row.as_of})
        return
    put([safe(t("snapshot.taken", name=row.name, quarter=quarters.label(row.quarter), date=date(row.as_of),
                hash=row.sha256[:SHORT_HASH]))])  # fmt: skip


def _name_of_meeting(desk: SnapshotDesk) -> str:
    found = desk.next_meeting()
    if found is None:
        raise EtappiError("snapshot.no_meeting")
    say(t("snapshot.for_meeting", title=found.title, date=date(found.on_date)))
    return desk.free_name(meeting_name(found.title, found.number, found.steering))


@snapshot_command.command("list", help=t("snapshot.help_list"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def list_command(context: Context, json: bool) -> None:
    """Print the snapshots, newest first."""
    rows = desk_of(context).listed()
    if json:
        put_json([_row_json(row) for row in rows])
        return
    if not rows:
        put([t("snapshot.none")])
        return
    head = [Column(t("snapshot.head_name"), gives_way=True), Column(t("snapshot.head_quarter")),
            Column(t("snapshot.head_as_of")), Column(t("snapshot.head_at")), Column(t("snapshot.head_by")),
            Column(t("snapshot.head_hash"))]  # fmt: skip
    put(draw(head, [[row.name, quarters.label(row.quarter), date(row.as_of), moment(row.at), row.actor,
                     row.sha256[:SHORT_HASH]] for row in rows], terminal_width()))  # fmt: skip


def _row_json(row: SnapshotRow) -> dict[str, object]:
    return {"name": row.name, "quarter": quarters.code(row.quarter), "as_of": row.as_of, "at": row.at,
            "by": row.actor, "sha256": row.sha256}  # fmt: skip


@snapshot_command.command("show", help=t("snapshot.help_show"))
@click.argument("name", metavar="NAME")
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def show_command(context: Context, name: str, json: bool) -> None:
    """Print what a snapshot holds: figures by package, facts by table, restatements."""
    page = desk_of(context).show(name)
    if json:
        put_json(_page_json(page))
        return
    put(_page_lines(page))


def _page_lines(page: SnapshotPage) -> list[str]:
    side, view = page.side, page.side.view
    lines = [safe(t("snapshot.shown", name=side.name or t("diff.now"), quarter=quarters.label(side.quarter),
                    date=date(side.as_of), hash=side.sha256[:SHORT_HASH]))]  # fmt: skip
    if side.row is not None:
        lines.append(safe(t("snapshot.shown_taken", at=moment(side.row.at), by=side.row.actor)))
    locked = ", ".join(quarters.label(quarters.parse(code)) for code in side.content["locked"])
    lines += [t("snapshot.shown_locked", quarters=locked) if locked else t("snapshot.shown_open"), ""]
    head = [Column(t("snapshot.head_package")), Column(t("snapshot.head_title"), gives_way=True),
            Column(t("snapshot.head_done"), right=True), Column(t("snapshot.head_planned"), right=True),
            Column(t("snapshot.head_late"), right=True), Column(t("snapshot.head_state"))]  # fmt: skip
    rows = [[code, str(view.fact("work_package", code).get("title") or ""), percent(_share(view, code, "earned")),
             percent(_share(view, code, "planned")), number(len(_late(view, code))),
             figure_text(view.figures("packages", code).get("status"))] for code in view.packages()]  # fmt: skip
    lines += draw(head, rows, terminal_width())
    counts = [(table, len(view.rows(table))) for table in view.content["facts"]]
    held = ", ".join(f"{table_text(table)} {number(n)}" for table, n in sorted(counts, key=lambda one: -one[1]) if n)
    facts = t("snapshot.shown_facts", tables=held)
    columns = terminal_width()
    lines += ["", *(wrapped(facts, columns, "  ") if columns else [facts])]
    return lines + _restated_lines(page.restated)


def _restated_lines(found: tuple[Restated, ...]) -> list[str]:
    """Figures of closed quarters that two freezes have otherwise: both values, and which says which."""
    if not found:
        return []
    head = [Column(t("snapshot.head_quarter")), Column(t("snapshot.head_of"), gives_way=True),
            Column(t("snapshot.head_figure"), gives_way=True), Column(t("snapshot.head_old"), right=True),
            Column(t("snapshot.head_new"), right=True), Column(t("snapshot.head_between"), gives_way=True)]  # fmt: skip
    rows = []
    for one in found:
        values = [figure_told(one.figure, value) for value in (one.old, one.new)]
        if has_name(one.figure) and UNTOLD not in values:
            rows.append([quarters.label(one.quarter), one.package or t("diff.whole_project"), figure_name(one.figure),
                         *values, f"{one.old_snapshot} → {one.new_snapshot}"])  # fmt: skip
    rest = len(found) - len(rows)
    lines = ["", t("snapshot.restated_head", n=len(found)), *draw(head, rows, terminal_width())]
    return [*lines, t("snapshot.restated_rest", n=rest)] if rest else lines


def _page_json(page: SnapshotPage) -> dict[str, object]:
    side, view = page.side, page.side.view
    return {
        **side_json(side), "at": side.row.at if side.row else None, "by": side.row.actor if side.row else None,
        "locked": side.content["locked"],
        "workpackages": [
            {"code": code, "title": view.fact("work_package", code).get("title"), "done": _share(view, code, "earned"),
             "planned": _share(view, code, "planned"), "status": view.figures("packages", code).get("status"),
             "reason": view.figures("packages", code).get("reason"),
             "late": [{"item": item, "quarters_late": late} for item, late in _late(view, code).items()]}
            for code in view.packages()
        ],
        "facts": {table: len(view.rows(table)) for table in sorted(view.content["facts"])},
        "restated": [
            {"quarter": quarters.code(one.quarter), "of": one.package or None, "figure": one.figure, "old": one.old,
             "new": one.new, "old_snapshot": one.old_snapshot, "new_snapshot": one.new_snapshot}
            for one in page.restated
        ],
    }  # fmt: skip


def side_json(side: Side) -> dict[str, object]:
    """What names a snapshot in JSON."""
    return {"name": side.name, "quarter": quarters.code(side.quarter), "as_of": side.as_of, "sha256": side.sha256,
            "file": side.file}  # fmt: skip


def _share(view: SnapshotView, package: str, figure: str) -> float | None:
    found = view.done(package, figure)
    return None if found is None else float(found)


def _late(view: SnapshotView, package: str) -> dict[str, int]:
    return codes_of(view.figures("packages", package).get("late") or ())


@snapshot_command.command("export", help=t("snapshot.help_export"))
@click.argument("name", metavar="NAME")
@click.option("-o", "--output", metavar="PATH", help=t("snapshot.option_output"))
@click.option("--force", is_flag=True, help=t("snapshot.option_force"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def export_command(context: Context, name: str, output: str | None, force: bool, json: bool) -> None:
    """Write a snapshot to a file that another store can read and verify."""
    from store.outfiles import write_all

    own, content = desk_of(context).export(name)
    folder, base = os.path.split(output or own)
    (path,) = write_all(folder or ".", {base or own: content}, force=force)
    if json:
        put_json({"name": name, "path": path, "bytes": len(content)})
        return
    put([safe(t("snapshot.exported", name=name, path=path))])


@snapshot_command.command("verify", help=t("snapshot.help_verify"))
@click.argument("name", metavar="[NAME|FILE]", required=False)
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def verify_command(context: Context, name: str | None, json: bool) -> int:
    """Compute the hashes anew; exit code 1 where a snapshot is not what it was."""
    if name is not None and os.path.lexists(name) and not os.path.lexists(context.path):
        from store.snapshotdesk import checked_file

        found: tuple[Checked, ...] = (checked_file(name),)  # a file can be verified where there is no store
    else:
        found = desk_of(context).verify(name)
    if json:
        put_json([{"name": one.name, "quarter": None if one.quarter is None else quarters.code(one.quarter),
                   "intact": one.intact, "sha256": one.sha256, "found": one.found, "file": one.file}
                  for one in found])  # fmt: skip
    elif not found:
        put([t("snapshot.none")])
    else:
        put(draw([Column(t("snapshot.head_name"), gives_way=True), Column(t("snapshot.head_state")),
                  Column(t("snapshot.head_hash"))], [_verified(one) for one in found], terminal_width()))  # fmt: skip
        if not all(one.intact for one in found):
            put([t("snapshot.changed_advice")])
    return int(not all(one.intact for one in found))


def _verified(one: Checked) -> list[str]:
    name = one.name or "–"
    return [f"{one.file}: {name}" if one.file is not None else name,
            t("snapshot.intact" if one.intact else "snapshot.changed"), (one.sha256 or "–")[:SHORT_HASH]]  # fmt: skip
