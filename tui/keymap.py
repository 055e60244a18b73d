"""A user's own keys: which of them can be used, and what is told of the rest."""

from collections.abc import Mapping

from textual.keys import Keys, _character_to_key

from locales import has
from tui.keys import DEFAULTS
from tui.settings import Problem

SWALLOWED = frozenset(f"ctrl+{letter}" for letter in "hijmsab")
"""What terminals, screen and tmux keep for themselves or send as another key (design.md)."""
NAMED = frozenset(key.value for key in Keys) | {"space", "enter", "tab", "escape"}


def usable(wishes: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Of *wishes* (binding id -> keys with commas) those that can be used, with Textual's names of keys; and a problem
    for each of the others: unknown id, a key that does not reach the app, a key that already does something else.

    Ids that share a key by default never work at the same time, so they may share one here.
    """
    good: dict[str, str] = {}
    problems: list[Problem] = []
    for id, text in wishes.items():
        if id not in DEFAULTS and not has(f"tui.key_{id}"):
            problems.append(Problem("key_id", {"id": id}))
            continue
        names = [_name(key) for key in _parts(text)]
        bad = next((name for name in names if not _reaches(name)), None)
        if bad is not None:
            problems.append(Problem("key_unusable", {"id": id, "key": bad}))
            continue
        good[id] = ",".join(names)
    for id in list(good):
        other = _clash(id, good)
        if other is not None:
            problems.append(Problem("key_clash", {"id": id, "key": good.pop(id), "other": other}))
    return good, problems


def _parts(text: str) -> list[str]:
    """The keys of a list with commas; a comma that is the key itself stands alone or is called comma."""
    return [","] if text == "," else [part.strip() for part in text.split(",") if part.strip()]


def _name(key: str) -> str:
    return _character_to_key(key) if len(key) == 1 else key.lower()


def _reaches(name: str) -> bool:
    plain = name.removeprefix("shift+")
    if name in SWALLOWED or name.startswith("alt+"):
        return False
    if plain in NAMED or len(plain) == 1:
        return True
    return _is_sign(plain) or plain in {f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}


def _is_sign(name: str) -> bool:
    """True for a name that Textual gives a sign on the keyboard (question_mark)."""
    return any(_character_to_key(chr(number)) == name for number in range(0x21, 0x100))


def _clash(id: str, good: Mapping[str, str]) -> str | None:
    """The id of a binding that has a key of *id* too, by default or by the user's wish."""
    mine = set(good[id].split(","))
    default = set(DEFAULTS.get(id, ()))
    for other, keys in DEFAULTS.items():
        if other == id or default & set(keys):
            continue
        theirs = set(good[other].split(",")) if other in good else set(keys)
        if mine & theirs:
            return other
    return next((other for other in good if other != id and other not in DEFAULTS
                 and mine & set(good[other].split(","))), None)  # fmt: skip
