"""Figures of surveys: the test values of rules.md, published examples, and other programs as judges."""

import random
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from core.surveys.comparison import cliff, cliff_word, exact_test, paired, unpaired
from core.surveys.intervals import Share, Z, difference, wilson
from core.surveys.likert import answers, quantile, summary
from core.surveys.rates import Responses
from core.surveys.suppression import LEAST, suppressed

ALPHA = 2 * float(stats.norm.sf(Z))
TABLES = 1000


def rounded(share: Share) -> tuple[float, float]:
    found = wilson(share)
    assert found is not None
    return round(100 * found.low, 1), round(100 * found.high, 1)


@pytest.mark.parametrize(("hits", "n", "limits"), [(62, 89, (59.5, 78.2)), (0, 5, (0.0, 43.4)), (5, 5, (56.6, 100.0))])
def test_wilson_of_the_rules(hits: int, n: int, limits: tuple[float, float]) -> None:
    assert rounded(Share(hits, n)) == limits


def test_a_finite_group_narrows_the_interval_until_nothing_is_left_to_estimate() -> None:
    open_, some, whole = (wilson(Share(30, 60, group)) for group in (None, 89, 60))
    assert open_ is not None
    assert some is not None
    assert whole is not None
    assert open_.low < some.low < some.high < open_.high
    assert (whole.low, whole.high) == (0.5, 0.5)
    assert Share(30, 60, 60).whole
    assert not Share(30, 60, 89).whole


def test_counts_that_cannot_be_are_refused() -> None:
    for bad in ((6, 5, None), (-1, 5, None), (3, 5, 4)):
        with pytest.raises(ValueError, match="in a group of"):
            Share(*bad)
    assert wilson(Share(0, 0)) is None
    assert difference(Share(0, 0), Share(1, 2)) is None


# Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10; the first is also rules.md 7 turned round
@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        ((48, 80), (56, 70), (0.0524, 0.3339)),
        ((3, 10), (9, 10), (0.1705, 0.8090)),
        ((2, 7), (6, 7), (0.0582, 0.8062)),
        ((0, 29), (5, 56), (-0.0381, 0.1926)),
        ((0, 20), (0, 10), (-0.1611, 0.2775)),
        ((0, 10), (10, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe(first: tuple[int, int], second: tuple[int, int], limits: tuple[float, float]) -> None:
    found = difference(Share(*first), Share(*second))
    assert found is not None
    assert (found[1].low, found[1].high) == pytest.approx(limits, abs=1e-4)  # the paper took z to more digits


def test_shares_agree_with_statsmodels() -> None:
    dice = random.Random(20241216)
    for _ in range(TABLES):
        n1, n2 = dice.randint(1, 300), dice.randint(1, 300)
        k1, k2 = dice.randint(0, n1), dice.randint(0, n2)
        mine, theirs = wilson(Share(k1, n1)), proportion_confint(k1, n1, alpha=ALPHA, method="wilson")
        assert mine is not None
        assert (mine.low, mine.high) == pytest.approx(theirs, abs=1e-9)
        found = difference(Share(k1, n1), Share(k2, n2))
        assert found is not None
        limits = confint_proportions_2indep(k2, n2, k1, n1, method="newcomb", compare="diff", alpha=ALPHA)
        assert (found[1].low, found[1].high) == pytest.approx(limits, abs=1e-9)


def test_likert_and_comparison_agree_with_numpy_and_scipy() -> None:
    dice = random.Random(7)
    for _ in range(TABLES):
        scale = dice.choice([4, 5, 7])
        one = [dice.randint(1, scale) for _ in range(dice.randint(5, 60))]
        two = [dice.randint(1, scale) for _ in range(dice.randint(5, 60))]
        first, second = answers(one, scale), answers(two, scale)
        found = summary(first)
        assert found.distribution is not None
        assert found.quartiles is not None
        assert [*found.quartiles, found.median] == pytest.approx(list(np.percentile(one, [25, 75, 50])), abs=1e-9)
        assert found.mean == pytest.approx(float(np.mean(one)), abs=1e-9)
        u = float(stats.mannwhitneyu(two, one, method="asymptotic").statistic)
        assert cliff(first, second) == pytest.approx(2 * u / (len(one) * len(two)) - 1, abs=1e-9)


def test_exact_tests_agree_with_scipy_and_statsmodels() -> None:
    dice = random.Random(11)
    for _ in range(TABLES):
        one, other = dice.randint(0, 150), dice.randint(0, 150)
        mine = exact_test(one, other)
        if one + other:
            assert mine == pytest.approx(float(stats.binomtest(one, one + other).pvalue), abs=1e-9)
            table = [[5, one], [other, 5]]
            assert mine == pytest.approx(float(mcnemar(table, exact=True).pvalue), abs=1e-9)
        else:
            assert mine == 1.0


def test_a_likert_item_in_its_order_and_the_right_way_round() -> None:
    given_ = answers([1, 2, 4, 5, 5, None, None], 5, dont_know=3)
    found = summary(given_)
    assert (found.n, found.missing, found.dont_know) == (5, 2, 3)
    assert found.distribution == (1, 1, 0, 1, 2)
    assert (found.top, found.median, found.quartiles, found.mean) == (0.6, 4.0, (2.0, 5.0), 3.4)
    turned = summary(answers([1, 2, 4, 5, 5], 5, reversed_=True))
    assert turned.distribution == (2, 1, 0, 1, 1)
    assert turned.top == 0.4
    with pytest.raises(ValueError, match="not on a scale"):
        answers([0, 3], 5)


def test_fewer_than_five_answers_tell_only_how_many() -> None:
    found = summary(answers([5, 5, 4, None], 5, dont_know=1))
    assert found.n == 3
    assert found.suppressed
    assert [found.missing, found.dont_know, found.distribution, found.top, found.interval, found.median] == [None] * 6
    compared = unpaired(answers([5] * 4, 5), answers([1] * 50, 5))
    assert compared.n == (4, 50)
    assert (compared.top, compared.delta, compared.interval, compared.cliff) == (None, None, None, None)
    assert summary(answers([3] * 5, 5, group=5)).whole_group


def test_the_words_of_cliffs_delta() -> None:
    words = [cliff_word(value) for value in (0.0, -0.146, 0.147, 0.329, 0.33, -0.473, 0.474, 1.0)]
    assert words == ["negligible", "negligible", "small", "small", "medium", "medium", "large", "large"]


def test_pairs() -> None:
    pairs = [(2.0, 4.0)] * 7 + [(3.0, 3.0)] * 3 + [(4.0, 2.0)] * 2
    found = paired(pairs, 20, 30)
    assert (found.n, found.improved, found.same, found.worse) == (12, 7, 3, 2)
    assert found.match == (0.6, 0.4)
    assert found.mean == pytest.approx(10 / 12)
    assert found.p == pytest.approx(float(stats.binomtest(7, 9).pvalue))
    assert not found.headline
    assert paired(pairs, 20, 20).headline
    few = paired(pairs[:9], 9, 9)
    assert (few.improved, few.p, few.mean) == (7, None, None)
    assert paired(pairs[:4], 9, 9).improved is None
    with pytest.raises(ValueError, match="scales of"):
        unpaired(answers([1] * 9, 5), answers([1] * 9, 7))


def test_a_change_that_may_be_chance() -> None:
    same = unpaired(answers([4, 2] * 20, 5), answers([4, 2] * 20, 5))
    assert same.may_be_chance is True
    risen = unpaired(answers([2] * 40, 5), answers([5] * 40, 5))
    assert risen.may_be_chance is False
    assert risen.cliff == 1.0
    assert risen.cliff_word == "large"


def test_response_rates() -> None:
    found = Responses(complete=60, partial=6, invited=100, ineligible=20)
    assert (found.rr1, found.rr2) == (0.75, 0.825)
    assert (Responses(10).rr1, Responses(10).over) == (None, False)
    over = Responses(90, invited=89)
    assert over.over
    assert over.rr1 is None


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 40), max_size=8))
def test_no_group_under_five_can_be_had_from_what_is_printed(groups: dict[int, int]) -> None:
    """What can be reckoned: sums of shown groups, and the whole less such sums. Of those, unions of groups."""
    hidden = suppressed(groups)
    assert all(key in hidden for key, n in groups.items() if 0 < n < LEAST)
    total = sum(groups.values())
    if total < LEAST:
        return
    shown = [key for key in groups if key not in hidden]
    subsets = chain.from_iterable(combinations(shown, size) for size in range(len(shown) + 1))
    for subset in subsets:
        rest = set(groups) - set(subset)
        if rest and rest & hidden:
            assert not 0 < sum(groups[key] for key in rest) < LEAST


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 60), min_size=1))
def test_suppression_hides_no_more_than_it_must(groups: dict[int, int]) -> None:
    hidden = suppressed(groups)
    small = {key for key, n in groups.items() if 0 < n < LEAST}
    assert len(hidden - small) <= 1
    if sum(groups[key] for key in small) >= LEAST or not small:
        assert hidden == small


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7).filter(any), st.floats(0, 1))
def test_quantiles_lie_between_the_answers(counts: list[int], share: float) -> None:
    chosen = [point for point, count in enumerate(counts, 1) if count]
    assert min(chosen) <= quantile(counts, share) <= max(chosen)
