"""Figures of surveys (rules.md 6 to 8): response rates, intervals, Likert items, start against end, suppression."""
