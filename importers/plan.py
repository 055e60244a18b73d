"""A file, the store as it is and a person's answers in; the plan of everything an import would do out. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from core.codes import leading_code
from core.errors import EtappiError
from core.findings import Place
from core.importing import (
    Candidate,
    ImportPlan,
    Known,
    KnownPackage,
    NewOrganisation,
    Outcome,
    Question,
    ReadRow,
    RoleChange,
)
from core.rolechanges import Pair, RoleBook
from core.roles import rank
from core.short_names import propose
from core.text import folded
from importers import conservation, detect, names, participation
from importers.answers import Answers
from importers.keptanswers import with_kept
from importers.readers.grid import Grid, Reader
from importers.rows import Ledger, Line, Rows
from importers.tables import LIST, Reading, Table
from importers.wholetruth import removals
from importers.words import Words, standard

KIND = "participation"


def make_plan(
    content: bytes,
    file: str,
    known: Known,
    answers: Answers | None = None,
    *,
    package: str | None = None,
    unmarked: str | None = None,
    skip_errors: bool = False,
    whole: tuple[str, ...] = (),
    reader: str | None = None,
    words: Words | None = None,
) -> ImportPlan:
    """What importing participation tables would do.

    *package* is the code of the work package for tables that name none or one that is not known; *unmarked* the
    role of rows without a mark (both beat the answers file); *skip_errors* skips rows in error; *whole* are
    the codes of packages of which the file is the whole truth; *reader* names the reader instead of detection;
    *words* are words.toml as the user has it. EtappiError where the file cannot be read.
    """
    chosen = detect.choose(content, file, reader)
    grids = detect.grids(chosen, content, file, known)
    return plan_of(content, file, known, answers, chosen, grids, package=package, unmarked=unmarked,
                   skip_errors=skip_errors, whole=whole, words=words)  # fmt: skip


def plan_of(
    content: bytes, file: str, known: Known, answers: Answers | None, chosen: Reader, grids: tuple[Grid, ...], *,
    package: str | None, unmarked: str | None, skip_errors: bool, whole: tuple[str, ...], words: Words | None,
) -> ImportPlan:  # fmt: skip
    """The same of *grids* that the reader *chosen* has found in *content*."""
    words = words or standard()
    reading = participation.read(grids, words)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    given = answers or Answers()
    answers = with_kept(given, known, sha256)
    rows = Rows(reading, known, answers, ledger, words, package=package)
    truths = tuple(dict.fromkeys(rows.one_package(code) for code in whole))
    plan = _Planning(reading, known, answers, ledger, rows.lines(unmarked), words).plan(file, skip_errors, truths)
    kept = (answers.keys() - given.keys()) & ledger.used
    return replace(
        plan, sha256=sha256, reader=chosen.name, reader_version=chosen.version, already=known.batches.get(sha256),
        unused_answers=len(given.keys() - ledger.used), kept_answers=len(kept), unused=ledger.unused(given),
    )  # fmt: skip


class _Planning:
    def __init__(self, reading: Reading, known: Known, answers: Answers, ledger: Ledger, lines: list[Line],
                 words: Words) -> None:  # fmt: skip
        self.reading, self.known, self.answers, self.ledger, self.lines = reading, known, answers, ledger, lines
        self.words = words
        self.disputed: set[tuple[int, str]] = set()
        """Pairs (package id, organisation) where a change by hand stands against the file."""

    def plan(self, file: str, skip_errors: bool, whole: tuple[KnownPackage, ...]) -> ImportPlan:
        """The plan, without what only the bytes can tell."""
        settled = self.settle_names()
        self.repeats()
        changes = self.role_changes()
        conservation.check_sums(file, self.reading, [line.entry for line in self.lines])
        removed = removals(whole, self.known, self.lines, changes, self.disputed, self.answers, self.ledger)
        rows = [*(self.row(line, changes) for line in self.lines), *self.other_rows(skip_errors)]
        self.tell()
        ids = {organisation.name: organisation.id for organisation in self.known.organisations}
        return ImportPlan(
            file=file,
            sha256="",
            kind=KIND,
            reader="",
            reader_version="",
            rows_read=self.reading.rows,
            marks_read=self.reading.marks,
            spellings=len(self.reading.names),
            rows=tuple(sorted(rows, key=lambda row: (row.place.sheet or "", row.place.page or 0, row.place.row or 0))),
            roles=(*(change for change_list in changes.values() for change in change_list), *removed),
            new=self.new_organisations(settled.new),
            aliases=settled.aliases,
            not_same=tuple(p for p in settled.not_same if (p[0], ids.get(p[1], -1)) not in self.known.not_same),
            missing=self.missing(),
            questions=tuple(self.ledger.questions),
            findings=tuple(self.ledger.findings),
            decisions=tuple(self.ledger.decisions),
            shapes=self.reading.shapes,
        )

    # Names

    def settle_names(self) -> names.Settled:
        """Find out what every spelling means; ask where that is open."""
        wanted = [line for line in self.lines if line.fate != "skip"]
        counts = Counter(line.entry.name for line in wanted)
        settled = names.settle(counts, self.known.organisations, self.known.not_same, self.answers.names,
                               self.words)  # fmt: skip
        places: dict[str, list[Place]] = {}
        for line in wanted:
            line.target = settled.targets[line.entry.name]
            places.setdefault(line.entry.name, []).append(line.entry.place)
        for spelling, answer in self.answers.names.items():
            if answer and spelling in counts:
                self.ledger.decide("name", "names", spelling, answer)
        asked = {question.spelling: question for question in settled.questions}
        for spelling, where in places.items():
            if spelling in asked:
                candidates = asked[spelling].candidates
                self.ledger.questions.append(
                    Question("name", spelling, where[0], candidates, tuple(where), {"n": len(where)})
                )
            target = settled.targets[spelling]
            if target.silent:
                self.ledger.tell("import.spelling", "note", where[0], spelling=spelling, name=target.name)
        for name, other in settled.near:
            place = next(line.entry.place for line in wanted if line.target.name == name)
            self.ledger.tell("import.near_name", "warning", place, name=name, other=other)
        return settled

    def new_organisations(self, new: tuple[str, ...]) -> tuple[NewOrganisation, ...]:
        taken = [organisation.short for organisation in self.known.organisations]
        out = []
        for name in new:
            taken.append(propose(name, taken))
            out.append(NewOrganisation(name, taken[-1]))
        return tuple(out)

    def missing(self) -> tuple[str, ...]:
        """Network organisations of the store with a role in a package of the file that the file does not name. A name
        that is still asked about may be any of those suggested for it."""
        packages = {line.package.id for line in self.lines if line.package}
        expected = {role.organisation_id for role in self.known.roles if role.package_id in packages}
        named = {line.target.id for line in self.lines if line.target.fate == "organisation"}
        maybe = {c.name for q in self.ledger.questions if q.kind == "name" for c in q.candidates}
        return tuple(
            o.name for o in self.known.organisations if o.network and o.id in expected - named and o.name not in maybe
        )

    # Outcomes

    def repeats(self) -> None:
        """Find rows whose organisation stands in the same package before."""
        seen: dict[tuple[object, ...], Line] = {}
        for line in self.lines:
            if line.fate == "skip":
                continue
            who = line.target.name if line.target.fate in ("organisation", "new", "open") else line.entry.name
            key: tuple[object, ...] = (line.package.code if line.package else line.table.label, who)
            if line.table.shape == LIST:
                key = (*key, line.roles)  # a list has a row for each role
            first = seen.setdefault(key, line)
            if first is line:
                continue
            line.first = first
            self.tell_repeated(line, first)

    def tell_repeated(self, line: Line, first: Line) -> None:
        values = {"name": line.entry.name, "other": first.entry.name, "first": first.entry.place.row}
        equal = first.entry.name == line.entry.name
        place = line.entry.place
        self.ledger.tell("import.repeated" if equal else "import.repeated_spelling", "warning", place, **values)
        if first.entry.roles and line.entry.roles and first.entry.roles != line.entry.roles:
            self.ledger.tell("import.rows_differ", "warning", place, **values)

    def role_changes(self) -> dict[tuple[int, str], list[RoleChange]]:
        """What happens to each pair that a settled row names; a conflict with a change by hand is asked."""
        gathered: dict[tuple[int, str], tuple[Line, set[str]]] = {}
        for line in self.lines:
            if line.settled and line.package:
                gathered.setdefault((line.package.id, line.target.name), (line, set()))[1].update(line.roles)
        book = RoleBook(self.known)
        out = {}
        for key, (line, roles) in gathered.items():
            assert line.package is not None
            pair = Pair(line.package, line.target.name, line.target.id, frozenset(roles))
            word = "kept"
            edited = book.edited(pair)
            if edited is None:
                word = ""
            elif pair.text in self.answers.conflicts:
                word = self.answers.conflicts[pair.text]
                self.ledger.decide("conflict", "conflicts", pair.text, word)
            else:
                self.ask_conflict(line, pair, book, edited)
            if edited is not None:
                self.disputed.add(key)
            out[key] = book.changes(pair, word or None)
        return out

    def ask_conflict(self, line: Line, pair: Pair, book: RoleBook, edited: str) -> None:
        ours = tuple(row.role for row in book.of(pair)) or ("–",)
        theirs = tuple(sorted(pair.roles, key=rank))
        candidates = (
            Candidate("kept", "import.reason_kept", {"roles": ours, "date": edited}),
            Candidate("file", "import.reason_file", {"roles": theirs}),
        )
        place = line.entry.place
        self.ledger.questions.append(Question("conflict", pair.text, place, candidates, (place,), {"date": edited}))

    def row(self, line: Line, changes: dict[tuple[int, str], list[RoleChange]]) -> ReadRow:
        entry = line.entry
        outcome, reason = self.outcome(line, changes)
        package = line.package.code if line.package else None
        waits = outcome == "waiting" and all(
            (entry.name, line.package.id if line.package else -1, role) in self.known.waiting for role in line.roles
        )
        name = line.target.name if line.target.fate in ("organisation", "new") else None
        return ReadRow(
            entry.place, entry.raw, entry.name, package, entry.roles, outcome, name, reason, line.roles, waits
        )

    def outcome(self, line: Line, changes: dict[tuple[int, str], list[RoleChange]]) -> tuple[Outcome, str | None]:
        if line.fate == "skip" or line.target.fate == "skip":
            return "skipped", line.reason if line.fate == "skip" else "import.skipped_name"
        if line.first is not None and line.target.fate != "later":  # whoever settles the name gets all its roles
            if line.settled and line.package is not None:
                self.conserve(line, changes[line.package.id, line.target.name])
            return "repeated", None
        if line.fate == "open" or line.open or line.target.fate in ("open", "later"):
            return (
                "waiting" if line.target.fate == "later" and line.fate == "known" and not line.open else "open"
            ), None
        assert line.package is not None
        made = changes[line.package.id, line.target.name]
        self.conserve(line, made)
        outcomes = {change.outcome for change in made}
        return next((word for word in ("added", "changed") if word in outcomes), "same"), None

    def conserve(self, line: Line, made: list[RoleChange]) -> None:
        """Every mark of a settled row is in the plan, unless a person's change by hand stands against it."""
        have = {change.role for change in made}
        lost = set(line.roles) - have - {"unknown"}
        disputed = line.package is not None and (line.package.id, line.target.name) in self.disputed
        if lost and not disputed:
            place = line.entry.place
            raise EtappiError(
                "import.conservation", file=place.file, row=place.row, seen=len(line.roles), taken=len(have)
            )

    def other_rows(self, skip_errors: bool) -> Iterator[ReadRow]:
        """Lines that are no rows, and rows in error."""
        for place, text, reason in self.reading.skipped:
            yield ReadRow(place, text, "", None, (), "skipped", None, reason)
        for place, text, name in self.reading.idle:
            yield ReadRow(place, text, name, None, (), "skipped", None, "import.skipped_idle")
        for place, text in self.reading.nameless:
            outcome: Outcome = "skipped" if skip_errors else "error"
            self.ledger.tell("import.no_name", "error", place, text=text)
            yield ReadRow(place, text, "", None, (), outcome, None, "import.skipped_no_name")

    def tell(self) -> None:
        """Findings on rows and titles that the answers have a part in."""
        titles = set()
        for before, line in zip([None, *self.lines], self.lines, strict=False):
            entry = line.entry
            if len(line.entry.roles) > 1:
                self.ledger.tell("import.multi_role", "note", entry.place, name=entry.name, roles=entry.roles)
            tail = before is not None and before.table is line.table and len(before.entry.name) > len(entry.name)
            if tail and before and line.target.fate == "open":
                above = before.entry.name.casefold()
                if above.endswith(entry.name.casefold()):
                    self.ledger.tell("import.tail", "ask", entry.place, name=entry.name, above=before.entry.name)
            if line.package and line.table.title not in titles:
                titles.add(line.table.title)
                self.tell_title(line.table, line.package)

    def tell_title(self, table: Table, package: KnownPackage) -> None:
        """The code decides which package a table is of; another title than the plan's is told, not asked."""
        found = leading_code(table.title)
        title = found[1] if found else ""
        if title and package.title and folded(title) != folded(package.title):
            self.ledger.tell("wp.alias", "note", table.place, package=package.code, title=title, known=package.title)
