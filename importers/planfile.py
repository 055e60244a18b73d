"""The plan file: TOML in, a `PlanFile` out, or every problem at once (contract.md, "Plan file")."""

import re
import tomllib
from dataclasses import dataclass, field

from core import quarter
from core.codes import code_key
from core.display import safe
from core.planning import PlanErrors, PlanFile, PlanIndicator, PlanItem, PlanPackage, PlanProblem, PlanProject
from core.text import folded, shown_raw
from importers.planagreements import Counters, read_agreements
from importers.planitems import Timing, check_timing, read_indicators, read_items
from importers.plantables import Report, Table
from importers.tomlplaces import Places
from locales import LANGUAGES, t

SIZE_LIMIT = 5 * 2**20
_AT = re.compile(r"\(at line (\d+), column \d+\)$")
_TWICE = ("Cannot declare", "Cannot overwrite", "Cannot redefine", "Cannot mutate", "Duplicate inline table key")


@dataclass
class _Draft:
    """A package while the others are still being read."""

    table: Table
    code: str | None
    title: str
    goal: str | None
    from_quarter: int | None
    to_quarter: int | None
    parent: str | None
    lead: tuple[str, ...]
    assist: tuple[str, ...]
    needs: tuple[str, ...]
    timing: Timing | None = None
    above: "_Draft | None" = None
    items: tuple[PlanItem, ...] = ()
    indicators: tuple[PlanIndicator, ...] = field(default=())

    @property
    def name(self) -> str:
        return self.code or "?"


def read_plan(content: bytes, file: str) -> PlanFile:
    """Read the bytes of a plan file; *file* is the name used in errors. Raises `PlanErrors` with every problem."""
    text = _text(content, file)
    data = _parsed(text, file)
    report = Report(Places(text))
    top = Table(data, (), "", report)
    project, around = _project(top)
    drafts = [_draft(table) for table in top.tables("workpackage", "[[workpackage]]")]
    codes = _Codes(drafts)
    _place(drafts, codes, around)
    agreements = read_agreements(top, codes.resolve)
    for draft in drafts:
        _fill(draft, codes, around, Counters(agreements))
    top.close()
    if report.problems or project is None:
        raise PlanErrors(file, report.problems)
    return PlanFile(project, tuple(_package(draft, around) for draft in drafts), agreements)


def as_lines(errors: PlanErrors) -> list[str]:
    """The problems as sentences in the chosen language, each with file, line, table, key and value, safe to print."""
    lines = []
    for problem in errors.problems:
        place = errors.file if problem.line is None else f"{errors.file}:{problem.line}"
        value = f"{problem.key} = {problem.value}" if problem.key and problem.value else problem.key or problem.value
        parts = [place, problem.table, value, t(f"plan.error_{problem.code}", **problem.values)]
        lines.append(safe(": ".join(part for part in parts if part)))
    return lines


def note_lines(plan: PlanFile) -> list[str]:
    """A sentence in the chosen language for every event of a kind that Etappi does not know."""
    return [safe(t("plan.note_event_kind", title=one.title, kind=one.unknown_kind))
            for one in plan.agreements.events if one.unknown_kind]  # fmt: skip


def _text(content: bytes, file: str) -> str:
    if len(content) > SIZE_LIMIT:
        raise _whole(file, "too_big", limit=SIZE_LIMIT // 2**20)
    try:
        # TOML's own line ends are LF and CRLF; tomllib turns the second into the first, and so must the line numbers
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _whole(file, "encoding", line=line) from None


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _whole(file, "too_deep") from None
    except ValueError as error:  # TOMLDecodeError, and int() of a number with thousands of digits
        message = str(error)
        at = _AT.search(message)
        lines = text.split("\n")
        number = int(at[1]) if at else max(1, len(text.rstrip().split("\n")))
        code = "date" if message.startswith("Invalid date") else "syntax"
        if message.startswith(_TWICE):
            code = "twice"
        raise _whole(file, code, line=number, value=shown_raw(lines[number - 1].strip())) from None


def _whole(file: str, code: str, *, line: int | None = None, value: str = "", **values: object) -> PlanErrors:
    return PlanErrors(file, (PlanProblem(line, "", "", value, code, values),))


def _project(top: Table) -> tuple[PlanProject | None, Timing | None]:
    """The project and its quarters; None where its dates cannot be used."""
    table = top.table("project", "[project]", required=True)
    if table is None:
        return None, None
    code, name = table.code(required=True), table.text("name", required=True)
    start, end = table.date("start", required=True), table.date("end", required=True)
    coordinator, funder = table.text("coordinator"), table.text("funder")
    expected = table.count("expected_organisations")
    language, kick_off = table.choice("language", LANGUAGES), table.date("kick_off")
    table.close()
    if start is None or end is None:
        return None, None
    if start > end:
        table.problem("end", "ends_before_start", start=start)
        return None, None
    project = PlanProject(code or "", name or "", start, end, coordinator, funder, expected, language, kick_off)
    return project, Timing(quarter.of_date(start), quarter.of_date(end), None)


def _draft(table: Table) -> _Draft:
    """What a package says of itself; its parts are read when all packages are known."""
    code = table.code(required=True)
    if code is not None:
        table.label = f"[[workpackage]] {code}"
    draft = _Draft(
        table=table,
        code=code,
        title=table.text("title", required=True) or "",
        parent=table.text("parent"),
        from_quarter=table.quarter("from"),
        to_quarter=table.quarter("to"),
        goal=table.long_text("goal"),
        lead=table.texts("lead"),
        assist=table.texts("assist"),
        needs=table.texts("needs"),
    )
    _check_organisations(draft)
    return draft


def _check_organisations(draft: _Draft) -> None:
    """One organisation, one role in a package: never twice in a list, never in both."""
    seen: dict[str, str] = {}
    for key, names in (("lead", draft.lead), ("assist", draft.assist)):
        for name in names:
            first = seen.setdefault(folded(name), key)
            if first != key:
                draft.table.problem(key, "lead_and_assist", organisation=name)
            elif len([other for other in names if folded(other) == folded(name)]) > 1:
                draft.table.problem(key, "organisation_twice", organisation=name)
                break


class _Codes:
    """Packages and items by code, compared as decisions.md says. All of them share one name space, since
    ``etappi set`` takes either."""

    def __init__(self, drafts: list[_Draft]) -> None:
        self._packages: dict[str, _Draft] = {}
        self._taken: dict[str, Table] = {}
        for draft in drafts:
            if draft.code is not None:
                self.claim(draft.table, draft.code)
                self._packages.setdefault(code_key(draft.code), draft)

    def claim(self, table: Table, code: str) -> None:
        """Take a code for *table*, or note who has it."""
        first = self._taken.setdefault(code_key(code), table)
        if first is not table:
            table.problem("code", "code_twice", value=code, other=first.label, line=first.report.line(first.path))

    def find(self, name: str) -> _Draft | None:
        """The package that a text names."""
        return self._packages.get(code_key(name))

    def resolve(self, table: Table, key: str, name: str) -> str | None:
        """The code, as the plan writes it, of the package that *name* means; notes the problem if there is none."""
        draft = self.find(name)
        if draft is None:
            table.problem(key, "no_package", value=name, package=name)
            return None
        return draft.code


def _place(drafts: list[_Draft], codes: _Codes, around: Timing | None) -> None:
    """Find parents, refuse circles, and give every package the timing that holds for it."""
    for draft in drafts:
        if draft.parent is not None:
            draft.above = codes.find(draft.parent)
            if draft.above is None:
                draft.table.problem("parent", "no_package", package=draft.parent)
    circles = [draft for draft in drafts if _in_circle(draft)]
    for draft in circles:
        draft.table.problem("parent", "circle", package=draft.name)
        draft.above = None
    if around is not None:
        for draft in drafts:
            _time(draft, around)


def _in_circle(draft: _Draft) -> bool:
    seen: set[int] = set()
    above = draft.above
    while above is not None and id(above) not in seen:
        if above is draft:
            return True
        seen.add(id(above))
        above = above.above
    return False


def _time(draft: _Draft, project: Timing) -> None:
    """Give a package its timing, after those above it."""
    chain = [draft]
    while chain[-1].above is not None:
        chain.append(chain[-1].above)
    outer = project
    for each in reversed(chain):
        if each.timing is None:
            each.timing = check_timing(each.table, each.from_quarter, each.to_quarter, outer).named(each.name)
        outer = each.timing


def _fill(draft: _Draft, codes: _Codes, around: Timing | None, counters: Counters) -> None:
    """Read what needs the other packages: dependencies, items and indicators."""
    table = draft.table
    needs = [codes.resolve(table, "needs", name) for name in draft.needs]
    draft.needs = tuple(dict.fromkeys(code for code in needs if code is not None))
    if draft.code is not None and draft.code in draft.needs:
        table.problem("needs", "needs_itself", package=draft.code)
    timing = draft.timing or around or Timing(0, quarter.quarter(9999, 4), None)
    found = read_items(table, draft.name, timing, codes.resolve, counters)
    for part, item in found:
        codes.claim(part, item.code)
        if draft.code is not None and draft.code in item.after:
            part.problem("after", "needs_itself", package=draft.code)
    draft.items = tuple(item for _, item in found)
    draft.indicators = read_indicators(table, counters)
    table.close()


def _package(draft: _Draft, around: Timing | None) -> PlanPackage:
    timing = draft.timing or around
    if timing is None or draft.code is None:
        raise ValueError(draft.name)  # a file whose project or packages are not sound never comes here
    return PlanPackage(
        code=draft.code, title=draft.title, from_quarter=draft.from_quarter, to_quarter=draft.to_quarter,
        first=timing.first, last=timing.last, goal=draft.goal, parent=draft.above.code if draft.above else None,
        lead=draft.lead, assist=draft.assist, needs=draft.needs, items=draft.items, indicators=draft.indicators,
    )  # fmt: skip
