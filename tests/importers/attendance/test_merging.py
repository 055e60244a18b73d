"""A list against the rows of an event: nobody twice, in whichever order reports come, and again changes nothing."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from core.attendance import KnownPerson, PersonChange
from importers.attendance.merging import Said, counts, people

NAMES = {1: "Omnia", 2: "Gradia"}
IDS = {name: id for id, name in NAMES.items()}


def stored(changes: Sequence[PersonChange]) -> list[KnownPerson]:
    """The rows of a list after the changes."""
    return [
        KnownPerson(n, 1, IDS[one.organisation] if one.organisation else None, one.key, one.headcount, one.minutes,
                    one.waiting, one.name, one.email)
        for n, one in enumerate(changes, start=1) if one.outcome != "removed"
    ]  # fmt: skip


def everybody(rows: Sequence[KnownPerson]) -> int:
    return sum(row.headcount or 0 for row in rows)


def quiet(changes: Sequence[PersonChange]) -> bool:
    return all(one.outcome == "same" for one in changes)


persons = st.integers(0, 9).map(lambda n: (n, ("Omnia", "Gradia", None)[n % 3]))
meetings = st.lists(persons, unique=True, max_size=8)


@st.composite
def reports(draw: st.DrawFn) -> list[list[Said]]:
    """Several reports of one meeting: each tells everybody, some with e-mails and some without."""
    there = draw(meetings)
    out = []
    for _ in range(draw(st.integers(1, 3))):
        mailed = draw(st.sampled_from(["all", "none", "some"]))
        out.append([
            Said(org, None, f"key{n}" if mailed == "all" or (mailed == "some" and n % 2) else None, 1, 60)
            for n, org in there
        ])  # fmt: skip
    return out


@given(reports())
def test_reports_of_one_meeting_in_any_order_are_the_same_people(several: list[list[Said]]) -> None:
    rows: list[KnownPerson] = []
    for said in several:
        rows = stored(people(rows, said, NAMES))
    assert everybody(rows) == len(several[0])
    keys = [row.key for row in rows if row.key]
    assert len(keys) == len(set(keys)) == max(sum(one.key is not None for one in said) for said in several)
    for said in several:
        assert quiet(people(rows, said, NAMES))


def test_what_is_known_stays_and_what_was_not_is_learned() -> None:
    rows = [KnownPerson(7, 1, None, "a", 1, None, "@x.fi"), KnownPerson(8, 1, 2, "b", 1, 30, None)]
    first, second = people(rows, [Said("Omnia", None, "a", 1, 20), Said("Omnia", None, "b", 1, 10)], NAMES)
    assert (first.outcome, first.organisation, first.waiting, first.minutes) == ("changed", "Omnia", None, 20)
    assert (second.outcome, second.organisation, second.minutes) == ("same", "Gradia", 30)


def test_numbers_take_the_place_of_numbers_of_their_organisation() -> None:
    rows = [KnownPerson(1, 1, 1, None, 12, None, None), KnownPerson(2, 1, 2, None, 4, None, None)]
    made = counts(rows, [Said("Omnia", headcount=13), Said(None, "Uusi", headcount=2)], NAMES)
    assert [(one.outcome, one.organisation, one.headcount) for one in made] == [
        ("changed", "Omnia", 13), ("added", None, 2), ("same", "Gradia", 4),
    ]  # fmt: skip
    assert quiet(counts(rows, [Said("Omnia", headcount=12)], NAMES))
    assert quiet(counts(rows, [Said("Omnia", headcount=None)], NAMES))
