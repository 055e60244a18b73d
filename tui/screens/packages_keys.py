"""The keys of the Work packages screen."""

from tui import keys

NEXT = keys.key("next_state", "space", "screen.next_state", "act")
EDIT = keys.key("edit_item", "e", "screen.edit", "act")
ADD = keys.key("add_item", "n", "screen.add", "act")
CANCEL = keys.key("cancel_item", "d,delete", "screen.cancel_item", "act")
REPORTED = keys.key("reported", "p", "screen.reported", "act")
COLOUR = keys.key("colour", "v", "screen.colour", "act")
REPORT = keys.key("report", "r", "screen.report", "act")
LOCK = keys.key("lock", "l", "screen.lock", "act")
REREAD = keys.key("reread", "f5", "screen.reread", "act")
TREE = keys.key("to_tree", "left,h", "screen.to_tree", "move")
ITEMS = keys.key("to_items", "right", "screen.to_items", "move")
BACK = keys.key("back", "q,escape", "screen.back", "app")
