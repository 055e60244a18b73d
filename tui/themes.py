"""The themes, and which one suits a terminal. It must be settled before the app is made: changed later, the colours of
a terminal's own palette give black on black."""

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="etappi-dark",
    primary="#7fb4d8",
    secondary="#9aa7b4",
    accent="#7fb4d8",
    success="#84bf8a",
    warning="#e0b050",
    error="#f08478",
    foreground="#dcdfe3",
    background="#14171b",
    surface="#1d2126",
    panel="#262b31",
    dark=True,
    variables={"muted": "#98a2ad"},
)
LIGHT = Theme(
    name="etappi-light",
    primary="#1c5d8c",
    secondary="#4a5560",
    accent="#1c5d8c",
    success="#23682f",
    warning="#805300",
    error="#b0271d",
    foreground="#1c2024",
    background="#fafaf8",
    surface="#efefec",
    panel="#e4e4e0",
    dark=False,
    variables={"muted": "#56606a"},
)
# The terminal's own sixteen colours: for terminals without more, and for NO_COLOR, which then takes away all of them.
TERMINAL = Theme(
    name="etappi-terminal",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_blue",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    ansi=True,
    variables={"muted": "ansi_default", "ansi-background": "ansi_default", "ansi-foreground": "ansi_default"},
)
THEMES = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL}
LIGHT_BACKGROUNDS = ("7", "15")  # the last number of COLORFGBG


def suited(environ: Mapping[str, str], wish: str | None = None) -> Theme:
    """The theme *wish* (dark, light, terminal), else what the environment speaks for.

    NO_COLOR and terminals of sixteen colours or fewer get the terminal's own; KeyError for an unknown wish.
    """
    if "NO_COLOR" in environ or not _many_colours(environ):
        return TERMINAL
    if wish:
        return THEMES[wish]
    return LIGHT if environ.get("COLORFGBG", "").rpartition(";")[2] in LIGHT_BACKGROUNDS else DARK


def _many_colours(environ: Mapping[str, str]) -> bool:
    """As rich finds it: 24 bits by COLORTERM, 256 by the end of TERM's name."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return True
    return environ.get("TERM", "").strip().lower().rpartition("-")[2] in ("256color", "kitty", "ghostty", "direct")
