"""Terreau: a platform on which public innovation is run in the open."""

__version__ = "0.1.0"
