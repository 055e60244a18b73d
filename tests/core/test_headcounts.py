"""Lists and counts of one event: nobody is counted twice, everybody is counted."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from core.headcounts import Sheet, SheetRow, put_together
from core.reach import Bounds, Reach, reach

NETWORK = {1, 2, 3}


def listed(*rows: SheetRow, mode: str | None = None, persons: int | None = None) -> Sheet:
    return Sheet(False, mode, persons, rows)


def counted(*rows: SheetRow, mode: str | None = None, persons: int | None = None) -> Sheet:
    return Sheet(True, mode, persons, rows)


def found(*sheets: Sheet) -> Reach:
    identified, heads = put_together(7, sheets)
    return reach([(7, 0)], identified, heads, NETWORK)


def keys(organisation: int | None, names: str) -> list[SheetRow]:
    return [(organisation, name, 1) for name in names]


def test_a_total_is_never_added_to_named_rows() -> None:
    assert found(listed(*keys(1, "abc")), counted(persons=5)).contacts == 5
    assert found(listed(*keys(1, "abc")), counted(persons=2)).contacts == 3
    assert found(listed(*keys(1, "abc"), persons=4)).unknown == 1


def test_counts_of_organisations_go_beyond_the_list_only_by_the_difference() -> None:
    one = found(listed(*keys(1, "abc")), counted((1, None, 5), (2, None, 4)))
    assert (one.contacts, one.identified, one.persons, set(one.network)) == (9, 3, Bounds(9, 9), {1, 2})


def test_people_of_unknown_organisation_on_a_list_are_some_of_those_counted() -> None:
    one = found(listed(*keys(None, "abcdef")), counted((1, None, 4), (2, None, 2)))
    assert (one.contacts, one.persons, set(one.network)) == (6, Bounds(6, 6), {1, 2})


def test_online_and_on_site_are_different_people() -> None:
    both = found(listed(*keys(1, "abc"), mode="online"), counted((1, None, 5), mode="onsite"))
    assert both.contacts == 8
    whole = found(listed(*keys(1, "abc"), mode="online"), counted(persons=6, mode="onsite"), counted(persons=10))
    assert whole.contacts == 10


def test_whoever_has_a_key_is_one_person_on_two_lists() -> None:
    one = found(listed(*keys(1, "abc"), mode="online"), listed(*keys(None, "cd"), mode="onsite"), counted(persons=4))
    assert (one.contacts, one.unknown, one.persons) == (4, 1, Bounds(4, 4))


def test_organisations_without_a_number_are_within_a_total() -> None:
    one = found(counted((1, None, None), (2, None, 3), persons=10))
    assert (one.contacts, one.uncounted, set(one.network), one.persons) == (10, 0, {1, 2}, Bounds(10, 10))
    alone = found(counted((1, None, None)))
    assert (alone.contacts, alone.uncounted, alone.persons) == (0, 1, Bounds(1, None))
    known = found(listed(*keys(1, "ab")), counted((1, None, None), (2, None, None)))
    assert (known.contacts, known.uncounted, set(known.network)) == (2, 1, {1, 2})


def test_a_declared_zero_is_a_count() -> None:
    assert put_together(7, [counted(persons=0)]) == ([], [])


@st.composite
def evenings(draw: st.DrawFn) -> tuple[dict[int, int], list[Sheet]]:
    """People of one organisation each, a list of some of them, and true counts of all."""
    homes = dict(enumerate(draw(st.lists(st.integers(1, 4), min_size=1, max_size=9))))
    on_list = draw(st.sets(st.sampled_from(sorted(homes))))
    rows: list[SheetRow] = [
        (None if draw(st.integers(0, 3)) == 0 else homes[one], f"k{one}" if draw(st.booleans()) else None, 1)
        for one in on_list
    ]
    per: Counter[int] = Counter(homes.values())
    told: Sequence[SheetRow] = [(one, None, n if draw(st.booleans()) else None) for one, n in sorted(per.items())]
    return homes, [listed(*rows), counted(*told, persons=len(homes))]


@settings(max_examples=300, deadline=None)
@given(evenings())
def test_true_counts_beside_a_list_give_the_truth(evening: tuple[dict[int, int], list[Sheet]]) -> None:
    homes, sheets = evening
    one = found(*sheets)
    assert one.contacts == len(homes)
    assert one.persons == Bounds(len(homes), len(homes))
    assert one.network | one.outside == set(homes.values())
    assert one.uncounted == 0
