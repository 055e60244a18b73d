"""Rules on imported tables: what was odd in the files that the project stands on."""

from collections.abc import Iterator

from core.checks import rule
from core.checks.facts import Facts, ImportFact
from core.findings import Finding, Place


def _told(facts: Facts, *codes: str) -> Iterator[ImportFact]:
    """Findings of imports with these codes, each once."""
    seen = set()
    for one in facts.imports:
        key = (one.code, one.place, str(one.values))
        if one.code in codes and key not in seen:
            seen.add(key)
            yield one


@rule("role.duplicate")
def duplicate(facts: Facts) -> Iterator[Finding]:
    """One organisation twice in one table: the same spelling, or two spellings of one."""
    for one in _told(facts, "import.repeated"):
        yield Finding("role.duplicate", "warning", one.place, one.values)
    for one in _told(facts, "import.repeated_spelling"):
        yield Finding("role.duplicate/spelling", "warning", one.place, one.values)


@rule("role.unmarked")
def unmarked(facts: Facts) -> Iterator[Finding]:
    """Rows without a visible mark: never guessed; the user's word on them is told."""
    odd = {f"{one.place.table} > {one.place.row}" for one in facts.imports if one.code == "import.odd_mark"}
    files: dict[str, list[int]] = {}
    for row in facts.rows:
        numbers = files.setdefault(row.file, [0, 0])
        numbers[0] += not row.marks and row.outcome != "skipped" and row.place not in odd
        numbers[1] += 1
    for file, (bare, rows) in files.items():
        if bare:
            case = "role.unmarked" if facts.answered_unmarked in (None, "unknown") else "role.unmarked/answered"
            yield Finding(case, "ask", Place(file=file), {
                "n": bare, "rows": rows, "role": facts.answered_unmarked or "unknown"})  # fmt: skip


@rule("import.no_role_column")
def no_role_column(facts: Facts) -> Iterator[Finding]:
    """A role that the legend names and no column shows."""
    told = list(_told(facts, "import.no_role_column"))
    if told:
        tables = ", ".join(dict.fromkeys(str(one.place.table) for one in told))
        yield Finding("import.no_role_column", "warning", told[0].place,
                      {"n": len(told), "role": told[0].values["role"], "tables": tables})  # fmt: skip


@rule("import.cell")
def cell(facts: Facts) -> Iterator[Finding]:
    """A cell that is neither empty nor a known mark."""
    for one in _told(facts, "import.odd_mark"):
        yield Finding("import.cell", "ask", one.place, one.values)
