"""What the bench says while it works: on standard error, so that the table alone is the output."""

import sys
import time

from tqdm import tqdm

_began = time.monotonic()


def note(text):
    print(f"[{time.monotonic() - _began:6.0f} s] {text}", file=sys.stderr, flush=True)


class Progress:
    """`with Progress(title) as progress:` progress(what, done, total), a bar where it is seen."""

    def __init__(self, title):
        self.title = title
        self.bar = None

    def __enter__(self):
        note(self.title)
        self.bar = tqdm(desc=self.title, leave=False, disable=None, unit="", file=sys.stderr)
        return self

    def __exit__(self, *_):
        self.bar.close()

    def __call__(self, what, done=0, total=0):
        self.bar.set_postfix_str(what[:40], refresh=not total)
        if total:
            self.bar.total = total
            self.bar.update(done - self.bar.n)
