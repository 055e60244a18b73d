"""Nobody can tell from what is printed what a group of fewer than five answered.

The attacker knows every figure that leaves wave_figures and compare, by persons and by organisations, and how many
answered from where. What is told of a group is told as a *sum*: a distribution, a count, a mean times n. So the
attacker takes told groups from the whole wave; where one to four are left, the figures of both would tell of them.
"""

from dataclasses import dataclass
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from core.surveys.figures import Tally, figures_of
from core.surveys.records import OptionRow, QuestionRow
from core.surveys.suppression import LEAST
from core.surveys.waves import ComparedRow, GivenAnswer, compare_question

LIKERT = QuestionRow(1, "q", 1, 1, "likert", 5)
CHOICE = QuestionRow(2, "c", 1, 2, "single", options=(OptionRow(1, 1, "a"), OptionRow(2, 2, "b"), OptionRow(3, 3, "c")))


@dataclass(frozen=True)
class Person:
    """A respondent of one wave."""

    number: int
    key: str | None
    organisation: int | None
    point: int


people = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 14)), st.one_of(st.none(), st.integers(1, 9)), st.integers(1, 5)),
    max_size=24,
)


def wave(rows: list[tuple[int | None, int | None, int]]) -> list[Person]:
    """Everybody answers once: of equal keys the last one counts."""
    last = {key: place for place, (key, _, _) in enumerate(rows) if key is not None}
    return [Person(place, None if key is None else f"k{key}", organisation, point)
            for place, (key, organisation, point) in enumerate(rows) if key is None or last[key] == place]  # fmt: skip


def answers(question: QuestionRow, persons: list[Person]) -> list[GivenAnswer]:
    likert = question.type == "likert"
    return [GivenAnswer(question.id, one.number, one.key, one.organisation, one.point if likert else None,
                        frozenset() if likert else frozenset({min(one.point, 3)})) for one in persons]  # fmt: skip


def shown(question: QuestionRow, persons: list[Person]) -> bool:
    """Whether the wave's own figures of the question are told."""
    tally = Tally(n=len(persons), asked=len(persons) + 3)
    for one in persons:
        if question.type == "likert":
            tally.numbers[one.point] = tally.numbers.get(one.point, 0) + 1
        else:
            choice = min(one.point, 3)
            tally.choices[choice] = tally.choices.get(choice, 0) + 1
    found = figures_of(question, tally, None)
    if found.suppressed:
        told = (found.missing, found.dont_know, found.likert, found.shares, found.number)
        assert told == (None, None, None, (), None)
    return not found.suppressed


def told_groups(question: QuestionRow, first: list[Person], second: list[Person]) -> list[frozenset[tuple[int, int]]]:
    """The groups of respondents, as (wave, number), of which any figure but their number is told."""
    groups = [frozenset((side, one.number) for one in persons)
              for side, persons in ((1, first), (2, second)) if shown(question, persons)]  # fmt: skip
    both = len(groups) == 2
    given_ = answers(question, first), answers(question, second)
    for row in compare_question(question, *given_, (None, None), "person"):
        if row.unpaired.top is not None:
            assert both
        if row.paired is not None and row.paired.improved is not None:
            for side, persons, others in ((1, first, second), (2, second, first)):
                matched = {one.key for one in others} - {None}
                groups.append(frozenset((side, one.number) for one in persons if one.key in matched))
    for row in compare_question(question, *given_, (None, None), "organisation"):
        groups += of_organisations(row, first, second)
    return [group for group in groups if group]


def of_organisations(row: ComparedRow, first: list[Person], second: list[Person]) -> list[frozenset[tuple[int, int]]]:
    """What organisations tell is their medians; an organisation of one person tells that person's answer."""
    if row.unpaired.top is None:
        return []
    assert min(row.unpaired.n) >= LEAST
    return [frozenset((side, one.number) for one in persons if one.organisation is not None and alone(persons, one))
            for side, persons in ((1, first), (2, second))
            if {one.organisation for one in persons} - {None}]  # fmt: skip


def alone(persons: list[Person], one: Person) -> bool:
    return sum(other.organisation == one.organisation for other in persons) == 1


@given(people, people, st.sampled_from([LIKERT, CHOICE]))
@settings(max_examples=400, deadline=None)
def test_no_told_group_and_no_difference_of_two_is_under_five(
    one: list[tuple[int | None, int | None, int]], two: list[tuple[int | None, int | None, int]], question: QuestionRow
) -> None:
    first, second = wave(one), wave(two)
    for side, persons in ((1, first), (2, second)):
        everybody = frozenset((side, each.number) for each in persons)
        for group in told_groups(question, first, second):
            if group <= everybody and shown(question, persons):
                assert len(everybody - group) not in range(1, LEAST)


@given(people, people)
@settings(max_examples=300, deadline=None)
def test_everything_but_n_is_hidden_where_it_must_be(
    one: list[tuple[int | None, int | None, int]], two: list[tuple[int | None, int | None, int]]
) -> None:
    first, second = wave(one), wave(two)
    for unit in ("person", "organisation"):
        (row,) = compare_question(LIKERT, answers(LIKERT, first), answers(LIKERT, second), (None, None), unit)
        if min(row.unpaired.n) < LEAST:
            assert (row.unpaired.top, row.unpaired.cliff, row.medians) == (None, None, None)
        if row.paired is not None and row.paired.n < LEAST:
            assert (row.paired.improved, row.paired.mean, row.paired.p) == (None, None, None)
        if row.paired is not None and any(0 < n - row.paired.n < LEAST for n in row.unpaired.n):
            assert (row.paired.improved, row.paired.mean, row.paired.p) == (None, None, None)


def test_the_attack_works_where_nothing_is_hidden() -> None:
    """Twelve organisations of one person and one of two: persons less medians are the two, were they told."""
    persons = [Person(n, None, n, 3) for n in range(1, 9)] + [Person(10, None, 10, 1), Person(11, None, 10, 5)]
    everybody = sorted(one.point for one in persons)
    by_organisation = [
        median(one.point for one in persons if one.organisation == number) for number in (*range(1, 9), 10)
    ]
    rest = list(everybody)
    for value in by_organisation[:8]:
        rest.remove(int(value))
    assert rest == [1, 5]
    (row,) = compare_question(LIKERT, answers(LIKERT, persons), answers(LIKERT, persons), (None, None), "organisation")
    assert row.unpaired.top is None


def test_pairs_are_hidden_where_the_rest_is_one_person() -> None:
    first = [Person(n, f"k{n}", None, 2 + n % 2) for n in range(12)]
    second = [Person(n, f"k{n}", None, 4) for n in range(11)]
    (row,) = compare_question(LIKERT, answers(LIKERT, first), answers(LIKERT, second), (None, None), "person")
    assert row.unpaired.top is not None
    assert row.paired is not None
    assert (row.paired.n, row.paired.improved, row.paired.mean) == (11, None, None)
