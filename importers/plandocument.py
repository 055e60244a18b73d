"""A plan document (text, Word, PDF) read into work packages: what its headings and lists say, and what is not sure.

Nothing is guessed in silence: a value that was inferred carries a doubt, text that found no place is kept as unread.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core import quarter
from core.codes import code_key
from core.days import day_number, iso
from core.display import safe
from core.errors import EtappiError
from core.findings import Finding, Place
from core.text import folded
from importers.child import Limited
from importers.documentwords import DocumentWords, standard
from importers.planblocks import Block, Entry, gather
from importers.plandates import about_dates
from importers.planlines import pieces
from importers.readers import archive
from importers.readers.grid import Grid
from importers.readers.running import DocumentLines, PortableLines, text_lines
from importers.readers.text import is_text
from importers.words import norm

_READERS = (Limited(DocumentLines()), Limited(PortableLines()))
_NOTHING = b"\x00 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"
_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})\s?[/.]\s?(\d{4})\b")
_ROLE_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)$")
_ROLE_AFTER = re.compile(r"(.*\S)\s*(?:[,;:–]|\s-)\s+([^,;:]+)$")
_COUNT = re.compile(r"(?<![\d.,–-])(\d{1,4})((?:\s+[^\W\d]+){1,5})")
COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Doubt:
    """Something that a person should look at: the code of a sentence in the catalogue ``draft`` and its values."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftPackage:
    """A work package as the document tells it. *window* are its first and last quarter."""

    code: str
    title: str
    place: Place
    parent: str | None
    goal: str
    window: tuple[int, int] | None
    lead: tuple[str, ...]
    assist: tuple[str, ...]
    actions: tuple[Entry, ...]
    outputs: tuple[Entry, ...]
    indicators: tuple[Entry, ...]
    results: str
    unread: tuple[tuple[Place, str], ...]
    doubts: dict[str, tuple[Doubt, ...]]
    """Doubts by the key of the plan file beside which they belong."""


@dataclass(frozen=True)
class DocumentPlan:
    """All that a plan document says. *claims* are the numbers of organisations that it names, largest first."""

    file: str
    name: str
    language: str
    coordinator: str | None
    funder: str | None
    window: tuple[int, int] | None
    claims: tuple[tuple[int, Place], ...]
    packages: tuple[DraftPackage, ...]
    doubts: dict[str, tuple[Doubt, ...]]
    findings: tuple[Finding, ...]


def document_lines(content: bytes, file: str) -> Grid:
    """The lines of a document, recognised by its bytes. EtappiError: empty, of no kind that is read, damaged."""
    if not content.strip(_NOTHING):
        raise EtappiError("import.empty", file=file)
    for reader in _READERS:
        if reader.score(content):
            return reader.read(content, file)[0]
    if content.startswith(archive.MAGIC) or not is_text(content):
        raise EtappiError("draft.kind", file=file)
    return text_lines(content, file)


def read_document(content: bytes, file: str, words: DocumentWords | None = None) -> DocumentPlan:
    """The plan of a document; *words* are document_words.toml as the user has it. EtappiError: as `document_lines`, and
    where there is no work package in it."""
    return plan_of(document_lines(content, file), words or standard())


def plan_of(grid: Grid, words: DocumentWords) -> DocumentPlan:
    """The plan that the lines of a document tell."""
    reading = gather(pieces(grid, words))
    chosen = _chosen(reading.blocks)
    if not chosen:
        raise EtappiError("draft.no_packages", file=grid.file)
    packages = [_package(block, chosen, words) for block in chosen]
    leads = {name for package in packages for name in package.lead}
    packages = [_coordinating(package, block, leads) for package, block in zip(packages, chosen, strict=True)]
    windows = [package.window for package in packages if package.window]
    window = (min(first for first, _ in windows), max(last for _, last in windows)) if windows else None
    doubts: dict[str, tuple[Doubt, ...]] = {}
    unnumbered = [package for package in packages if not _numbered(package.code)]
    coordinator = reading.about.get("coordinator")
    if coordinator is None and unnumbered and len(unnumbered[0].lead) == 1:
        coordinator = unnumbered[0].lead[0]
        doubts["coordinator"] = (Doubt("coordinator_inferred", {"package": unnumbered[0].code}),)
    languages = [block.language for block in chosen]
    findings = [*grid.findings, *reading.findings, *about_dates(grid), *_about_headings(reading.blocks, chosen),
                *_about_gaps(packages)]  # fmt: skip
    outside = reading.outside + sum(block.lines for block in reading.blocks if block not in chosen)
    if outside:
        findings.append(Finding("import.outside_packages", "note", Place(file=grid.file), {"n": outside}))
    return DocumentPlan(
        file=grid.file, name=reading.title, language=max(sorted(set(languages)), key=languages.count),
        coordinator=coordinator, funder=reading.about.get("funder"), window=window, claims=_claims(grid, words),
        packages=tuple(packages), doubts=doubts, findings=tuple(findings),
    )  # fmt: skip


def _numbered(code: str) -> bool:
    return any(sign.isdigit() for sign in code)


def _chosen(blocks: list[Block]) -> list[Block]:
    """Of the headings of one package the one with the most parts below it: tables of contents and pictures of the
    timeline name the packages, too. A package without a number must have parts."""
    best: dict[str, Block] = {}
    for block in blocks:
        if not block.labels and not _numbered(block.code):
            continue
        first = best.get(code_key(block.code))
        if first is None or block.labels > first.labels:
            best[code_key(block.code)] = block
    return [block for block in blocks if best.get(code_key(block.code)) is block]


def _about_headings(blocks: list[Block], chosen: list[Block]) -> list[Finding]:
    """One finding for each other title of a package; a torn-off or longer form of the same title is none."""
    found: dict[tuple[str, str], Finding] = {}
    for kept in chosen:
        known = folded(kept.title)
        for block in blocks:
            title = folded(block.title)
            if code_key(block.code) != code_key(kept.code) or title.startswith(known) or known.startswith(title):
                continue
            values: dict[str, object] = {"package": kept.code, "title": block.title, "known": kept.title}
            found.setdefault((kept.code, title), Finding("wp.alias", "ask", block.place, values))
    return list(found.values())


def _about_gaps(packages: list[DraftPackage]) -> list[Finding]:
    """What no plan should leave open, each told once for the whole document."""
    findings = []
    outputs = sum(len(package.outputs) for package in packages)
    indicators = sum(len(package.indicators) for package in packages)
    bare = [package.code for package in packages if not package.indicators]
    if outputs:
        findings.append(Finding("deliverable.no_due", "warning", Place(), {"n": outputs}))
    if indicators:
        findings.append(Finding("indicator.no_target", "warning", Place(), {"n": indicators}))
    if bare:
        findings.append(Finding("wp.no_indicator", "warning", Place(), {"n": len(bare), "packages": ", ".join(bare)}))
    return findings


def _package(block: Block, chosen: list[Block], words: DocumentWords) -> DraftPackage:
    doubts: dict[str, list[Doubt]] = {}

    def doubt(key: str, code: str, **values: object) -> None:
        doubts.setdefault(key, []).append(Doubt(code, values))

    codes = {code_key(other.code): other.code for other in chosen}
    parent = None
    above = block.code.rpartition(".")[0]
    if above and _numbered(above):
        parent = codes.get(code_key(above))
        if parent is None:
            doubt("parent", "no_parent", package=above)
    if not block.title:
        doubt("title", "no_title")
    window, how = read_window(block.schedule) if block.schedule else (None, "")
    if not block.schedule:
        doubt("from", "no_schedule")
    elif window is None:
        doubt("from", "odd_schedule", text=block.schedule)
    elif how:
        doubt("from", how, text=block.schedule)
    lead, assist = _leads(block, words, doubt)
    for kind, place in block.empty:
        doubt("lead" if kind in ("lead", "assist") else kind, "empty_item", row=place.row)
    if block.before and "goal" in block.seen:
        doubt("goal", "before_goal")
    elif block.before:
        doubt("goal", "no_goal")
    if any(entry.kind is None for entry in block.entries("indicator")):
        doubt("indicator", "no_kind")
    return DraftPackage(
        code=block.code, title=block.title or block.code, place=block.place, parent=parent,
        goal="\n\n".join([*block.before, *block.goal]).replace("\n\n- ", "\n- "), window=window, lead=lead,
        assist=assist, actions=tuple(block.entries("action")), outputs=tuple(block.entries("output")),
        indicators=tuple(block.entries("indicator")), results="\n".join(block.results), unread=tuple(block.unread),
        doubts={key: tuple(found) for key, found in doubts.items()},
    )  # fmt: skip


def _leads(block: Block, words: DocumentWords, doubt: Callable[..., None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leads and supporting leads; one organisation stands in one of them, once."""
    roles: dict[str, list[str]] = {"lead": [], "assist": []}
    seen: set[str] = set()
    for entry in (*block.entries("lead"), *block.entries("assist")):
        name, role = _role(entry.text, entry.section, words)
        if folded(name) in seen:
            doubt("lead", "named_twice", name=name)
            continue
        seen.add(folded(name))
        roles[role].append(name)
        for sub in entry.sub:
            doubt("lead", "below_lead", text=sub)
    if len(roles["lead"]) > 1:
        doubt("lead", "several_leads")
    if not roles["lead"]:
        doubt("lead", "no_lead")
    return tuple(roles["lead"]), tuple(roles["assist"])


def _role(text: str, section: str, words: DocumentWords) -> tuple[str, str]:
    """Name and role of a line under a heading of leads: ``Omnia (avustava vetovastuu)`` supports."""
    for pattern in (_ROLE_IN_BRACKETS, _ROLE_AFTER):
        match = pattern.match(text)
        label = words.labels.get(norm(match[2])) if match else None
        if match and label is not None and label.kind in ("lead", "assist"):
            return match[1], label.kind
    return text, section


def _coordinating(package: DraftPackage, block: Block, leads: set[str]) -> DraftPackage:
    """A package without a number and a lead (coordination) is led by the organisation that its text names, if it is
    one that leads elsewhere and the only one; with a doubt, since the document does not say so."""
    if package.lead or _numbered(package.code):
        return package
    text = " ".join([*block.before, *block.goal]).casefold()
    named = sorted(name for name in leads if name.casefold() in text)
    others = tuple(doubt for doubt in package.doubts.get("lead", ()) if doubt.code != "no_lead")
    if len(named) != 1:
        return package
    doubts = package.doubts | {"lead": (*others, Doubt("lead_inferred"))}
    return replace(package, lead=(named[0],), doubts=doubts)


def read_window(text: str) -> tuple[tuple[int, int] | None, str]:
    """First and last quarter of a schedule, and the code of a doubt where they are not written as quarters."""
    plain = text.strip(" .;")
    try:
        return quarter.parse_range(plain), ""
    except ValueError:
        pass
    try:
        days = [
            day_number(f"{int(one[2] or one[3]):04d}-{int(one[1] or one[4]):02d}-{int(one[0] or one[5]):02d}")
            for one in _DAY.findall(plain)
        ]
        if days:
            first, last = quarter.of_day(days[0]), quarter.of_day(days[-1])
            return ((first, last), "from_dates") if first <= last and len(days) <= 2 else (None, "")
        months = [(int(year), int(month)) for month, year in _MONTH.findall(plain)]
        if 1 <= len(months) <= 2 and months[0] <= months[-1]:
            first, last = (quarter.quarter(year, (month + 2) // 3) for year, month in (months[0], months[-1]))
            return (first, last), "from_dates"
    except ValueError:
        pass
    return None, ""


def dates_of(window: tuple[int, int]) -> tuple[str, str]:
    """The first and last ISO date of quarters."""
    return iso(quarter.first_day(window[0])), iso(quarter.last_day(window[1]))


def _claims(grid: Grid, words: DocumentWords) -> tuple[tuple[int, Place], ...]:
    """Numbers that stand before a word for organisations, with at most four words between."""
    found: dict[int, Place] = {}
    for row in grid.rows:
        for number, after in _COUNT.findall(safe(row.cells[0])):
            if 1 < int(number) < COUNT_LIMIT and any(word in words.organisations for word in after.casefold().split()):
                found.setdefault(int(number), grid.place(row))
    return tuple(sorted(found.items(), reverse=True))
