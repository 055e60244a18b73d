"""The eight real participation tables, from bytes to plan and back: the figures that must be seen."""

import json
import random
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EtappiError
from core.importing import ImportPlan
from core.roles import highest
from importers import participation
from importers.answers import Answers
from importers.plan import make_plan
from importers.readers.text import TextReader
from importers.words import standard
from tests.importers.support import CODES, DATA, EMPTY, apply, clusters, content, right_answers, truth


@pytest.fixture(scope="module")
def first() -> ImportPlan:
    return make_plan(content(), "all-tables.txt", EMPTY)


def cells(plan: ImportPlan) -> dict[tuple[str, str], str]:
    roles: dict[tuple[str, str], list[str]] = {}
    for change in plan.roles:
        roles.setdefault((change.package, change.organisation), []).append(change.role)
    return {pair: highest(found) for pair, found in roles.items()}


def test_every_row_is_read_as_expected() -> None:
    expected = json.loads((DATA / "all-expected.json").read_text("utf-8"))["tables"]
    reading = participation.read(TextReader().read(content(), "x"), standard())
    assert [table.label for table in reading.tables] == list(expected)
    for table in reading.tables:
        rows = expected[table.label]["rows"]
        assert [(e.place.row, e.name) for e in table.entries] == [(row["line"], row["raw"]) for row in rows]
        for entry, row in zip(table.entries, rows, strict=True):
            odd = [cell.role for cell in entry.odd]
            assert [*entry.roles, *odd] == row["roles"]
    assert not reading.skipped
    assert not reading.nameless


def test_the_preview_of_an_empty_store(first: ImportPlan) -> None:
    assert (first.rows_read, first.marks_read, first.spellings) == (471, 250, 102)
    assert Counter(q.kind for q in first.questions) == {"name": 16, "mark": 1, "unmarked": 1}
    unmarked = next(q for q in first.questions if q.kind == "unmarked")
    assert unmarked.values == {"n": 223}
    assert [candidate.name for candidate in unmarked.candidates] == ["beneficiary", "unknown"]
    mark = next(q for q in first.questions if q.kind == "mark")
    assert (mark.text, mark.place.table, mark.place.row) == ("Asiant", "TP1.2", 219)
    assert [candidate.name for candidate in mark.candidates] == ["expert"]
    assert first.already is None
    assert not first.unused_answers


def test_what_the_findings_tell(first: ImportPlan) -> None:
    where: dict[str, list[tuple[str | None, int | None]]] = {}
    for finding in first.findings:
        where.setdefault(finding.code, []).append((finding.place.table, finding.place.row))
    assert [table for table, _ in where["import.no_role_column"]] == list(CODES)
    assert where["import.repeated"] == [
        ("TP1", 52), ("TP1.1", 136), ("TP1.4", 364), ("TP1.4", 388), ("TP4", 566), ("TP4", 568),
    ]  # fmt: skip
    assert where["import.multi_role"] == [("TP1.2", 231), ("TP2", 452), ("TP2", 482)]
    assert where["import.tail"] == [("TP1.2", 220), ("TP1.3", 304)]
    assert where["import.odd_mark"] == [("TP1.2", 219)]
    assert where["import.table_ends_early"] == [("TP4", 617)]
    assert [f.values["first"] for f in first.findings if f.code == "import.repeated"] == [51, 135, 363, 387, 565, 567]
    assert first.row_count("repeated") == 6


def test_every_question_stands_for_one_real_doubt(first: ImportPlan) -> None:
    """A true pair is always asked about, with the right organisation among the suggestions."""
    right = right_answers(first).names
    groups: dict[str, set[str]] = {}
    for finding in first.findings:
        if finding.code == "import.spelling":
            groups.setdefault(str(finding.values["name"]), set()).add(str(finding.values["spelling"]))
    for name, spellings in groups.items():
        assert {truth()[spelling] for spelling in spellings} == {truth()[name]}
    assert sum(answer != "new" for answer in right.values()) == 10


@pytest.mark.parametrize("word", ["unknown", "beneficiary"])
def test_with_the_right_answers(first: ImportPlan, word: str) -> None:
    plan = make_plan(content(), "all-tables.txt", EMPTY, right_answers(first), unmarked=word)
    assert not plan.questions
    found = cells(plan)
    assert len(found) == 463
    assert Counter(found.values()) == {"lead": 8, "assist": 19, "expert": 219, word: 217}
    per_package = Counter(package for package, _ in found)
    assert [per_package[code] for code in CODES] == [72, 58, 55, 70, 75, 41, 36, 56]
    per_organisation = Counter(organisation for _, organisation in found)
    assert len(per_organisation) == len(plan.new) == 84
    assert sum(1 for packages in per_organisation.values() if packages == 8) == 26
    for spellings in clusters(plan):
        assert len({truth()[spelling] for spelling in spellings}) == 1
    assert {change.certainty for change in plan.roles} == {"interest"}
    assert ("unmarked", "", word) in [(d.kind, d.text, d.answer) for d in plan.decisions]


@pytest.mark.parametrize("word", ["unknown", "beneficiary"])
def test_imported_again_nothing_changes(first: ImportPlan, word: str) -> None:
    answers = right_answers(first)
    plan = make_plan(content(), "all-tables.txt", EMPTY, answers, unmarked=word)
    store = apply(plan, EMPTY, batch=7)
    for again, flag in ((answers, word), (Answers(marks=answers.marks), word), (Answers(), None)):
        second = make_plan(content(), "all-tables.txt", store, again, unmarked=flag)
        assert not second.questions
        assert not second.changes_something
        assert second.count("same") == len(second.roles) == len(store.roles)
        assert second.already == (7, "2024-01-17")


def test_unknown_roles_become_known_and_nothing_doubles(first: ImportPlan) -> None:
    answers = right_answers(first)
    store = apply(make_plan(content(), "all-tables.txt", EMPTY, answers, unmarked="unknown"), EMPTY)
    second = make_plan(content(), "all-tables.txt", store, answers, unmarked="beneficiary")
    # The two rows of the merged pair say "beneficiary" beside a role that is known already.
    assert (second.count("changed"), second.count("added")) == (217, 2)
    assert all(change.before == ("unknown", "interest") for change in second.roles if change.outcome == "changed")
    third = make_plan(content(), "all-tables.txt", apply(second, store), answers, unmarked="unknown")
    assert not third.changes_something


@settings(max_examples=12, deadline=None)
@given(st.integers())
def test_the_order_of_rows_and_tables_changes_nothing(seed: int) -> None:
    first = make_plan(content(), "x", EMPTY)
    answers = right_answers(first)
    plan = make_plan(content(), "x", EMPTY, answers, unmarked="unknown")
    mixed = shuffled(seed)
    open_plan = make_plan(mixed, "x", EMPTY)
    assert {q.text: q.candidates for q in open_plan.questions} == {q.text: q.candidates for q in first.questions}
    other = make_plan(mixed, "x", EMPTY, answers, unmarked="unknown")
    assert clusters(other) == clusters(plan)
    assert other.new == plan.new
    assert cells(other) == cells(plan)


def shuffled(seed: int) -> bytes:
    """The same tables in another order, each without page breaks and with its rows in another order."""
    dice = random.Random(seed)
    tables: dict[str, list[str]] = {}
    head: list[str] = []
    for line in content().decode().splitlines():
        if line.startswith("TP"):
            head = tables.setdefault(line.split("Digikyvykky")[0], [line])
        elif line.strip() and not (line.startswith("TP3") and head):
            head.append(line)
    blocks = []
    for lines in tables.values():
        cut = next(index for index, line in enumerate(lines) if line.startswith("\tVetovastuu")) + 1
        rows = lines[cut:]
        dice.shuffle(rows)
        blocks.append("\n\n".join(lines[: cut - 2]) + "\n" + "\n".join(lines[cut - 2 : cut] + rows) + "\n")
    dice.shuffle(blocks)
    return "\n".join(blocks).encode()


def test_the_plan_loads_the_matcher_only_when_needed() -> None:
    script = (
        "import sys, importers.plan as p; from core.importing import Known, KnownPackage;"
        "p.make_plan('TP1 A\\nOrganisaatio\\tAsiantuntija\\nOmnia\\tx\\n'.encode(), 'x',"
        " Known(1, packages=(KnownPackage(1, 'TP1', ''),))); print('rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_mutated_files_are_read_or_refused() -> None:
    """Flipped, dropped, doubled and moved pieces of the real file: a plan with nothing lost, or a clear refusal."""
    dice = random.Random(7)
    refused = 0
    for _ in range(120):
        data = bytearray(content()[: dice.choice([400, 3000, 9000])])
        for _ in range(dice.randrange(1, 30)):
            at = dice.randrange(len(data))
            piece = data[at : at + dice.randrange(1, 60)]
            match dice.randrange(4):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + len(piece)]
                case 2:
                    data[at:at] = piece
                case _:
                    other = dice.randrange(len(data))
                    data[other:other] = piece
        try:
            plan = make_plan(bytes(data), "x", EMPTY, unmarked="unknown")
        except EtappiError:
            refused += 1
            continue
        assert plan.rows_read == sum(1 for row in plan.rows if row.name)
        assert plan.marks_read >= sum(len(row.marks) for row in plan.rows)
    assert refused < 60
