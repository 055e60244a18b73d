"""`etappi close | reopen`: locking quarters."""

import click

from cli.checking import finding_row
from cli.context import Context
from cli.output import put, put_json
from cli.snapshot import SHORT_HASH
from cli.status import read_quarter
from core import quarter as quarters
from core.closing import Closed, ClosingOverview
from core.display import safe
from core.errors import EtappiError
from core.findings import SEVERITIES
from locales import t
from store.closingdesk import ClosingDesk
from store.status import ProjectRow


def desk_of(context: Context, project: ProjectRow) -> ClosingDesk:
    """The desk of quarter reports, locks and snapshots of *project*."""
    return ClosingDesk(context.prepared(), project.code)


def _asked(context: Context, quarter: str) -> tuple[ClosingDesk, int]:
    """The desk of the project that is meant, and the quarter that was typed."""
    with context.project_reading() as (_, project):
        wanted = read_quarter(quarter, project.start, project.end)
        desk = desk_of(context, project)
    if wanted is None:
        raise EtappiError("cli.bad_quarter", value=quarter)
    return desk, wanted


@click.command("close", help=t("closing.help_close"))
@click.argument("quarter", metavar="QUARTER")
@click.option("--why", metavar="TEXT", help=t("closing.option_why"))
@click.option("--decision", metavar='"26.9.2024 § 5"', help=t("progress.option_decision"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def close_command(context: Context, quarter: str, why: str | None, decision: str | None, json: bool) -> None:
    """Lock a quarter; what stands open is told and does not stop it."""
    from importers.nearnames import near_pairs

    desk, wanted = _asked(context, quarter)
    open_ = desk.overview(wanted)
    done = desk.close(wanted, why, near_pairs, decision)
    if json:
        put_json(_json(done))
        return
    (picture,) = desk.verify(done.snapshot)
    put([t("closing.closed", quarter=quarters.label(wanted)),
         safe(t("closing.took", name=done.snapshot, hash=picture.snapshot.sha256[:SHORT_HASH])),
         *_open_lines(open_, done),
         t("closing.how_to_reopen", code=quarters.code(wanted))])  # fmt: skip


def _open_lines(found: ClosingOverview, done: Closed) -> list[str]:
    """What stood open when the quarter was locked: reports, lateness, findings; nothing of what was in order."""
    rate = found.completeness.rate
    lines = []
    if rate.part < rate.of:
        codes = ", ".join(one.package for one in found.reports if not one.received and one.state != "waived")
        lines.append(t("closing.open_reports", n=rate.part, of=rate.of, codes=codes))
    if found.late:
        silent = sum(not one.reason for one in found.late)
        lines.append(t("closing.open_late", n=len(found.late)) + (t("closing.no_reason", n=silent) if silent else ""))
    counts = {word: sum(one.severity == word for one in done.findings) for word in SEVERITIES}
    told = [t(f"closing.count_{word}", n=count) for word, count in counts.items() if count and word != "note"]
    if told:
        lines.append(t("closing.open_findings", counts=", ".join(told)))
    return [safe(line) for line in lines]


@click.command("reopen", help=t("closing.help_reopen"))
@click.argument("quarter", metavar="QUARTER")
@click.option("--why", metavar="TEXT", help=t("closing.option_why_reopen"))
@click.option("--decision", metavar='"26.9.2024 § 5"', help=t("progress.option_decision"))
@click.option("--json", is_flag=True, help=t("cli.option_json"))
@click.pass_obj
def reopen_command(context: Context, quarter: str, why: str | None, decision: str | None, json: bool) -> None:
    """Unlock a quarter and every later one."""
    desk, wanted = _asked(context, quarter)
    done = desk.reopen(wanted, why or "", decision)
    if json:
        put_json(_json(done))
        return
    put([t("closing.reopened", n=len(done.quarters), quarters=", ".join(map(quarters.label, sorted(done.quarters)))),
         safe(t("closing.kept", name=done.snapshot, quarter=quarters.label(wanted)))])  # fmt: skip


def _json(done: Closed) -> dict[str, object]:
    return {
        "quarter": quarters.code(done.quarter), "locked": done.locked, "by": done.by, "at": done.at, "why": done.why,
        "snapshot": done.snapshot, "quarters": [quarters.code(one) for one in done.quarters], "action": done.action,
        "findings": [finding_row(one) for one in done.findings],
    }  # fmt: skip
