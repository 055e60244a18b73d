"""Where the tables and keys of a TOML text stand: tomllib gives values without lines.

Made for a text that tomllib has accepted, so it need not check anything: it only has to find its way past strings,
comments, arrays and inline tables.
"""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_KEYS = re.compile(r"""(?:"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[^"'=\]\n])++""")
_SPACES = re.compile(r"[ \t]*+")
_SCALAR = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'''
    r"""|'''(?:[^']++|'(?!''))*+'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[^"',\]}\n#]++""",
    re.DOTALL,
)


class Places:
    """Line numbers (from 1) of a text's tables and keys, by path: ``("workpackage", 0, "action", 2, "title")``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._scan()

    def line(self, path: Path) -> int | None:
        """The line of *path*, or of the nearest table or key around it; None for the file as a whole."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _scan(self) -> None:
        text = self._text
        table: Path = ()
        at = 0
        while (at := _past(_BETWEEN, text, at)) < len(text):
            brackets = 2 if text.startswith("[[", at) else 1 if text[at] == "[" else 0
            if brackets:
                end = _past(_KEYS, text, at + brackets)
                table = self._table(_keys(text[at + brackets : end]), brackets == 2, self._line_at(at))
                at = end + brackets
            else:
                at = self._pair(at, table)

    def _line_at(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def _table(self, keys: list[str], repeated: bool, line: int) -> Path:
        """The path of a header: every array of tables on the way stands for its latest element."""
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            self._lines.setdefault(path, line)
            if repeated and number == len(keys):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self._lines.setdefault(path, line)
        return path

    def _pair(self, at: int, table: Path) -> int:
        """Note the key and value that begin at *at*; returns the place after them."""
        end = _past(_KEYS, self._text, at)
        path = table
        for key in _keys(self._text[at:end]):
            path = (*path, key)
            self._lines.setdefault(path, self._line_at(at))
        return self._value(_past(_SPACES, self._text, end + 1), path)

    def _value(self, at: int, path: Path) -> int:
        opening = self._text[at]
        if opening not in "[{":
            return _past(_SCALAR, self._text, at)
        at = _past(_BETWEEN, self._text, at + 1)
        number = 0
        while self._text[at] not in "]}":
            if opening == "{":
                at = self._pair(at, path)
            else:
                self._lines.setdefault((*path, number), self._line_at(at))
                at = self._value(at, (*path, number))
                number += 1
            at = _past(_BETWEEN, self._text, at)
            if self._text[at] == ",":
                at = _past(_BETWEEN, self._text, at + 1)
        return at + 1


def _keys(text: str) -> list[str]:
    """The parts of a dotted key, unquoted."""
    inner: object = tomllib.loads(f"{text.strip()} = 0")
    keys = []
    while isinstance(inner, dict):
        key, inner = next(iter(inner.items()))
        keys.append(key)
    return keys


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
