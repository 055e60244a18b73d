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
_TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'''
    r"""|'''(?:[^']++|'(?!''))*+'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|#[^\n]*+|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)|[^"'#\[\]{}\n]++""",
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
            line = bisect_right(self._starts, at)
            brackets = 2 if text.startswith("[[", at) else 1 if text[at] == "[" else 0
            end = _past(_KEYS, text, at + brackets)
            keys = _keys(text[at + brackets : end])
            if brackets:
                table = self._table(keys, brackets == 2)
                self._lines.setdefault(table, line)
                at = end + brackets
            else:
                for depth in range(1, len(keys) + 1):
                    self._lines.setdefault((*table, *keys[:depth]), line)
                at = _past_value(text, end + 1)

    def _table(self, keys: list[str], repeated: bool) -> Path:
        """The path of a header: every array of tables on the way stands for its latest element."""
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if repeated and number == len(keys):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path


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


def _past_value(text: str, at: int) -> int:
    """The place after the value that begins at *at*, and after the rest of its line."""
    depth = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        depth += (match["open"] is not None) - (match["close"] is not None)
        if match["end"] and not depth:
            break
    return at
