"""What somebody types to narrow the list of organisations, read word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.codes import code_key
from core.languages import language_code
from core.network import NetworkFilter
from core.roles import ROLES
from core.text import clean, folded

PREFIX_LEAST = 5  # letters from which on the beginning of a word is enough
CODE_WORDS = ("tp", "wp", "ap")


@dataclass(frozen=True)
class Words:
    """The words of a language. *letters*: the role letters by role; *phrases*: by role or by ``no_mark``,
    ``unconfirmed``, ``outside``, ``inside`` and ``never`` the phrases that mean it, each in one or more words; *heads*:
    the words before a colon and what they ask for (``region``, ``language``); *languages*: words for languages, folded,
    and their codes."""

    letters: Mapping[str, str]
    phrases: Mapping[str, Sequence[str]]
    heads: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadFilter:
    """What was read: the filter, and piece by piece (kind, value) what each word was taken for.

    Kinds: ``package`` (code), ``role`` (core.roles), ``label``, ``region``, ``language`` (code), ``text``, and with an
    empty value ``no_mark``, ``unconfirmed``, ``outside``, ``inside``, ``never``.
    """

    wanted: NetworkFilter
    pieces: tuple[tuple[str, str], ...]


def read_filter(text: str, packages: Sequence[tuple[int, str]], words: Words) -> ReadFilter:
    """Read *text*; *packages* are ids and codes. What is none of the language's words is text of a name.

    A package is written as its code or number (``tp1.3``, ``1.3``, ``TP 1.3``), a role as its letter in capitals or
    not or as its name, a label after ``#``, a region or a language after its word and a colon (``region:lappi``,
    ``region:"norra österbotten"``). A later word of a kind replaces an earlier one. ``"as`` (a quotation mark before
    it) is text whatever it would mean without.
    """
    codes = {code_key(code): (number, code) for number, code in packages}
    tokens = clean(text).split()
    wanted = NetworkFilter()
    pieces: dict[str, str] = {}
    names: list[str] = []
    while tokens:
        taken, kind, value = _next(tokens, codes, words)
        del tokens[:taken]
        if kind == "text":
            names.append(value)
            continue
        if kind in ("outside", "inside"):
            pieces.pop("outside", None)
            pieces.pop("inside", None)
        pieces[kind] = value
        wanted = _with(wanted, kind, value, codes)
    if names:
        pieces["text"] = " ".join(names)
        wanted = replace(wanted, text=pieces["text"])
    return ReadFilter(wanted, tuple(pieces.items()))


def _next(tokens: list[str], codes: dict[str, tuple[int, str]], words: Words) -> tuple[int, str, str]:
    """How many words belong together at the beginning, their kind and their value."""
    first = tokens[0]
    if first.startswith('"'):
        return 1, "text", first.strip('"')
    if first.startswith("#") and len(first) > 1:
        return 1, "label", first[1:]
    headed = _headed(tokens, words)
    if headed is not None:
        return headed
    if len(tokens) > 1 and first.casefold() in CODE_WORDS and code_key(first + tokens[1]) in codes:
        return 2, "package", codes[code_key(first + tokens[1])][1]
    for role, letter in words.letters.items():
        if first.casefold() == letter.casefold():
            return 1, "role", role
    best = (0, "", "")
    for meaning, phrases in words.phrases.items():
        kind, value = ("role", meaning) if meaning in ROLES else (meaning, "")
        for phrase in phrases:
            taken = _taken(tokens, folded(phrase).split())
            if taken > best[0]:
                best = (taken, kind, value)
    if best[0]:
        return best
    if code_key(first) in codes:
        return 1, "package", codes[code_key(first)][1]
    return 1, "text", first


def _headed(tokens: list[str], words: Words) -> tuple[int, str, str] | None:
    """A region or a language: the word and its value may be one token or two; a value in quotation marks goes on to
    the second one. None where it is neither, or its value is still to be typed."""
    head, colon, value = tokens[0].partition(":")
    kind = words.heads.get(folded(head))
    if kind is None or not colon:
        return None
    parts = [value] if value else []
    taken = 1
    while len(tokens) > taken and (not parts or (parts[0].startswith('"') and not _closed(parts))):
        parts.append(tokens[taken])
        taken += 1
    told = " ".join(parts).strip('"')
    if not told:
        return None
    if kind == "language":
        told = language_code(told, words.languages) or told
    return taken, kind, told


def _closed(parts: list[str]) -> bool:
    return parts[-1].endswith('"') and (len(parts) > 1 or len(parts[0]) > 1)


def _taken(tokens: list[str], phrase: list[str]) -> int:
    """The number of words in *phrase* if the tokens begin with it, else 0; the last may be cut short."""
    heads = [folded(token) for token in tokens[: len(phrase)]]
    if len(heads) < len(phrase) or heads[:-1] != phrase[:-1]:
        return 0
    whole = heads[-1] == phrase[-1] or (len(heads[-1]) >= PREFIX_LEAST and phrase[-1].startswith(heads[-1]))
    return len(phrase) if whole else 0


def _with(wanted: NetworkFilter, kind: str, value: str, codes: dict[str, tuple[int, str]]) -> NetworkFilter:
    if kind == "package":
        return replace(wanted, package=codes[code_key(value)][0])
    if kind == "role":
        return replace(wanted, role=value)
    if kind == "label":
        return replace(wanted, label=value)
    if kind == "region":
        return replace(wanted, region=value)
    if kind == "language":
        return replace(wanted, language=value)
    if kind == "no_mark":
        return replace(wanted, no_mark=True)
    if kind == "unconfirmed":
        return replace(wanted, unconfirmed=True)
    if kind == "never":
        return replace(wanted, never=True)
    return replace(wanted, outside=kind == "outside")
