"""How alike two organisation names are, and why: for suggestions beside a question, never for a silent merge.

No score on whole names separates right from wrong (importing.md 1), so names are compared by the words that tell
organisations apart, and guards say what speaks against.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from importers.words import Words, fold, norm, standard

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LIST_NUMBER = re.compile(r"^\s*\d{1,3}(?:[.)]\s*|\s+)(?=[^\W\d])")
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[,/()]")
_ACRONYM = re.compile(r"\b[A-ZÅÄÖ]{2,}\b")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
TOKEN_FLOOR = 0.70
TYPO_DISTINCTIVE, TYPO_SORTED = 80, 90
WEAK_DISTINCTIVE = 60
LONG = 10  # letters of a name in which two may be slips; in a shorter one only one
SLIP_IN = 5  # letters from which a word with one slip may be another word
ONE_LETTER = 0.85  # similarity above which a long word is a slip of a generic one


@dataclass(frozen=True)
class Name:
    """A name taken apart. *keys* are the three forms of importing.md 3.2; words are folded, *parts* are keys of what
    stands between , / ( ) where it has a distinctive word."""

    text: str
    keys: frozenset[str]
    words: tuple[str, ...]
    distinctive: tuple[str, ...]
    sorted_words: str
    parts: dict[str, str]
    compass: frozenset[str]
    kinds: frozenset[str]
    acronyms: frozenset[str]
    numbers: frozenset[str]
    cut: bool


@dataclass(frozen=True)
class Likeness:
    """Why two names may be one: a code of locales with values; *rank* sorts suggestions, the best is highest."""

    reason: str
    values: dict[str, object]
    rank: float
    likely: bool = False


@lru_cache(maxsize=20_000)
def name(text: str, words: Words | None = None) -> Name:
    """A cleaned name taken apart."""
    lists = words or standard()
    plain = _tokens(text)
    kept = tuple(word for word in plain if word not in lists.legal_forms) or plain
    folded = tuple(fold(word) for word in kept)
    # A name of common words only ("Lounais-Suomen koulutuskuntayhtymä") is told by all of them together.
    distinctive = tuple(word for word in folded if word not in lists.compass and not _generic(word, lists)) or folded
    numbers = frozenset(word for word in plain if word.isdigit())
    forms = (" ".join(kept), "".join(kept), " ".join(sorted(kept)))
    if not plain:
        forms = (text.casefold(),) * 3  # a name without a letter or digit is its own key
    return Name(
        text=text,
        keys=frozenset(f"{form}:{key}" for form, key in zip("nls", forms, strict=True)),
        words=folded,
        distinctive=distinctive,
        sorted_words=" ".join(sorted(folded)),
        parts=_parts(text, lists),
        compass=frozenset(word for word in folded if word in lists.compass),
        kinds=frozenset(kind for kind in lists.kinds if any(kind in word for word in folded)),
        acronyms=frozenset(_ACRONYM.findall(text)) - {form.upper() for form in lists.legal_forms},
        numbers=numbers,
        cut=bool(_CUT.search(text)),
    )


def compare(a: Name, b: Name) -> Likeness | None:
    """What speaks for *a* and *b* being one organisation; None where nothing does.

    A pair that a guard speaks against keeps its place among the suggestions only if all else is nearly equal; then
    the reason names what speaks against.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    score = distinctive_score(a, b)
    by_words = fuzz.token_sort_ratio(a.sorted_words, b.sorted_words)
    against = _guard(a, b)
    rank = score + by_words / 10 - (100 if against else 0)
    part = next((b.parts[key] if len(b.parts) > 1 else a.parts[key] for key in a.parts if key in b.parts), None)
    shared = sorted(a.acronyms & b.acronyms, key=lambda word: (-len(word), word))
    found: Likeness | None = None
    if a.cut != b.cut and _cut_prefix(a, b):
        return Likeness("import.reason_cut", {}, rank + 60)
    if part is not None:
        # What stands outside an equal part (another compass word, the owner's kind) says nothing against it.
        return Likeness("import.reason_part", {"part": part}, score + by_words / 10 + 80)
    if _near_part(a, b):
        return Likeness("import.reason_similar", _difference(a, b), score + by_words / 10 + 40)
    if score >= TYPO_DISTINCTIVE and by_words >= TYPO_SORTED:
        found = Likeness("import.reason_spelling", _difference(a, b), rank + 100, likely=True)
    elif shared and score >= WEAK_DISTINCTIVE / 2:
        found = Likeness("import.reason_acronym", {"acronym": shared[0], **_difference(a, b)}, rank + 70)
    elif _subset(a, b):
        found = Likeness("import.reason_subset", {"words": " ".join(_only(a, b) or _only(b, a)) or "–"}, rank + 60)
    elif score >= WEAK_DISTINCTIVE or _near_subset(a, b):
        found = Likeness("import.reason_similar", _difference(a, b), rank)
    few = 2 if min(len(a.sorted_words), len(b.sorted_words)) >= LONG else 1
    near = OSA.distance(a.sorted_words, b.sorted_words, score_cutoff=few) <= few
    if near and found is None:  # a slip in a compass word or in a common one
        found = Likeness("import.reason_spelling", _difference(a, b), rank + 50)
    if found and against:
        kept = near or score >= TYPO_DISTINCTIVE
        numbered = a.numbers != b.numbers and a.numbers and b.numbers  # unit 1 and unit 2 are never one
        return Likeness(*against, rank=found.rank) if kept and not numbered else None
    return found


def distinctive_score(a: Name, b: Name) -> float:
    """0 to 100: the best OSA similarity of each distinctive word, both ways, weighted by length; below 0.70 it is 0."""
    from rapidfuzz.distance import OSA

    left, right = a.distinctive, b.distinctive
    if not left or not right:
        return 0.0
    total = sum(len(word) for word in left + right)
    got = 0.0
    for words, others in ((left, right), (right, left)):
        for word in words:
            best = max(OSA.normalized_similarity(word, other) for other in others)
            got += len(word) * best if best >= TOKEN_FLOOR else 0.0
    return 100 * got / total


def _tokens(text: str) -> tuple[str, ...]:
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold()
    return tuple(_WORD.findall(_LIST_NUMBER.sub("", plain)))


@lru_cache(maxsize=20_000)
def _generic(word: str, lists: Words) -> bool:
    if word in lists.generic or (len(word) == 1 and not word.isdigit()):
        return True
    if len(word) < 10:
        return False
    from rapidfuzz.distance import OSA

    return any(
        abs(len(word) - len(other)) <= 2 and OSA.normalized_similarity(word, other) >= ONE_LETTER
        for other in lists.generic
    )


def _parts(text: str, lists: Words) -> dict[str, str]:
    parts = {}
    for part in _PARTS.split(text):
        tokens = [word for word in _tokens(part) if word not in lists.legal_forms]
        if any(fold(word) not in lists.compass and not _generic(fold(word), lists) for word in tokens):
            parts[" ".join(tokens)] = part.strip()
    return parts


def _guard(a: Name, b: Name) -> tuple[str, dict[str, object]] | None:
    """What speaks against: another compass word, number, acronym or kind (importing.md 3.5)."""
    if a.compass != b.compass and not a.acronyms & b.acronyms:
        return "import.reason_compass", {"a": _shown(a, a.compass - b.compass), "b": _shown(b, b.compass - a.compass)}
    if a.numbers != b.numbers:
        return "import.reason_number", {
            "a": ", ".join(sorted(a.numbers)) or "–",
            "b": ", ".join(sorted(b.numbers)) or "–",
        }
    if a.acronyms and b.acronyms and not a.acronyms & b.acronyms:
        return "import.reason_acronyms", {"a": min(a.acronyms), "b": min(b.acronyms)}
    if a.kinds - b.kinds and b.kinds - a.kinds and not a.acronyms & b.acronyms:
        return "import.reason_kind", {"a": _shown(a, a.kinds - b.kinds), "b": _shown(b, b.kinds - a.kinds)}
    return None


def _shown(whole: Name, folded: frozenset[str]) -> str:
    """The words of the name, as written, that hold one of *folded*; a dash for none."""
    words: list[str] = _WORD.findall(whole.text)
    return next((word for word in words if any(sign in fold(norm(word)) for sign in folded)), "–")


def _only(a: Name, b: Name) -> list[str]:
    """Words of *a*, as written, that *b* has not."""
    have = set(b.words)
    return [word for word in _WORD.findall(a.text) if fold(norm(word)) in a.words and fold(norm(word)) not in have]


def _difference(a: Name, b: Name) -> dict[str, object]:
    return {"a": " ".join(_only(a, b)) or "–", "b": " ".join(_only(b, a)) or "–"}


def _subset(a: Name, b: Name) -> bool:
    left, right = set(a.distinctive), set(b.distinctive)
    return bool(left and right) and (left <= right or right <= left)


def _near_part(a: Name, b: Name) -> bool:
    """The one is, but for one slip, what stands between , / ( ) of the other: "Riveri" of "..., Riveria"."""
    from rapidfuzz.distance import OSA

    whole, parted = sorted((a, b), key=lambda name: len(name.parts))
    if len(whole.parts) != 1 or len(parted.parts) < 2:
        return False
    text = next(iter(whole.parts))
    return any(min(len(text), len(part)) >= SLIP_IN and OSA.distance(text, part) <= 1 for part in parted.parts)


def _near_subset(a: Name, b: Name) -> bool:
    """Every distinctive word of the one is a word of the other with at most one slip: "Grada" of "... Gradia"."""
    from rapidfuzz.distance import OSA

    fewer, more = sorted((a.distinctive, b.distinctive), key=len)
    return bool(fewer) and all(
        any(word == other or (min(len(word), len(other)) >= SLIP_IN and OSA.distance(word, other) <= 1)
            for other in more)
        for word in fewer
    )  # fmt: skip


def _cut_prefix(a: Name, b: Name) -> bool:
    cut, whole = (a, b) if a.cut else (b, a)
    start = _CUT.sub("", cut.text).casefold().rstrip()
    return len(start) >= 8 and whole.text.casefold().startswith(start)
