"""What a heading of an export says: the code of its question, the question, and the row or option that it is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.surveys.model import CodeList
from importers.surveys.tables import Head
from importers.words import norm

CODE = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_]*)(?P<parts>(?:\[[^\[\]]*\])*)")
_CODE_AND_TEXT = re.compile(rf"(?P<whole>{CODE.pattern})\.\s+(?P<text>\S.*)", re.DOTALL)
_BRACKET = re.compile(r"(?P<question>.*\S)\s*\[(?P<part>[^\[\]]+)\]$", re.DOTALL)
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"\s[-–—|>/]\s|:\s+|\s*→\s*")
_SHORTEST = 3
"""Letters that the part of a heading which several columns share has at least."""


@dataclass(frozen=True)
class Split:
    """A heading in its parts; *number* is the one that Webropol writes before a question."""

    question: str
    part: str | None = None
    code: str | None = None
    number: int | None = None


def split(heads: Sequence[Head]) -> list[Split]:
    """The parts of headings of any form but LimeSurvey's. A part is told from its question by two rows of headings, by
    brackets, or by what the headings beside it begin with too."""
    plain = _without_suffixes(heads)
    begun = _shared(plain)
    out = []
    for head, text, shared in zip(heads, plain, begun, strict=True):
        question, part = (head.question, head.part) if head.part else (text, None)
        if not part and (found := _BRACKET.fullmatch(text)):
            question, part = found["question"], found["part"].strip()
        elif not part and shared:
            question, part = shared
        numbered = _NUMBER.fullmatch(question)
        number = int(numbered["number"]) if numbered else None
        out.append(Split(numbered["text"] if numbered else question, part, number=number))
    return out


def split_codes(heads: Sequence[Head], mode: str, codes: CodeList | None) -> list[Split]:
    """The parts of LimeSurvey's headings. *mode* is ``code``, ``both`` (``code. text``) or ``text``; the texts that
    codes lack come from the code list."""
    if mode == "text":
        back = _codes_of(codes) if codes else {}
        return [_with_code(one, back) for one in split(heads)]
    out = []
    for head in heads:
        found = _CODE_AND_TEXT.fullmatch(head.question) if mode == "both" else None
        whole = found["whole"] if found else head.question
        text = found["text"] if found else ""
        parts = CODE.fullmatch(whole)
        if not parts:
            out.append(Split(head.question))
            continue
        inside = re.findall(r"\[([^\[\]]*)\]", parts["parts"])
        question, part = text, None
        if inside:
            bracket = _BRACKET.fullmatch(text)
            question, part = (bracket["question"], bracket["part"]) if bracket else (text, inside[-1])
        if codes:
            question = codes.questions.get(parts["code"], question)
            part = codes.questions.get(whole, part) if part else None
        out.append(Split(question or parts["code"], part, whole))
    return out


def _codes_of(codes: CodeList) -> Mapping[tuple[str, str], str]:
    """Codes by their texts: of a question, and of a row with its question."""
    back = {}
    for whole, text in codes.questions.items():
        parts = CODE.fullmatch(whole)
        if parts and parts["parts"]:
            back[norm(codes.questions.get(parts["code"], "")), norm(text)] = whole
        else:
            back[norm(text), ""] = whole
    return back


def _with_code(one: Split, back: Mapping[tuple[str, str], str]) -> Split:
    return Split(one.question, one.part, back.get((norm(one.question), norm(one.part or ""))), one.number)


def _without_suffixes(heads: Sequence[Head]) -> list[str]:
    """The questions without the 2, 3 that a form puts behind a heading which stands there already."""
    seen: set[str] = set()
    out = []
    for head in heads:
        text = head.question or head.text
        if text[-1:] in "23456789" and len(text) > 1 and norm(text[:-1]) in seen:
            text = text[:-1].rstrip()
        seen.add(norm(text))
        out.append(text)
    return out


def _shared(texts: Sequence[str]) -> list[tuple[str, str] | None]:
    """The longest beginning that each heading shares with the one before or after it, up to a sign between the two."""
    splits = [
        {text[: found.start()].strip(): text[found.end() :].strip() for found in _BETWEEN.finditer(text)}
        for text in texts
    ]
    out: list[tuple[str, str] | None] = []
    for number, own in enumerate(splits):
        beside = {*(splits[number - 1] if number else ()), *(splits[number + 1] if number + 1 < len(splits) else ())}
        common = [begin for begin in own if begin in beside and len(begin) >= _SHORTEST and own[begin]]
        longest = max(common, key=len, default=None)
        out.append((longest, own[longest]) if longest else None)
    return out
