"""How people are shown in public, and called by name: a room that keeps profiles says it."""

from collections.abc import Callable
from dataclasses import dataclass

_faces = []


@dataclass(frozen=True)
class Faces:
    """shown: keys of users → {key: (name, address)} of those who have a public profile; found:
    the exact addresses (slugs) of profiles → {slug: User}, of public ones alone; led: the same
    → {slug: address of the page}."""

    shown: Callable
    found: Callable
    led: Callable


def register_faces(faces):
    _faces.append(faces)


def shown(keys):
    """{key of the user: (name, address)} of those whom a public profile shows.

    One query a room, none for no key.
    """
    keys = sorted({key for key in keys if key})
    found = {}
    for faces in _faces if keys else ():
        found |= faces.shown(keys)
    return found


def called(slugs):
    """{slug: User} of those whose public profile has exactly that address: one query a room."""
    slugs = sorted(set(slugs))
    found = {}
    for faces in _faces if slugs else ():
        found |= faces.found(slugs)
    return found


def leading(slugs):
    """{slug: address of the page} of the public profiles of exactly these: one query a room."""
    slugs = sorted(set(slugs))
    found = {}
    for faces in _faces if slugs else ():
        found |= faces.led(slugs)
    return found
