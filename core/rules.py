"""The rules by which figures are made, each with its version, and the thresholds that they stand on (rules.md).

A snapshot carries both, so that two of them can be compared: a figure may differ because a fact did, or because a rule
did. Whoever changes what a rule computes gives it the next version.
"""

from core import colour

RULES: dict[str, int] = {
    "completeness": 1,
    "progress": 1,
    "roll_up": 1,
    "status": 1,
    "roles": 1,
    "reach": 1,
    "indicators": 1,
    "obligations": 1,
    "surveys": 1,
}
"""Rule -> version. The names are those of rules.md; roles is decisions.md, "Roles", obligations is core.obligations."""


def thresholds() -> dict[str, object]:
    """The thresholds of the rules by name."""
    return {
        "spi_red": colour.SPI_RED,
        "spi_amber": colour.SPI_AMBER,
        "tolerance": str(colour.TOLERANCE),
        "quarters_late_red": colour.QUARTERS_LATE_RED,
    }
