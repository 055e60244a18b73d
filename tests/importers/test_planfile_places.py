"""Lines of tables and keys: strings, comments and arrays must not fool the scanner."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from importers.tomlplaces import Places

TRICKY = '''\
# [no.table]
[a]  # [b]
text = """
[[c]]
key = 1 \\""" still
"""""
raw = \'\'\'
[d] # '\'\'\'
"quoted.key" = ["]", # ]
  """]""", { x = "}" }]
dotted . inner = { y = 1 }
[[list]]
one = 1
  [[list.part]]
  two = "[["
  [[list.part]]
  two = '#'
  [list.part.sub]
  three = 3
[[list]]
one = 2
  [["list" . part]]
  two = 5
'''


def test_lines() -> None:
    tomllib.loads(TRICKY)
    places = Places(TRICKY)
    assert places.line(("a",)) == 2
    assert places.line(("a", "text")) == 3
    assert places.line(("a", "raw")) == 7
    assert places.line(("a", "quoted.key")) == 9
    assert places.line(("a", "dotted", "inner", "y")) == 11
    assert places.line(("list", 0, "one")) == 13
    assert places.line(("list", 0, "part", 1, "two")) == 17
    assert places.line(("list", 0, "part", 1, "sub", "three")) == 19
    assert places.line(("list", 1, "one")) == 21
    assert places.line(("list", 1, "part", 0)) == 22
    assert places.line(("list", 1, "part", 0, "missing")) == 22
    assert places.line(("a", "quoted.key", 0)) == 9
    assert places.line(("a", "quoted.key", 2, "x")) == 10
    assert places.line(("list",)) == 12
    assert places.line(("c",)) is None
    assert places.line(()) is None


STRINGS = st.text(st.sampled_from("ab\"'\\#[]{}=\n ."), max_size=12)


def quoted(text: str, style: int) -> str:
    """A TOML string of *text*, in one of its forms that can hold it."""
    basic = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if style == 1:
        return f'"""{text.replace(chr(92), chr(92) * 2).replace(chr(34) * 3, chr(34) * 2 + chr(92) + chr(34))}"""'
    if style == 2 and "'" not in text:
        return f"'''{text}'''"
    return f'"{basic}"'


@given(st.lists(st.tuples(STRINGS, st.integers(0, 2), st.sampled_from(["", "[", "{ x = "])), min_size=1, max_size=6))
def test_keys_after_any_string_are_found(values: list[tuple[str, int, str]]) -> None:
    text = ""
    expected = []
    for number, (value, style, opening) in enumerate(values):
        if style == 1 and value.endswith('"'):
            style = 0  # noqa: PLW2901
        if opening.startswith("{"):
            value = value.replace("\n", "")  # noqa: PLW2901 - inline tables stay on a line
        closing = {"": "", "[": ", 1]", "{ x = ": " }"}[opening]
        expected.append(text.count("\n") + 1)
        text += f"key{number} = {opening}{quoted(value, style)}{closing} # ' \"\n"
    tomllib.loads(text)
    places = Places(text)
    assert [places.line((f"key{number}",)) for number in range(len(values))] == expected
