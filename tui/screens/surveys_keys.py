"""The keys of the Surveys screen and of the screens over it."""

from dataclasses import replace

from tui import keys

ANOTHER = keys.key("another_survey", "k", "screen.another", "act")
IMPORT = keys.key("import_answers", "i", "screen.import_answers", "act")
OPEN_ANSWERS = keys.key("open_answers", "a", "screen.open_answers", "act")
ANSWERED = keys.key("answered", "o", "screen.answered", "act")
BACK = keys.key("back", "q,escape", "screen.back", "app")
LEAVE = keys.key("leave_surveys", "q,escape", "screen.back", "app")

MOVE = [
    replace(one, key=one.key.removesuffix(",k").removesuffix(",j")) if one.id in ("up", "down") else one
    for one in keys.MOVE
]
"""Up and down by the arrows alone: k is another survey here."""
