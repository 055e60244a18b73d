"""Short names of organisations, for screens and axes: the telling part of a long name, unique in the store."""

import re
from collections.abc import Collection, Iterator

from core.text import clean

LENGTH = 25
COMPACT = 16  # a part with an abbreviation in it is kept whole up to this length

# Words of the field that say what kind of body something is; they are data about names, not words for people.
_LEGAL = re.compile(r"(?:^|(?<=\s))(?:oyj|oy|abp|ab|sr|ry|rf|kky)\b\.?(?=\s|$)|\s-?kuntayhtymä\b", re.IGNORECASE)
_SUPPORT = re.compile(r"\s+kannatus(?:yhdistys|osakeyhtiö)\b", re.IGNORECASE)
_FEDERATION = re.compile(r"\bkoulutus(?:kunta)?yhtymä\b", re.IGNORECASE)
_BODY = re.compile(
    r"(?:yhtymä|opisto|koulutus|keskus|instituutti|institutet|laitos|koulu|säätiö|yrkesakademin|college|school)$",
    re.IGNORECASE,
)
_ONLY_BODY = re.compile(r"(?:ammatti-?)?(?:opisto|instituutti|koulutus|oppilaitos|koulu)", re.IGNORECASE)
_TRAINING = re.compile(r"^([\w-]*[^\Wn])\s+(?:koulutus|utbildning|kauppa?p+ilaitos|kauppaoppilaitos)$", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{3,}(?![\w-])")
_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,}")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_PARTS = re.compile(r"\s*[,/()]\s*")


def propose(name: str, taken: Collection[str] = ()) -> str:
    """A short name for an organisation: at most 25 characters, and none of *taken* (compared without case).

    In this order: what stands in brackets, a part of one word, a word in capitals, a proper name after the kind of
    body ("koulutuskuntayhtymä Omnia"), else the last part that is short enough, without legal forms. Where that is
    taken, a longer part, and at last a number.
    """
    used = {short.casefold() for short in taken}
    wishes = [cut(wish) for wish in _wishes(clean(name)) if wish]
    for wish in wishes:
        if wish.casefold() not in used:
            return wish
    base = wishes[0] if wishes else "?"
    number = 2
    while f"{cut(base, LENGTH - 3)} {number}".casefold() in used:
        number += 1
    return f"{cut(base, LENGTH - 3)} {number}" if base.casefold() in used else base


def with_rest(name: str, short: str) -> str:
    """The short name and in brackets what else the name says: ``Omnia (Espoon seudun kky)``.

    Only the short name where nothing else is left; the whole name where the short one is its beginning, cut.
    """
    if short.endswith("…") and name.casefold().startswith(short[:-1].casefold()):
        return name
    rest = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", " ", _FEDERATION.sub("kky", name), flags=re.IGNORECASE)
    parts = (" ".join(part.split()) for part in _PARTS.split(rest))
    told = ", ".join(part for part in parts if _LEGAL.sub("", part + " ").strip(" ,;/–-"))
    return f"{short} ({told})" if told else short


def cut(text: str, length: int = LENGTH) -> str:
    """*text* with at most *length* characters, the cut marked with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip(" -,") + "…"


def _wishes(name: str) -> Iterator[str]:
    """Short names from the best to the longest; the whole name comes last."""
    brackets = _BRACKETS.search(name)
    parts = [part for part in (_trimmed(part) for part in _PARTS.split(name)) if part]
    if brackets and " " not in brackets.group(1).strip():
        yield brackets.group(1).strip()
    for part in parts:
        if " " not in part and not _ONLY_BODY.fullmatch(part) and len(parts) > 1:
            yield part
    for part in parts:
        if _ABBREVIATED.search(part) and len(part) <= COMPACT and "kky" not in part.split():
            yield part
        found = _CAPITALS.search(part)
        if found:
            yield found.group()
    for part in reversed(parts):
        yield from _proper(part, name)
    short = [part for part in reversed(parts) if len(part) <= LENGTH and not _ONLY_BODY.fullmatch(part)]
    yield from short[:1]
    yield from sorted(parts, key=len)
    yield _trimmed(name)
    yield name


def _proper(part: str, name: str) -> Iterator[str]:
    """The proper name in "koulutuskuntayhtymä Omnia" or "Hyria koulutus"; not a place that the name has elsewhere."""
    words = part.split()
    if (
        len(words) > 1
        and words[-1][:1].isupper()
        and _BODY.search(_FEDERATION.sub("yhtymä", words[-2]).replace("kky", "yhtymä"))
    ):
        elsewhere = name.casefold().count(words[-1].casefold())
        if elsewhere == 1 and not _BODY.search(words[-1]):
            yield words[-1]
    found = _TRAINING.match(part)
    if found:
        yield found.group(1)


def _trimmed(part: str) -> str:
    """A part without legal forms; the long word for a federation of municipalities becomes "kky"."""
    text = _LEGAL.sub(" ", f"{part.strip()} ")
    supported = _SUPPORT.sub("", text)
    if supported != text:
        text = re.sub(r"(opisto|koulu)n\b", r"\1", supported)
    return " ".join(_FEDERATION.sub("kky", text).replace("...", "…").split()).strip(" .,-…[]{}<>*")
