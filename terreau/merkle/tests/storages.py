"""Storages that lose what a crash, or a loss of power, may lose."""

import random
from dataclasses import dataclass, field


class Crash(BaseException):
    """The process is gone. Not an Exception: nobody can handle it."""


@dataclass
class Memory:
    """Files in memory. `budget`: how many bytes and steps are left until the crash.

    files: as the next process sees them if this one is killed; synced: what surely outlives a loss
    of power; published: every note that ever stood in its place; moved: the last name that was
    given to a synced file: it is there, or what was there before.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    synced: dict[str, bytes] = field(default_factory=dict)
    published: list[tuple[str, bytes]] = field(default_factory=list)
    budget: float = float("inf")
    moved: str = ""

    def read(self, name):
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name]

    def write(self, name, data):
        written = int(min(len(data), self.budget))
        self.files[name] = data[:written]
        self._spend(len(data))

    def sync(self):
        self._spend(1)
        self.synced.update(self.files)

    def replace(self, source, target):
        self._spend(1)
        assert self.synced[source] == self.files[source], "not synced before it is published"
        self.files[target] = self.files.pop(source)
        self.moved = target
        self.published.append((target, self.files[target]))
        self._spend(1)
        self.synced[target] = self.synced.pop(source)

    def remove(self, name):
        self._spend(1)
        for each in [each for each in self.files if each == name or each.startswith(f"{name}/")]:
            del self.files[each]

    def listed(self, folder):
        inside = [name[len(folder) + 1 :] for name in self.files if name.startswith(f"{folder}/")]
        return sorted({name.partition("/")[0] + "/" * ("/" in name) for name in inside})

    def lock(self):
        return self

    def release(self):
        pass

    def killed(self):
        """What the next process finds after this one was killed."""
        return Memory(dict(self.files), dict(self.files), list(self.published))

    def unplugged(self, chance: random.Random):
        """What the next process may find after a loss of power."""
        found = {}
        for name in self.files | self.synced:
            before, now = self.synced.get(name), self.files.get(name)
            choices = [before, now]
            if now is not None and before != now and name != self.moved:  # never synced
                choices += [now[: chance.randrange(len(now) + 1)], bytes(len(now)), b""]
            left = chance.choice(choices)
            if left is not None:
                found[name] = left
        return Memory(dict(found), dict(found), list(self.published))

    def _spend(self, steps):
        if self.budget < steps:
            raise Crash
        self.budget -= steps
