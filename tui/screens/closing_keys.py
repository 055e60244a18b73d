"""The keys of the steps that lock a quarter."""

from tui import keys

NEXT_STEP = keys.key("next_step", "right", "screen.go(1)", "act")
STEP_BEFORE = keys.key("step_before", "left,h", "screen.go(-1)", "act")
LOCK_NOW = keys.key("lock_now", "enter", "screen.lock_now", "act")
