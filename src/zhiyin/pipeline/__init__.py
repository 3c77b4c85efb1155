"""Verbs, in the order in which data passes: mask > features > [model] > emotion > facts > risk > policy > advance.

Pure functions only: no clock, no chance, no input or output. Time arrives with the event.
"""
