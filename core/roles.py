"""The four roles of an organisation in a work package, and "takes part, role unknown"."""

ROLES = ("lead", "assist", "expert", "beneficiary", "unknown")
CERTAINTIES = ("interest", "confirmed")


def rank(role: str) -> int:
    """0 for the highest role (lead) to 4 for unknown; ValueError for another word."""
    return ROLES.index(role)


def highest(roles: list[str] | tuple[str, ...]) -> str:
    """The highest of several roles; "unknown" for none."""
    return min(roles, key=rank, default="unknown")
