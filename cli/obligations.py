"""`etappi obligation`: who owes what, and how far each has come."""

from sqlite3 import Connection

import click

from cli.context import Context
from cli.output import put, put_json, terminal_width
from cli.table import Column, draw
from core.agreements import ObligationLine, Owed
from core.dates import read_date
from core.display import safe
from core.errors import EtappiError
from core.obligations import CLOSED, STATES, Terms
from locales import t
from locales.formats import date, percent
from store import members, obligations
from store.clock import today as today_of
from store.status import ProjectRow

NAMED = 8  # organisations that a sentence names


@click.command("obligation", help=t("obligation.help_obligation"))
@click.argument("words", nargs=-1, metavar=t("obligation.usage"))
@click.option("--on", metavar="DATE", help=t("obligation.option_on"))
@click.option("--reason", metavar="TEXT", help=t("obligation.option_reason"))
@click.option("--proof", metavar="TEXT", help=t("obligation.option_proof"))
@click.option("--anyway", is_flag=True, help=t("obligation.option_anyway"))
@click.option("--missing", metavar="WHAT", help=t("obligation.option_missing"))
@click.option("--overdue", is_flag=True, help=t("obligation.option_overdue"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def obligation_command(
    context: Context, words: tuple[str, ...], on: str | None, reason: str | None, proof: str | None, anyway: bool,
    missing: str | None, overdue: bool, json: bool,
) -> None:  # fmt: skip
    """Print who owes what, or record how organisations stand."""
    if len(words) > 2:
        if missing or overdue:
            raise EtappiError("obligation.usage")
        _set(context, words, on=on, reason=reason, proof=proof, anyway=anyway, json=json)
        return
    if reason or proof or anyway or (words and (missing or overdue)) or (missing and overdue):
        raise EtappiError("obligation.usage")
    with context.project_reading() as (connection, project):
        today = today_of(project.fixed_today)
        day = read_date(on, today, (project.start, project.end)) if on else today
        if len(words) == 2:
            _put_history(connection, project, *words, json=json)
        elif words:
            _put_organisation(connection, project, words[0], day, json=json)
        elif missing:
            _put_missing(obligations.owed(connection, project, day, code=missing), missing, json=json)
        elif overdue:
            _put_owed(obligations.overdue(connection, project, day), t("obligation.nothing_overdue"), json=json)
        else:
            _put_overview(obligations.overview(connection, project, day), json=json)


def _set(
    context: Context, words: tuple[str, ...], *, on: str | None, reason: str | None, proof: str | None, anyway: bool,
    json: bool,
) -> None:  # fmt: skip
    from store.commands import obligations as commands
    from store.commands import organisations
    from store.writing import key, writing

    *names, what, word = words
    state = _state(word)
    with context.project_reading() as (_, project):
        today = today_of(project.fixed_today)
    day = read_date(on, today, (project.start, project.end)) if on else today
    said = safe(f"obligation {what} {state}: {', '.join(names)}")[:200]
    with writing(context.prepared(), said, project_id=project.id) as writer:
        ids = [key(organisations.find(writer, name).id) for name in names]
        done = commands.set_state(
            writer, project, what, ids, state, day, today, reason=reason, proof=proof, anyway=anyway
        )
    if json:
        put_json({"action": writer.action if writer.saved else None, "obligation": done.code, "state": state,
                  "changed": len(done.organisations), "same": done.same})  # fmt: skip
    elif writer.saved:
        named = ", ".join(done.organisations[:NAMED]) + (" …" if len(done.organisations) > NAMED else "")
        told = t("obligation.told", code=done.code, state=t(f"obligation.state_{state}"), day=date(day), names=named,
                 n=len(done.organisations))  # fmt: skip
        put([safe(told), t("cli.how_to_undo", batch=writer.action)])
    else:
        put([t("cli.was_so_already")])


def _state(word: str) -> str:
    """The state that a word means, in any of the three languages; EtappiError for another."""
    from importers.obligationwords import state_of

    state = state_of(word)
    if state is None:
        raise EtappiError("obligation.unknown_state", state=word, states=", ".join(STATES))
    return state


def _put_overview(lines: tuple[ObligationLine, ...], *, json: bool) -> None:
    if json:
        put_json([line_json(line) for line in lines])
        return
    if not lines:
        put([t("obligation.none")])
        return
    head = [Column(t("obligation.head_code")), Column(t("obligation.head_title"), gives_way=True),
            Column(t("obligation.head_who")), Column(t("cli.head_due")),
            *(Column(t(f"obligation.head_{word}"), right=True) for word in ("done", "share", "overdue"))]  # fmt: skip
    rows = [[line.terms.code, line.terms.title, who(line.terms), date(line.terms.due) if line.terms.due else "–",
             f"{line.tally.done}/{line.tally.expected}", percent(line.tally.share), str(line.tally.overdue)]
            for line in sorted(lines, key=lambda line: -line.tally.overdue)]  # fmt: skip
    put(draw(head, rows, terminal_width()))


def line_json(line: ObligationLine) -> dict[str, object]:
    """An obligation and its sums as JSON."""
    terms, tally = line.terms, line.tally
    return {
        "code": terms.code, "title": terms.title, "workpackage": terms.package, "role": terms.role, "due": terms.due,
        "proof": terms.proof, "owed": tally.owed, "expected": tally.expected, "done": tally.done,
        "in_work": tally.in_work, "not_started": tally.not_started, "untold": tally.untold,
        "not_required": tally.not_required, "overdue": tally.overdue, "share": tally.share,
    }  # fmt: skip


def who(terms: Terms) -> str:
    """Who owes it, in words: the whole network, TP1, Lead, or Lead in TP1."""
    role = t(f"status.role_{terms.role}_name") if terms.role else None
    parts = [part for part in (terms.package, role) if part]
    return ": ".join(parts) or t("obligation.who_all")


def _put_missing(rows: tuple[Owed, ...], code: str, *, json: bool) -> None:
    left = tuple(row for row in rows if row.standing.state not in CLOSED)
    shown = rows[0].terms.code if rows else code
    _put_owed(left, t("obligation.nobody_missing", code=shown), json=json)


def _put_organisation(connection: Connection, project: ProjectRow, name: str, day: str, *, json: bool) -> None:
    number, found = _found(connection, project, name)
    rows = obligations.owed(connection, project, day, organisation_id=number)
    _put_owed(rows, t("obligation.owes_nothing", name=found), of=found, json=json)


def _found(connection: Connection, project: ProjectRow, name: str) -> tuple[int, str]:
    """Id and name of the organisation that is meant."""
    number = members.find(connection, project.id, name)
    found = connection.execute("SELECT name FROM organisation WHERE id = ?", (number,)).fetchone()
    return number, found[0]


def _put_owed(rows: tuple[Owed, ...], nothing: str, *, of: str | None = None, json: bool) -> None:
    """Print who owes what, or what the organisation *of* owes: what is late first, then in the order of the plan."""
    if json:
        put_json([owed_json(row) for row in rows])
        return
    if not rows:
        put([safe(nothing)])
        return
    head = [Column(t("obligation.head_code")),
            Column(t("obligation.head_title" if of else "cli.head_organisation"), gives_way=True),
            Column(t("cli.head_due")), Column(t("obligation.head_state")), Column(t("obligation.head_since")),
            Column(""), Column(t("obligation.head_note"), gives_way=True)]  # fmt: skip
    lines = [[row.terms.code, row.terms.title if of else row.organisation,
              date(row.terms.due) if row.terms.due else "–", state_text(row),
              date(row.standing.since) if row.standing.since else "",
              t("obligation.days_late", n=row.days_late) if row.days_late is not None else "",
              row.standing.reason or row.standing.proof or ""]
             for row in sorted(rows, key=lambda row: -(row.days_late or 0))]  # fmt: skip
    used = [at for at in range(len(head)) if at < 4 or any(line[at] for line in lines)]
    put([safe(of), ""] if of else [])
    put(draw([head[at] for at in used], [[line[at] for at in used] for line in lines], terminal_width()))


def state_text(row: Owed) -> str:
    """The state in words. Where nobody has told anything it is missing, not due yet, or simply unknown."""
    if row.standing.told:
        return t(f"obligation.state_{row.standing.state}")
    if row.days_late is not None:
        return t("obligation.untold_missing")
    return t("obligation.untold_not_yet" if row.terms.due else "obligation.untold_no_data")


def owed_json(row: Owed) -> dict[str, object]:
    """What one organisation owes as JSON; ``since`` is null where nothing was told."""
    return {
        "obligation": row.terms.code, "title": row.terms.title, "organisation": row.organisation, "due": row.terms.due,
        "state": row.standing.state, "since": row.standing.since, "reason": row.standing.reason,
        "proof": row.standing.proof, "days_late": row.days_late,
    }  # fmt: skip


def _put_history(connection: Connection, project: ProjectRow, name: str, what: str, *, json: bool) -> None:
    terms = obligations.terms_of(connection, project.id, what)
    number, found = _found(connection, project, name)
    rows = obligations.history(connection, terms, number)
    if json:
        put_json([{"obligation": terms.code, "organisation": found, "on": row.on_date, "state": row.state,
                   "reason": row.reason, "proof": row.proof, "actor": row.actor, "action": row.action}
                  for row in rows])  # fmt: skip
    elif not rows:
        put([safe(t("obligation.nothing_told", name=found, code=terms.code))])
    else:
        head = [Column(t("obligation.head_since")), Column(t("obligation.head_state")),
                Column(t("obligation.head_note"), gives_way=True), Column(t("obligation.head_told_by"))]  # fmt: skip
        put(draw(head, [[date(row.on_date), t(f"obligation.state_{row.state}"), row.reason or row.proof or "",
                         row.actor] for row in rows], terminal_width()))  # fmt: skip
