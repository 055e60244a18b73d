"""Exports of surveys: Webropol, Microsoft Forms, Google Forms, LimeSurvey and plain tables, from grids to answers.

`recognise` finds out which form the grids of a file have and gives the `model.SurveyReading`, `proposing` says what
each column asks (and asks a person where it is not sure), `answering` reads a response by that. E-mails and answers
stay in memory: no value here shows them, and nothing writes them down.
"""
