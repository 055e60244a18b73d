"""Which Likert scale some cells are on: by words of labels, by numbers, and by what a question says of its scale."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from importers.surveys.words import Scale, SurveyWords
from importers.words import norm

SIZES = (5, 4, 7, 10, 6, 3, 11, 2, 8, 9)
"""Sizes of scales, the usual ones first."""
LEAST, MOST = 2, 11
_FAR = 2
"""Points more that the next scale would leave without an answer, for the nearest to be sure."""
_USUAL = 5
_LABELLED = re.compile(r"(?P<point>\d{1,2})(?:\s*[=.:)–—-]\s*|\s+|$)(?P<label>.*)", re.DOTALL)
_RANGE = re.compile(r"(?<![\w.,])1\s*(?:[-–—…]|\.{2,3})\s*(?P<size>\d{1,2})(?![\d.,])")
_END = re.compile(
    r"(?<![\d.,])(?P<point>\d{1,2})\s*[=:–-]?\s*(?P<label>[^\W\d][^\d,;()=]{2,60}?)\s*(?=[,;()\d]|[-–—…]|\.{2}|$)"
)
_CODED = re.compile(r"AO?0*(?P<point>\d{1,2})")


@dataclass(frozen=True)
class Found:
    """A scale of *size* points; *points* maps cells (as compared) to points, as answered, also words that stand in no
    cell yet. *reversed*: its first point is the agreeing end. *others* are sizes that it may have as well: then it is
    not sure."""

    size: int
    points: Mapping[str, int] = field(default_factory=dict)
    reversed: bool = False
    low: str | None = None
    high: str | None = None
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hint:
    """What the text of a question says of its scale: its size, and the words at its ends."""

    size: int | None = None
    low: str | None = None
    high: str | None = None


def hint_of(text: str) -> Hint:
    """The hint in ``Arvioi asteikolla 1–5 (1 = täysin eri mieltä, 5 = täysin samaa mieltä)``."""
    found = _RANGE.search(text)
    size = int(found["size"]) if found else None
    ends = {int(one["point"]): one["label"].strip() for one in _END.finditer(text)}
    if size is None and len(ends) > 1 and 1 in ends:
        size = max(ends)
    if size is None or not LEAST <= size <= MOST:
        return Hint()
    return Hint(size, ends.get(1), ends.get(size))


def of_cells(cells: Collection[str], words: SurveyWords, hint: Hint, size: int | None = None) -> Found | None:
    """The scale of some cells (none of them silent or "don't know"); None where they are on none that can be known.
    *size* is that of the question where the survey has it already."""
    plain = {norm(cell): cell for cell in cells}
    if not plain:
        return None
    return _numbered(plain, words, hint, size) or _labelled(plain, words, size) or _coded(plain, size)


def _numbered(plain: Mapping[str, str], words: SurveyWords, hint: Hint, size: int | None) -> Found | None:
    points: dict[str, int] = {}
    labels: dict[int, str] = {}
    for text, cell in plain.items():
        found = _LABELLED.fullmatch(cell.strip())
        point = int(found["point"]) if found else 0
        if found is None or not 1 <= point <= MOST or labels.get(point, found["label"]) != found["label"]:
            return None
        points[text], labels[point] = point, found["label"]
    labels = {point: label.strip(" ()") for point, label in labels.items()}
    low, high = labels.get(1) or hint.low, labels.get(max(labels)) or hint.high
    stated = size or hint.size or _size_by_end(labels, words)
    if stated is not None:
        if max(labels) > stated:
            return None
        return Found(stated, points, _agrees_first(low, high, words), low, labels.get(stated) or hint.high)
    possible = tuple(one for one in SIZES if one >= max(labels) and one >= LEAST)
    return Found(possible[0], points, _agrees_first(low, high, words), low, None, possible[1:4]) if possible else None


def _size_by_end(labels: Mapping[int, str], words: SurveyWords) -> int | None:
    """The size that numbers with labels have, where the first and the highest one are the ends of a scale we know."""
    top = max(labels)
    first, last = norm(labels.get(1, "")), norm(labels[top])
    ends = any({scale.points.get(first), scale.points.get(last)} == {1, scale.size} for scale in words.scales)
    return top if top > LEAST and ends else None


def _agrees_first(low: str | None, high: str | None, words: SurveyWords) -> bool:
    """True where the word of the first point is the highest one of a scale, or that of the last point the lowest."""
    first, last = norm(low or ""), norm(high or "")
    return any(scale.points.get(first) == scale.size or scale.points.get(last) == 1 for scale in words.scales)


def _labelled(plain: Mapping[str, str], words: SurveyWords, size: int | None) -> Found | None:
    fitting = []
    for name in dict.fromkeys(scale.name for scale in words.scales):
        same = [scale for scale in words.scales if scale.name == name]
        if (size is None or same[0].size == size) and (points := _points(plain, same)):
            unseen = same[0].size - len(set(points.values()))
            fitting.append((unseen, abs(same[0].size - _USUAL), same[0].size, name, points))
    fitting.sort(key=lambda one: (one[0] > 1, one[0] if one[0] <= 1 else one[1]))
    if not fitting:
        return None
    unseen, _, found, name, points = fitting[0]
    near = [one for one in fitting[1:] if one[2] != found and one[0] < unseen + _FAR]
    sure = size is not None or (not near and (unseen <= 1 or len(fitting) == 1))
    ends = {point: plain[text] for text, point in points.items()}
    others = () if sure else tuple(dict.fromkeys(one[2] for one in fitting[1:])) or (found,)
    return Found(found, _completed(points, name, words), low=ends.get(1), high=ends.get(found), others=others)


def _completed(points: Mapping[str, int], name: str, words: SurveyWords) -> dict[str, int]:
    """*points* with the scale's words for the points that a language has no word for yet."""
    whole = dict(points)
    for scale in words.scales:
        if scale.name == name:
            said = {point for text, point in points.items() if text in scale.points}
            whole |= {text: point for text, point in scale.points.items() if point not in said and text not in whole}
    return whole


def _points(plain: Iterable[str], scales: Iterable[Scale]) -> dict[str, int] | None:
    """The points of cells on a scale in any of its languages; None where a cell is not on it, or two words of one
    language are the same point."""
    points: dict[str, int] = {}
    used: dict[tuple[str, int], str] = {}
    for text in plain:
        scale = next((one for one in scales if text in one.points), None)
        if scale is None:
            return None
        point = scale.points[text]
        if used.setdefault((scale.language, point), text) != text:
            return None
        points[text] = point
    return points


def _coded(plain: Mapping[str, str], size: int | None) -> Found | None:
    """Codes of LimeSurvey whose words are not known: their numbers are points, of which only a person is sure."""
    found = {text: _CODED.fullmatch(cell) for text, cell in plain.items()}
    points = {text: int(one["point"]) for text, one in found.items() if one}
    if len(points) < len(plain) or not all(1 <= point <= MOST for point in points.values()):
        return None
    if size is not None:
        return Found(size, points) if max(points.values()) <= size else None
    possible = tuple(one for one in SIZES if one >= max(points.values()) and one >= LEAST)
    return Found(possible[0], points, others=possible[1:4]) if possible else None
