"""Rows of a reading on their way into a plan: their work package, and their roles with the answers on marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.codes import code_key
from core.errors import EtappiError
from core.findings import Finding, Place, Severity
from core.importing import Candidate, Decision, Known, KnownPackage, Question, QuestionKind
from core.roles import ROLES, rank
from core.text import folded
from importers.answers import Answers
from importers.names import Target
from importers.places import NO_TITLE
from importers.tables import MATRIX, Cell, Entry, Reading, Table
from importers.words import Words, norm

_OPEN = Target("open")


@dataclass
class Ledger:
    """What a plan collects on its way: questions, findings, and the answers that were asked for."""

    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    def decide(self, kind: QuestionKind, table: str, text: str, answer: str) -> None:
        """Keep a person's answer that the file asked for; *table* is that of the answers file."""
        if (table, text) not in self.used:
            self.used.add((table, text))
            self.decisions.append(Decision(kind, text, answer))

    def unused(self, given: Answers) -> tuple[str, ...]:
        """What answers of *given* are about that nothing asked for."""
        return tuple(sorted(key for _, key in given.keys() - self.used))

    def tell(self, code: str, severity: Severity, place: Place, **values: object) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, severity, place, values))


@dataclass
class Line:
    """A row on its way through the plan. *roles* are those of marks and answers; *open* rows wait for an answer."""

    entry: Entry
    table: Table
    package: KnownPackage | None
    fate: str  # of its package: known, skip or open
    roles: tuple[str, ...]
    open: bool
    unmarked: bool
    target: Target = _OPEN
    first: "Line | None" = None
    reason: str = "import.skipped_package"
    """Why it is skipped where its fate is that."""

    @property
    def settled(self) -> bool:
        """True if the row gives its organisation a role."""
        return self.fate == "known" and not self.open and self.target.fate in ("organisation", "new")


class Rows:
    """Reads the lines of all tables with the answers of a person, and asks for those that are wanting."""

    def __init__(
        self, reading: Reading, known: Known, answers: Answers, ledger: Ledger, words: Words, *, package: str | None
    ) -> None:
        self.reading, self.known, self.answers, self.ledger, self.words = reading, known, answers, ledger, words
        self.by_key: dict[str, list[KnownPackage]] = {}
        for one in known.packages:
            self.by_key.setdefault(code_key(one.code), []).append(one)
        self.flag = self.one_package(package) if package else None

    def lines(self, unmarked: str | None) -> list[Line]:
        """Every row with its roles; *unmarked* is the word of a flag, which beats the answers file."""
        lines = [line for table in self.reading.tables if table.entries for line in self.table_lines(table)]
        self.ask_columns(lines)
        self.ask_marks(lines)
        for line in lines:
            if line.table.shape == MATRIX and line.unmarked and line.fate != "skip":
                line.fate, line.reason = "skip", "import.skipped_mark"  # the answer was that the cell is no mark
        self.settle_unmarked(lines, unmarked)
        return lines

    # Work packages

    def one_package(self, code: str) -> KnownPackage:
        """The package that a person names; EtappiError where there is none or more than one."""
        exact = [one for one in self.known.packages if one.code == code]
        found = exact or self.by_key.get(code_key(code), [])
        if len(found) != 1:
            raise EtappiError("import.no_package", package=code)
        return found[0]

    def package_of(self, table: Table) -> tuple[str, KnownPackage | None]:
        """known, skip or open, and the package of a table."""
        text = table.title or NO_TITLE
        keys = [code_key(table.code)] if table.code else [code_key(text)]
        first = text.split()[0]
        if not table.code and not (table.named_by == "sheet" and any(sign.isdigit() for sign in first)):
            keys.append(code_key(first))  # a sheet "TP1 ja TP2" is not of its first word
        hits = next((self.by_key[key] for key in keys if key in self.by_key), [])
        if self.flag is not None:
            if len(hits) == 1 and hits[0] != self.flag:
                raise EtappiError(
                    "import.other_package", package=self.flag.code, other=hits[0].code, row=table.place.row or 0
                )
            self.ledger.decisions.append(Decision("workpackage", text, self.flag.code))
            return "known", self.flag
        for wording in (text, table.code or text, table.label):
            answer = self.answers.workpackages.get(wording)
            if answer is not None:
                self.ledger.decide("workpackage", "workpackages", wording, answer)
                return ("skip", None) if answer == "skip" else ("known", self.one_package(answer))
        if len(hits) == 1:
            return "known", hits[0]
        title = folded(text)
        like = hits or [one for one in self.known.packages if one.title and folded(one.title) in title]
        candidates = tuple(
            Candidate(one.code, "import.reason_package", {"title": one.title})
            for one in (*like, *(one for one in self.known.packages if one not in like))
        )
        self.ledger.questions.append(Question("workpackage", text, table.place, candidates, (table.place,)))
        return "open", None

    # Rows, columns and marks

    def table_lines(self, table: Table) -> Iterator[Line]:
        fate, package = self.package_of(table)
        label = package.code if package else table.label
        for entry in table.entries:
            roles, is_open = self.roles_of(entry)
            place = replace(entry.place, table=label)
            yield Line(
                replace(entry, place=place), table, package, fate, roles, is_open, unmarked=not roles and not is_open
            )

    def roles_of(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """The roles of a row's marks with the answers on odd cells and columns, and whether an answer is wanting."""
        roles = set(entry.roles)
        is_open = False
        for cell in entry.unplaced:
            answer = self.answers.columns.get(cell.column)
            if answer in ROLES and cell.mark:
                roles.add(str(answer))
            elif answer in ROLES:
                is_open |= not self.odd(replace(cell, role=str(answer)), roles)
            elif answer != "skip":
                is_open = True
        for cell in entry.odd:
            is_open |= not self.odd(cell, roles)
        return tuple(sorted(roles, key=rank)), is_open

    def odd(self, cell: Cell, roles: set[str]) -> bool:
        """Add the role that was answered for an odd cell; False if nothing was."""
        answer = self.answers.marks.get(cell.text)
        if answer in ROLES:
            roles.add(str(answer))
        return answer in ROLES or answer == "skip"

    def ask_columns(self, lines: list[Line]) -> None:
        """One question per column whose role the file does not say."""
        cells: dict[str, list[tuple[Cell, Line]]] = {}
        for line in lines:
            for cell in line.entry.unplaced if line.fate != "skip" else ():
                cells.setdefault(cell.column, []).append((cell, line))
        for column, found in cells.items():
            answer = self.answers.columns.get(column)
            if answer in ROLES or answer == "skip":
                self.ledger.decide("column", "columns", column, str(answer))
                continue
            self.ledger.questions.append(self.column_question(column, found))

    @staticmethod
    def column_question(column: str, found: list[tuple[Cell, Line]]) -> Question:
        """What role a column has: first that of a heading that marks seem to stand under, then those that the legend
        names and no column has, then the others."""
        above = {cell.above.role: cell.above.text for cell, _ in found if cell.above}
        missing = {role for _, line in found for role in line.table.legend - set(line.table.roles.values())}
        candidates = [Candidate(str(role), "import.reason_heading", {"heading": text}) for role, text in above.items()]
        candidates += [
            Candidate(role, "import.reason_missing_column") for role in sorted(missing - above.keys(), key=rank)
        ]
        named = {candidate.name for candidate in candidates}
        candidates += [
            Candidate(role, "import.reason_unknown" if role == "unknown" else "import.reason_role")
            for role in ROLES
            if role not in named
        ]
        first = found[0][0]
        values: dict[str, object] = {"n": len(found), "sample": first.text, "row": first.place.row}
        if first.loose:
            values["heading"] = first.above.text if first.above else ""
        places = tuple(cell.place for cell, _ in found)
        return Question("column", column, places[0], tuple(candidates), places, values)

    def ask_marks(self, lines: list[Line]) -> None:
        """One question per text that is neither a mark nor none."""
        cells: dict[str, list[Cell]] = {}
        for line in lines:
            if line.fate == "skip":
                continue
            for cell in line.entry.odd:
                cells.setdefault(cell.text, []).append(cell)
            for cell in line.entry.unplaced:
                answer = self.answers.columns.get(cell.column)
                if answer in ROLES and not cell.mark:
                    cells.setdefault(cell.text, []).append(replace(cell, role=str(answer)))
        for text, found in cells.items():
            answer = self.answers.marks.get(text)
            for cell in found if found[0].role else found[:1]:
                self.ledger.tell("import.odd_mark", "note" if answer else "ask", cell.place, text=text)
            if answer:
                self.ledger.decide("mark", "marks", text, answer)
                continue
            places = tuple(cell.place for cell in found)
            self.ledger.questions.append(
                Question("mark", text, places[0], self.mark_candidates(text, found), places, {"n": len(found)})
            )

    def mark_candidates(self, text: str, cells: list[Cell]) -> tuple[Candidate, ...]:
        begun = {role for word, role in self.words.roles.items() if len(text) >= 3 and word.startswith(norm(text))}
        heads = {str(cell.role): cell.column for cell in cells if cell.role}
        if not heads and not begun:
            may = cells[0].may or tuple(role for role in ROLES if role != "unknown" or cells[0].mark)
            reason = "import.reason_letter" if cells[0].may else "import.reason_role"
            return tuple(Candidate(role, "import.reason_unknown" if role == "unknown" else reason) for role in may)
        out = [
            Candidate(role, "import.reason_heading", {"heading": heading})
            for role, heading in sorted(heads.items(), key=lambda item: (item[0] not in begun, rank(item[0])))
        ]
        return (*out, *(Candidate(role, "import.reason_word") for role in sorted(begun - set(heads), key=rank)))

    def settle_unmarked(self, lines: list[Line], flag: str | None) -> None:
        """Give rows without a mark the user's word, or ask for it: once for the whole file."""
        word = next((one for one in (flag, self.answers.unmarked) if one in ROLES), None)
        bare = [line for line in lines if line.unmarked and line.fate != "skip"]
        for line in bare:
            line.open = word is None
            line.roles = (word,) if word else ()
        if not bare:
            return
        if word:
            self.ledger.decisions.append(Decision("unmarked", "", word))
            if flag is None:
                self.ledger.used.add(("", "unmarked"))
            return
        wanting = {role for line in bare for role in line.table.legend - set(line.table.roles.values())}
        candidates = [Candidate("unknown", "import.reason_unknown")]
        if wanting == {"beneficiary"}:
            candidates.insert(0, Candidate("beneficiary", "import.reason_missing_column"))
        places = tuple(line.entry.place for line in bare)
        self.ledger.questions.append(
            Question("unmarked", "", Place(file=places[0].file), tuple(candidates), places, {"n": len(bare)})
        )
