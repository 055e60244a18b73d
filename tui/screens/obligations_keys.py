"""The keys of the screen of who owes what, and of reminders."""

from tui import keys

BACK = keys.key("leave_obligations", "q,escape", "screen.back", "app")
STATE = keys.key("state", "e", "screen.state", "act")
DONE = keys.key("done", "v", "screen.done", "act")
REMIND = keys.key("remind", "m", "screen.remind", "act")
OBLIGATIONS = keys.key("obligations", "w", "screen.obligations", "act")
COPY = keys.key("copy", "c", "screen.copy", "act")
WRITE = keys.key("write_file", "x", "screen.write_file", "act")
