"""Canonical JSON: one text for one content."""

import hashlib
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import as_entered, canonical, exact, pair, sha256

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_how_it_is_written() -> None:
    content = canonical({"ö": [1.0, 0.5, None, True], "a": {"z": 1, "b": "x"}})
    assert content == '{"a":{"b":"x","z":1},"ö":[1,0.5,null,true]}'.encode()
    assert sha256(content) == hashlib.sha256(content).hexdigest()
    assert canonical("a\u0308") == canonical("ä")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_cannot_be_written_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical([value])


@given(st.dictionaries(st.text(), values))
def test_the_order_of_keys_does_not_matter(content: dict[str, object]) -> None:
    turned = dict(reversed(content.items()))
    assert canonical(content) == canonical(turned)
    assert canonical(json.loads(canonical(content))) == canonical(content)


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 5000)), max_size=30))
def test_shares_are_exact_in_any_order(several: list[tuple[int, int]]) -> None:
    """Added as floating point, the last digits would depend on the order of rows."""
    shares = [min(done, of) / of for done, of in several]
    total = sum((exact(share) for share in shares), Fraction())
    assert total == sum((Fraction(min(done, of), of) for done, of in several), Fraction())
    assert total == sum((exact(share) for share in reversed(shares)), Fraction())


def test_what_a_person_typed_is_what_is_meant() -> None:
    assert pair(as_entered(2.7)) == [27, 10]
    assert pair(as_entered(1.0)) == [1, 1]
    assert pair(exact(0.1 + 0.2)) == [3, 10]
