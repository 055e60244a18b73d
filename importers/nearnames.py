"""Organisations whose names may mean one: for `etappi check`."""

from collections.abc import Iterable

from importers.names import settle


def near_pairs(names: Iterable[str], parted: frozenset[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs of names that an import would ask about, without those that a person has parted."""
    settled = settle(dict.fromkeys(names, 1), ())
    return tuple(
        (question.spelling, candidate.name)
        for question in settled.questions
        for candidate in question.candidates
        if (question.spelling, candidate.name) not in parted and (candidate.name, question.spelling) not in parted
    )
