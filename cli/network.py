"""`etappi roles | orgs | org`: who does what, and one organisation under one name."""

from typing import TYPE_CHECKING

import click

from cli.context import Context
from cli.moments import moment
from cli.organisation import Organisations, show_command
from cli.output import put, put_json, say, terminal_width
from cli.table import Column, draw
from core import quarter as quarters
from core.display import safe
from core.text import clean
from locales import t

if TYPE_CHECKING:
    from core.records import NameDecision, OrganisationRow, Promised, WaitingRow


@click.command("roles", help=t("cli.help_roles"))
@click.option("--wp", metavar="CODE", help=t("cli.option_wp"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def roles_command(context: Context, wp: str | None, json: bool) -> None:
    """Print every role of every organisation."""
    from core.codes import code_key
    from store import queries

    with context.project_reading() as (connection, project):
        rows = queries.roles(connection, project.id)
    if wp is not None:
        key = code_key(wp)
        rows = tuple(row for row in rows if code_key(row.workpackage) == key)
        if not rows:
            say(t("cli.no_roles", code=clean(wp)))
    if json:
        put_json([{"workpackage": row.workpackage, "organisation": row.organisation, "role": row.role,
                   "certainty": row.certainty, "from": _code(row.from_quarter), "to": _code(row.to_quarter),
                   "source": row.source} for row in rows])  # fmt: skip
        return
    head = [Column(t("status.head_package")), Column(t("cli.head_organisation"), gives_way=True),
            Column(t("cli.head_role")), Column(t("cli.head_certainty"))]  # fmt: skip
    put(draw(head, [[row.workpackage, row.organisation, t(f"status.role_{row.role}_name"),
                     t(f"cli.certainty_{row.certainty}")] for row in rows], terminal_width()))  # fmt: skip


def _code(quarter: int | None) -> str | None:
    return None if quarter is None else quarters.code(quarter)


@click.command("orgs", help=t("cli.help_orgs"))
@click.option("--unmatched", is_flag=True, help=t("cli.option_unmatched"))
@click.option("--decisions", is_flag=True, help=t("cli.option_decisions"))
@click.option("--never", is_flag=True, help=t("event.option_never"))
@click.option("--guests", is_flag=True, help=t("event.option_guests"))
@click.option("--expected", type=click.IntRange(1), metavar="N", help=t("cli.option_expected"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def orgs_command(
    context: Context, unmatched: bool, decisions: bool, never: bool, guests: bool, expected: int | None, json: bool
) -> None:  # fmt: skip
    """Print the organisations of the project, the names that wait, what was decided about names, who never came, or
    who came from outside."""
    from store import members, queries

    if never or guests:
        from cli.reach import put_guests, put_never

        with context.project_reading() as (connection, project):
            (put_never if never else put_guests)(connection, project, json=json)
        return

    with context.project_reading() as (connection, project):
        rows = queries.organisations(connection, project.id)
        promise = members.promised(connection, project.id) if expected else None
        waiting = queries.waiting(connection, project.id)
        decided = queries.name_decisions(connection, project.id) if decisions else ()
    if decisions:
        _put_decisions(decided, json)
        return
    if unmatched:
        _put_waiting(waiting, json)
        return
    if json:
        put_json([_as_json(row, promise) for row in rows])
        return
    _put_table(rows)
    inside = sum(row.network for row in rows)
    promised = expected or project.expected
    sums = [t("cli.orgs_sum", n=inside)]
    if promised:
        sums.append(t("cli.orgs_expected", known=inside, expected=promised))
    if promised and promised > inside:
        sums.append(t("cli.orgs_unknown", n=promised - inside))
    if len(rows) > inside:
        sums.append(t("cli.orgs_outside", n=len(rows) - inside))
    put(["", " ".join(sums)])
    if promise:
        _put_promise(promise)
    if waiting:
        put([t("cli.orgs_waiting", n=len({row.name for row in waiting}))])


def _as_json(row: "OrganisationRow", promise: "Promised | None") -> dict[str, object]:
    """An organisation of ``orgs``; with ``--expected`` also whether the newest list of members has it (null: none was
    imported)."""
    found: dict[str, object] = {
        "name": row.name, "short": row.short, "aliases": list(row.aliases), "network": row.network,
        "workpackages": row.workpackages, "business_id": row.business_id, "region": row.region,
        "language": row.language, "labels": list(row.labels),
    }  # fmt: skip
    if promise is not None and row.network:
        found["listed"] = None if promise.batch is None else row.name not in promise.unlisted
    return found


def _put_table(rows: "tuple[OrganisationRow, ...]") -> None:
    """Print organisations; a column that is empty in all of them is left out."""
    from importers.places import language

    head = [Column(t("cli.head_short")), Column(t("cli.head_organisation"), gives_way=True),
            Column(t("cli.head_packages"), right=True), Column(t("tui.field_business_id")),
            Column(t("tui.field_region"), gives_way=True), Column(t("tui.field_language")),
            Column(t("tui.field_labels"), gives_way=True),
            Column(t("cli.head_spellings"), gives_way=True)]  # fmt: skip
    lines = [[row.short, row.name if row.network else f"{row.name} ({t('cli.outside')})", str(row.workpackages),
              row.business_id or "", row.region or "", language(row.language) if row.language else "",
              ", ".join(row.labels), "; ".join(row.aliases)] for row in rows]  # fmt: skip
    used = [at for at in range(len(head)) if at not in range(3, 7) or any(line[at] for line in lines)]
    put(draw([head[at] for at in used], [[line[at] for at in used] for line in lines], terminal_width()))


def _put_promise(promise: "Promised") -> None:
    """Print who of the network takes part in nothing, and who is not in the newest list of members."""
    told = [(t("cli.orgs_idle", n=len(promise.idle)), promise.idle)]
    if promise.batch is not None:
        told.append((t("cli.orgs_unlisted", n=len(promise.unlisted), file=promise.file or "", batch=promise.batch),
                     promise.unlisted))  # fmt: skip
    for words, names in told:
        put(["", safe(words), *(safe(f"  {name}") for name in names)])
    if promise.batch is None:
        put(["", t("cli.orgs_no_list")])


def _put_waiting(waiting: "tuple[WaitingRow, ...]", json: bool) -> None:
    if json:
        put_json([{"name": row.name, "file": row.file, "place": row.place, "workpackage": row.workpackage,
                   "roles": list(row.roles), "batch": row.batch} for row in waiting])  # fmt: skip
    elif waiting:
        head = [Column(t("cli.head_name"), gives_way=True), Column(t("status.head_package")),
                Column(t("cli.head_role")), Column(t("cli.head_file"), gives_way=True),
                Column(t("cli.head_place"))]  # fmt: skip
        put(draw(head, [[row.name, row.workpackage or "", ", ".join(t(f"status.role_{r}_name") for r in row.roles),
                         row.file, row.place] for row in waiting], terminal_width()))  # fmt: skip
        put(["", t("cli.how_to_settle")])
    else:
        put([t("cli.nothing_waits")])


def _put_decisions(decided: "tuple[NameDecision, ...]", json: bool) -> None:
    if json:
        put_json([{"kind": one.kind, "name": one.text, "organisation": one.organisation, "at": one.at,
                   "actor": one.actor, "action": one.action} for one in decided])  # fmt: skip
    elif decided:
        head = [Column(t("cli.head_name"), gives_way=True), Column(t("cli.head_decision")),
                Column(t("cli.head_organisation"), gives_way=True), Column(t("log.head_at")),
                Column(t("log.head_actor"))]  # fmt: skip
        put(draw(head, [[one.text, t(f"cli.decided_{one.kind}"), one.organisation, moment(one.at) if one.at else "",
                         one.actor or ""] for one in decided], terminal_width()))  # fmt: skip
    else:
        put([t("cli.no_decisions")])


@click.group("org", cls=Organisations, help=t("cli.help_org"))
def org_command() -> None:
    """Merge, split, rename organisations, or put them outside the network."""


org_command.add_command(show_command)


@org_command.command("merge", help=t("cli.help_org_merge"))
@click.argument("keep", metavar="A")
@click.argument("gone", metavar="B")
@click.pass_obj
def merge_command(context: Context, keep: str, gone: str) -> None:
    """B becomes A."""
    from store import backup
    from store.commands import organisations
    from store.writing import writing

    path = context.prepared()
    backup.before(path, "merge")
    with writing(path, f"org merge {clean(keep)} < {clean(gone)}") as writer:
        kept, lost, moved = organisations.merge(writer, keep, gone)
    put([safe(t("cli.merged", kept=kept, gone=lost, n=moved))])


@org_command.command("split", help=t("cli.help_org_split"))
@click.argument("name")
@click.pass_obj
def split_command(context: Context, name: str) -> None:
    """A spelling becomes an organisation of its own."""
    from core.short_names import propose
    from store.commands import organisations
    from store.writing import writing

    path = context.prepared()
    with context.reading() as connection:
        taken = {row[0] for row in connection.execute("SELECT short FROM organisation").fetchall()}
    with writing(path, f"org split {clean(name)}") as writer:
        made, old = organisations.split(writer, name, propose(clean(name), taken))
    put([safe(t("cli.split", made=made, old=old))])


@org_command.command("rename", help=t("cli.help_org_rename"))
@click.argument("name", metavar="A")
@click.argument("new_name", metavar="B")
@click.pass_obj
def rename_command(context: Context, name: str, new_name: str) -> None:
    """Give an organisation another name."""
    from store.commands import organisations
    from store.writing import writing

    with writing(context.prepared(), f"org rename {clean(name)}") as writer:
        fresh = organisations.rename(writer, name, new_name)
    put([safe(t("cli.renamed", old=clean(name), new=fresh))])


@org_command.command("outside", help=t("cli.help_org_outside"))
@click.argument("name")
@click.option("--inside", is_flag=True, help=t("cli.option_inside"))
@click.pass_obj
def outside_command(context: Context, name: str, inside: bool) -> None:
    """Put an organisation outside the network, or back."""
    from store.commands import organisations
    from store.writing import writing

    path = context.prepared()
    with context.project_reading() as (_, project):
        number = project.id
    with writing(path, f"org {'inside' if inside else 'outside'} {clean(name)}", project_id=number) as writer:
        found = organisations.set_network(writer, number, name, network=inside)
    put([safe(t("cli.put_inside" if inside else "cli.put_outside", name=found))])


@org_command.command("settle", help=t("cli.help_org_settle"))
@click.argument("name")
@click.option("--as", "organisation", metavar="ORGANISATION", help=t("cli.option_settle_as"))
@click.option("--new", is_flag=True, help=t("cli.option_settle_new"))
@click.option("--skip", is_flag=True, help=t("cli.option_settle_skip"))
@click.option("--why", metavar="TEXT", help=t("cli.option_settle_why"))
@click.pass_obj
def settle_command(
    context: Context, name: str, organisation: str | None, new: bool, skip: bool, why: str | None
) -> None:
    """Settle a name that waits."""
    if (organisation is not None) + new + skip != 1:
        raise click.UsageError(t("cli.settle_one_of"))
    from importers.settling import suggested
    from store import queries
    from store.commands import waiting
    from store.writing import writing

    path = context.prepared()
    with context.project_reading() as (connection, project):
        known = queries.known(connection, project.id)
    text = clean(name)
    apart = suggested(text, known) if new else ()
    answer = organisation if organisation is not None else "new" if new else "skip"
    reason = clean(why) or None if why else None
    with writing(path, f"org settle {text}", project_id=project.id, why=reason) as writer:
        done = waiting.settle(writer, project.id, text, answer, apart)
    if done.organisation is None:
        put([safe(t("cli.settled_skipped", name=done.name, n=done.rows))])
    elif done.added or done.changed or done.same:
        put([safe(t("cli.settled", name=done.name, organisation=done.organisation, added=done.added,
                    changed=done.changed, same=done.same, n=done.rows))])  # fmt: skip
    else:
        put([safe(t("cli.settled_name", name=done.name, organisation=done.organisation))])
    if done.people:
        put([t("cli.settled_people", n=done.people, events=t("cli.settled_events", n=done.events))])
    if done.responses:
        put([t("cli.settled_responses", n=done.responses, surveys=t("cli.settled_surveys", n=done.surveys))])
    if done.locked:
        put([t("cli.settled_locked", n=done.locked)])
    if done.kept:
        put([t("cli.settled_kept", n=done.kept)])
