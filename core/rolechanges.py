"""What the roles of a file change in the store, one (work package, organisation) at a time (decisions.md, "Roles")."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.importing import Known, KnownPackage, KnownRole, RoleChange
from core.roles import highest, rank

INTEREST = "interest"


@dataclass(frozen=True)
class Pair:
    """An organisation in a work package, and the roles that the file gives it. *organisation_id* is None for one
    that the import makes."""

    package: KnownPackage
    organisation: str
    organisation_id: int | None
    roles: frozenset[str]

    @property
    def text(self) -> str:
        """How a conflict names the pair (contract.md, ``[conflicts]``)."""
        return f"{self.package.code} > {self.organisation}"


class RoleBook:
    """The role rows of the store by pair."""

    def __init__(self, known: Known) -> None:
        self.removed = known.removed
        self.rows: dict[tuple[int, int], list[KnownRole]] = {}
        for row in known.roles:
            self.rows.setdefault((row.package_id, row.organisation_id), []).append(row)

    def of(self, pair: Pair) -> list[KnownRole]:
        """The rows of a pair, the highest role first."""
        if pair.organisation_id is None:
            return []
        return sorted(self.rows.get((pair.package.id, pair.organisation_id), ()), key=lambda row: rank(row.role))

    def edited(self, pair: Pair) -> str | None:
        """The date of a change by hand that the file contradicts; None where it contradicts none."""
        there = self.of(pair)
        fresh = self.fresh(pair, there)
        if not fresh:
            return None
        dates: list[str | None] = [row.edited for row in there if row.role not in pair.roles]
        if pair.organisation_id is not None:
            dates += [self.removed.get((pair.package.id, pair.organisation_id, role)) for role in fresh]
        return max((date for date in dates if date), default=None)

    @staticmethod
    def fresh(pair: Pair, there: Iterable[KnownRole]) -> list[str]:
        """Roles of the file that the store does not have, the highest first. "unknown" says nothing where the pair
        has any role."""
        have = {row.role for row in there}
        wanted = pair.roles - have
        if have or pair.roles - {"unknown"}:
            wanted = wanted - {"unknown"}
        return sorted(wanted, key=rank)

    def changes(self, pair: Pair, word: str | None = None) -> list[RoleChange]:
        """What happens to the pair's rows. *word* settles a conflict: ``kept`` leaves the store as it is, ``file``
        lets the file's role take the place of the row changed by hand.

        A known role changes an "unknown" row, the rest is added; equal rows stay as they are, a confirmed one stays
        confirmed; nothing else is touched.
        """
        there = self.of(pair)
        fresh = self.fresh(pair, there)
        same = [row for row in there if row.role in pair.roles]
        if word == "kept":
            fresh = []
        if not same and not fresh and there:
            top = highest([row.role for row in there])
            same = [row for row in there if row.role == top]
        free = [row for row in there if row.role == "unknown"]
        if word == "file":
            free += [row for row in there if row.edited and row.role not in {"unknown", *pair.roles}]
        out = []
        for role in fresh:
            if free:
                row = free.pop(0)
                same = [other for other in same if other is not row]
                out.append(self.change(pair, role, INTEREST, row, (row.role, row.certainty)))
            else:
                out.append(RoleChange(pair.package.id, pair.package.code, pair.organisation, role, INTEREST, "added"))
        return out + [self.change(pair, row.role, row.certainty, row) for row in same]

    @staticmethod
    def change(
        pair: Pair, role: str, certainty: str, row: KnownRole, before: tuple[str, str] | None = None
    ) -> RoleChange:
        """A change of a row, or a row that stays the same where there is no *before*."""
        outcome: Literal["changed", "same"] = "changed" if before else "same"
        return RoleChange(
            pair.package.id, pair.package.code, pair.organisation, role, certainty, outcome, row.id, before
        )  # fmt: skip
