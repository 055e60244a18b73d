"""A user's own words, added to those that come with Etappi: the same for words.toml and document_words.toml."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from core.errors import EtappiError

Tables = dict[str, Any]


def changed(path: Path) -> tuple[int, int] | None:
    """What tells an edited file from the old one: time of change and size; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def with_own(standard: Tables, path: Path, growing: Collection[str] = ()) -> Tables:
    """*standard* with the words of the file at *path*: lists grow, a single word takes the place of ours.

    Only tables named in *growing* may get new keys. EtappiError: not TOML or UTF-8, a key that we do not know, a blank
    word.
    """
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise EtappiError("import.words_file", file=str(path)) from error
    return _added(standard, own, path, growing, ())


def _added(ours: Tables, own: Mapping[str, Any], path: Path, growing: Collection[str], at: tuple[str, ...]) -> Tables:
    out = dict(ours)
    for key, value in own.items():
        known = ours.get(key, [] if at and at[-1] in growing else None)
        if isinstance(known, dict) and isinstance(value, dict):
            out[key] = _added(known, value, path, growing, (*at, key))
        elif isinstance(known, list) and isinstance(value, list) and all(map(_is_word, value)):
            out[key] = [*known, *value]
        elif isinstance(known, str) and _is_word(value):
            out[key] = value
        else:
            raise EtappiError("import.words_entry", file=str(path), key=".".join((*at, key)))
    return out


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
