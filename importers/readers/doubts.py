"""Marks that stand in a file but may not be meant: written so that they are asked about, never counted in silence."""

from importers.words import norm, standard

_SIGNS = {"struck": ("~", "~"), "hidden": ("(", ")"), "comment": ("", "*"), "spread": ("", "↔")}


def doubted(text: str, doubt: str) -> str:
    """A mark with the sign of its doubt, any other text as it is.

    *doubt*: struck, hidden, comment, spread (over several columns), "" for none.
    """
    if not doubt or norm(text) not in standard().yes:
        return text
    before, after = _SIGNS[doubt]
    return f"{before}{text.strip()}{after}"
