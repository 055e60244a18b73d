"""Every key of the app. A binding holds codes, not words: footer and help look them up when they are drawn, so that a
switch of language works at once. `id` is what a user's own keymap names.

Letters are the same in all languages. No ctrl+h/i/j/m/s/a/b, no alt, nothing that needs AltGr; escape is never the only
way back (design.md).
"""

from collections.abc import Iterable

from textual.binding import ActiveBinding, Binding
from textual.keys import _character_to_key

from locales import has, t

ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
SCREENS = ("overview", "packages", "network", "events", "surveys", "snapshots", "import")
GROUPS = {name: Binding.Group(f"tui.group_{name}") for name in ("screens", "quarter", "move", "act", "text", "app")}
DEFAULTS: dict[str, tuple[str, ...]] = {}
"""Every binding's keys by its id, as far as the modules that define them were taken in."""


def key(id: str, keys: str, action: str, group: str) -> Binding:
    """A binding whose words are ``tui.key_<id>`` (what it does) and ``tui.tip_<id>`` (a sentence more)."""
    DEFAULTS[id] = (*DEFAULTS.get(id, ()), *keys.split(","))
    return Binding(
        keys, action, description=f"tui.key_{id}", tooltip=f"tui.tip_{id}", id=id, group=GROUPS[group], show=False
    )


def letter(sign: str, action: str) -> Binding:
    """A letter that stands before a suggestion: its words are ``tui.key_answer``. It is the same for all users and in
    all languages, so it is not among those that a user may change."""
    return Binding(
        sign, action, description="tui.key_answer", tooltip="tui.tip_answer", id=f"answer_{sign}",
        group=GROUPS["act"], show=False,
    )  # fmt: skip


def screen_keys() -> list[Binding]:
    """1 to 7: the seven screens."""
    return [key(name, str(number), f"app.go_to({number})", "screens") for number, name in enumerate(SCREENS, 1)]


HELP = key("help", "question_mark,f1", "app.help", "app")
LEAVE = key("leave", "ctrl+q,ctrl+c", "app.quit", "app")
QUIT = key("quit", "q", "app.quit", "app")
CLOSE = key("close", "q,escape", "screen.close", "app")
PALETTE = key("palette", "ctrl+p", "app.palette", "app")
PROJECTS = key("projects", "p", "app.projects", "app")
LANGUAGE = key("language", "f2", "app.next_language", "app")
WHEN_SMALL = ("q", "escape", "ctrl+q", "ctrl+c")
"""Keys that work while the window is too small to show what they do."""

UNDO = key("undo", "u", "app.undo", "act")
REDO = key("redo", "U", "app.redo", "act")
FILTER = key("filter", "f,slash", "screen.filter", "act")
EVERYWHERE = [*screen_keys(), UNDO, REDO, HELP, PALETTE, PROJECTS, LANGUAGE, LEAVE]

# where a field has the keys, letters are text: other ways out, and into the list below it
CLOSE_FIELD = key("close_field", "escape,ctrl+q,ctrl+c", "screen.close", "app")
FILTER_DONE = key("filter_done", "enter,escape,down,ctrl+q", "done", "text")
TAKE_BACK = key("take_back", "enter", "screen.take_back", "act")
CHOOSE = key("choose", "enter", "screen.choose", "act")
IN_LIST = [
    key("list_up", "up", "screen.step(-1)", "move"),
    key("list_down", "down", "screen.step(1)", "move"),
    key("list_page_up", "pageup", "screen.leap(-1)", "move"),
    key("list_page_down", "pagedown", "screen.leap(1)", "move"),
]
TEXT = [
    key("text_left", "left", "cursor_left", "text"),
    key("text_right", "right", "cursor_right", "text"),
    key("text_home", "home", "home", "text"),
    key("text_end", "end", "end", "text"),
    key("text_back", "backspace", "delete_left", "text"),
    key("text_delete", "delete", "delete_right", "text"),
    key("text_word", "ctrl+w", "delete_left_word", "text"),
    key("text_clear", "ctrl+u", "delete_left_all", "text"),
]

QUARTER = [
    key("earlier", "comma", "screen.quarter(-1)", "quarter"),
    key("later", "full_stop", "screen.quarter(1)", "quarter"),
]
REREAD = key("reread", "r", "screen.reread", "act")
SWAP = key("swap", "tab", "screen.swap", "move")
OPEN = key("open", "enter", "open", "act")
REASON = key("reason", "s", "screen.reason", "act")

MOVE = [
    key("up", "up,k", "up", "move"),
    key("down", "down,j", "down", "move"),
    key("page_up", "pageup", "page(-1)", "move"),
    key("page_down", "pagedown", "page(1)", "move"),
    key("first", "home,g", "first", "move"),
    key("last", "end,G", "last", "move"),
]


def by_id(active: Iterable[ActiveBinding]) -> dict[str, list[Binding]]:
    """The bindings that work now, those of one id together, in the order of their groups."""
    found: dict[str, list[Binding]] = {}
    order = list(GROUPS.values())
    described = (entry.binding for entry in active if entry.binding.id and entry.binding.group)
    for binding in sorted(described, key=lambda binding: order.index(binding.group) if binding.group in order else 9):
        found.setdefault(binding.id or "", []).append(binding)
    return found


def label(name: str) -> str:
    """A key as people write it (``PgDn``, ``?``, ``väli``), from Textual's name for it."""
    if has(f"tui.keyname_{name}"):
        return t(f"tui.keyname_{name}")
    signs = {_character_to_key(sign): sign for sign in ",.?!/:;+-"} | {
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
    }
    plain = signs.get(name, name)
    if plain.startswith("ctrl+"):
        return f"Ctrl+{plain[5:].upper()}"
    return plain.upper() if plain[0] == "f" and plain[1:].isdigit() else plain
