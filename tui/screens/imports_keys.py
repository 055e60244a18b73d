"""The keys of the Import screen and of what opens from it."""

from importers.settling import LETTERS
from tui import keys
from tui.screens.network_keys import BACK

__all__ = ["ANSWERS", "BACK", "DECISIONS", "FILE", "FIND", "NO_DIGITS", "PARENT", "PASTE", "PREVIOUS", "READ_TEXT",
           "SKIP_ERRORS", "TEXT_AREA", "UNDO_BATCH", "WHOLE"]  # fmt: skip

FILE = keys.key("import_file", "i", "screen.file", "act")
PASTE = keys.key("import_paste", "p", "screen.paste", "act")
DECISIONS = keys.key("decisions", "d", "screen.decisions", "act")
UNDO_BATCH = keys.key("undo_batch", "u", "screen.undo_batch", "act")
PARENT = keys.key("parent_folder", "left,h,backspace", "screen.parent", "move")
SKIP_ERRORS = keys.key("skip_errors", "minus", "screen.skip_errors", "act")
WHOLE = keys.key("whole", "w", "screen.whole", "act")
READ_TEXT = keys.key("read_text", "ctrl+r,f5", "screen.read", "act")
PREVIOUS = keys.key("previous_question", "left,h", "screen.previous", "move")
FIND = keys.key("find_other", "f,slash", "screen.find", "act")
ANSWERS = [
    *(keys.letter(sign, f"screen.answer('{sign}')") for sign in LETTERS),
    keys.key("answer_new", "n", "screen.answer_new", "act"),
    keys.key("answer_later", "l", "screen.answer_later", "act"),
    keys.key("answer_skip", "minus", "screen.answer_skip", "act"),
    FIND, PREVIOUS,
]  # fmt: skip
NO_DIGITS = keys.key("no_digits", "1,2,3,4,5,6,7", "screen.nothing", "app")
TEXT_AREA = [
    keys.key("text_up", "up", "cursor_up", "text"),
    keys.key("text_down", "down", "cursor_down", "text"),
    keys.key("text_page_up", "pageup", "cursor_page_up", "text"),
    keys.key("text_page_down", "pagedown", "cursor_page_down", "text"),
    keys.key("text_left", "left", "cursor_left", "text"),
    keys.key("text_right", "right", "cursor_right", "text"),
    keys.key("text_home", "home", "cursor_line_start", "text"),
    keys.key("text_end", "end", "cursor_line_end", "text"),
    keys.key("text_back", "backspace", "delete_left", "text"),
    keys.key("text_delete", "delete", "delete_right", "text"),
    keys.key("text_clear", "ctrl+u", "delete_to_start_of_line", "text"),
]
