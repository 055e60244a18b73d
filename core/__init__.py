"""Pure rules: plain values and frozen records in and out, no I/O.

What `etappi status` needs (quarter, days, colour, display, plain) imports nothing at all; the rest may use the
standard library and python-dateutil.
"""
