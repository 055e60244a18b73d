"""The surveys of a plan file (contract.md): which are asked, in which waves, and of whom."""

from core.planning import PlanSurvey, PlanWave
from core.surveys.records import KINDS
from importers.plancodes import Resolve, Seen
from importers.plantables import Table


def read_surveys(top: Table, resolve: Resolve) -> tuple[PlanSurvey, ...]:
    """The surveys of a whole file; *resolve* finds packages."""
    seen = Seen()
    out = []
    for table in top.tables("survey", "[[survey]]"):
        out.append(_survey(table, seen, resolve))
        table.close()
    return tuple(out)


def _survey(table: Table, seen: Seen, resolve: Resolve) -> PlanSurvey:
    code, package = _code(table, seen.code(table, required=True)), table.text("workpackage")
    return PlanSurvey(
        code=code or "", title=table.text("title", required=True) or "", kind=table.choice("kind", KINDS) or "network",
        waves=_waves(table), event=table.text("event"),
        package=resolve(table, "workpackage", package) if package else None,
    )  # fmt: skip


def _waves(table: Table) -> tuple[PlanWave, ...]:
    """Codes, or tables with code, opened, closed and invited."""
    value = table.raw("waves")
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        out = []
        for one in table.tables("waves", f"{table.label} > wave"):
            code, opened, closed = one.code(required=True), one.date("opened"), one.date("closed")
            if opened is not None and closed is not None and closed < opened:
                one.problem("closed", "wave_turned", opened=opened)
            out.append(PlanWave(_code(one, code) or "", opened, closed, one.count("invited")))
            one.close()
    else:
        out = [PlanWave(code) for code in table.texts("waves")]
        if any("/" in wave.code for wave in out):
            table.problem("waves", "slash")
    codes = [wave.code.casefold() for wave in out]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            table.problem("waves", "wave_twice", wave=code)
    return tuple(out)


def _code(table: Table, code: str | None) -> str | None:
    """*code*, which must leave the sign free that stands between survey and wave."""
    if code is not None and "/" in code:
        table.problem("code", "slash")
    return code
