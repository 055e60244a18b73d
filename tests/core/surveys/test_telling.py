"""The sentences say what the figures allow and no more."""

import pytest

import locales
from core.surveys.figures import Tally, figures_of
from core.surveys.records import OptionRow, QuestionRow, Wording
from core.surveys.telling import Said, of_change, of_question, points
from core.surveys.waves import ComparedRow, GivenAnswer, compare_question
from locales.surveys import change, sentence, sentences, signed, span

LIKERT = QuestionRow(1, "q1", 1, 1, "likert", 5, wordings=(Wording("fi", "Tunnen"), Wording("sv", "Jag känner")))
YES_NO = QuestionRow(2, "q2", 1, 2, "single", options=(OptionRow(1, 1, "Ei"), OptionRow(2, 2, "Kyllä")))
HOURS = QuestionRow(3, "q3", 1, 3, "number")


def given(values: list[int], keyed: bool = False, question: QuestionRow = LIKERT) -> list[GivenAnswer]:
    return [
        GivenAnswer(question.id, place, f"k{place}" if keyed else None, None,
                    None if question.options else value, frozenset({value}) if question.options else frozenset())
        for place, value in enumerate(values)
    ]  # fmt: skip


def row(
    first: list[int], second: list[int], *, keyed: bool = False, question: QuestionRow = LIKERT,
    groups: tuple[int | None, int | None] = (None, None),
) -> ComparedRow:  # fmt: skip
    one, two = given(first, keyed, question), given(second, keyed, question)
    (found,) = compare_question(question, one, two, groups, "person")
    return found


def codes(found: ComparedRow) -> list[str]:
    return [one.code for one in of_change(found)]


def test_a_change_that_is_sure_and_one_that_may_be_chance() -> None:
    assert of_change(row([2] * 40 + [5] * 20, [5] * 40 + [2] * 20)) == (
        Said("rose", {"first": 1 / 3, "second": 2 / 3, "n": 34}),
    )  # fmt: skip
    assert codes(row([5] * 40, [2] * 40)) == ["fell"]
    assert codes(row([2] * 6 + [5] * 4, [2] * 5 + [5] * 5)) == ["rose_maybe"]
    assert codes(row([2, 5] * 10, [2, 5] * 10)) == ["stayed_maybe"]
    assert codes(row([2] * 6 + [5] * 4, [2] * 5 + [5] * 5, groups=(10, 10))) == ["rose_whole"]


def test_few_answers_are_told_as_that_and_nothing_else() -> None:
    found = row([5] * 4, [2] * 40)
    assert codes(found) == ["few_compared"]
    locales.choose("en")
    assert "%" not in sentences(of_change(found), LIKERT)
    few = figures_of(LIKERT, Tally({5: 3}, n=3, asked=9), None)
    assert of_question(few) == Said("few", {"n": 3, "least": 5})


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        (9, ["rose", "pairs_person", "pairs_few"]), (20, ["pairs_person", "rose"]),
    ],
)  # fmt: skip
def test_pairs_come_first_where_most_of_them_were_matched(pairs: int, wanted: list[str]) -> None:
    """Twenty in each wave; *pairs* of them have the same key."""
    one = given([2] * 20, True)
    two = [GivenAnswer(1, place, f"k{place if place < pairs else place + 50}", None, 5) for place in range(20)]
    (found,) = compare_question(LIKERT, one, two, (None, None), "person")
    assert codes(found) == wanted


def test_pairs_that_rose_and_fell_alike_may_be_chance() -> None:
    found = row([2, 5] * 10, [5, 2] * 10, keyed=True)
    assert codes(found) == ["pairs_person", "pairs_maybe", "stayed_maybe"]
    assert found.paired is not None
    assert found.paired.p == 1.0


def test_of_a_yes_no_question_it_is_yes() -> None:
    found = row([1] * 20, [2] * 20, keyed=True, question=YES_NO)
    assert (found.choice, codes(found)) == (2, ["moved_person", "rose"])
    told = figures_of(YES_NO, Tally(choices={1: 3, 2: 3}, n=6, asked=6), None)
    assert of_question(told) == Said("choice_even", {"share": 0.5}, (1, 2))
    locales.choose("fi")
    assert "”Ei”, ”Kyllä”" in sentence(of_question(told), YES_NO)


def test_numbers_have_a_median_and_a_word() -> None:
    assert codes(row([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], question=HOURS)) == ["numbers_large"]


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_a_printed_change_is_that_of_the_printed_shares(language: str) -> None:
    assert points(0.344, 0.596) == 26
    assert points(0.345, 0.594) == 24
    locales.choose(language)
    text = sentence(Said("rose", {"first": 0.345, "second": 0.594, "n": points(0.345, 0.594)}), LIKERT)
    assert all(number in text for number in ("35", "59", "24"))
    assert (signed(-0.02), signed(0.004), change(-0.02, 0.24)) == ("−2", "0", "−2 … +24")
    assert span(0.52, 0.68).startswith("52–68")
