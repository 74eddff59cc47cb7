"""The engines beside their peers, on the same questions, in one run: `make bench-engines`.

A module of `contests/` holds `CONTESTS`, a list of `Contest`; nothing else names it.
"""
