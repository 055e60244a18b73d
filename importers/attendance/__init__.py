"""Lists of who was there: Teams, Zoom, Webropol, sign-up sheets and plain counts, from grids to an AttendanceFile.

`texts` makes grids of a file, `recognise` finds out which format they are and gives the `model.AttendanceFile`. Names
and e-mails stay in memory: no value here shows them, and nothing writes them down.
"""
