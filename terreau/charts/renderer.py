"""The child process that draws: JSON lines in, JSON lines out.

A request is `{"spec": …, "prefix": …, "title": …, "description": …}`, the answer `{"svg": …}` or
`{"error": …}`. The first line out is `{"ready": true}`, or `{"error": …}` where the drawing
engine cannot run. The process ends when its input does, when nobody asks for a while, and after
some thousand charts.
"""

import json
import os
import sys
import threading
from collections.abc import Mapping
from typing import IO

from terreau.charts.svg import dress

try:
    import vl_convert
except Exception as error:  # A wheel for another platform fails in its own ways.
    WHY_NOT = f"{type(error).__name__}: {error}"
else:
    WHY_NOT = ""

IDLE_SECONDS = 300.0
CHARTS = 2000
"""A fresh start after so many charts guards against slow leaks; measured, the process grows from
95 to 145 MiB in the first 30 charts and stays there."""


def answer(line: str) -> dict[str, str]:
    """The answer to one request line; whatever goes wrong is said, not raised."""
    try:
        request = json.loads(line)
        drawing = vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])
        return {
            "svg": dress(
                drawing,
                prefix=request["prefix"],
                title=request["title"],
                description=request["description"],
            )
        }
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def serve(requests: IO[str], answers: IO[str], *, idle: float, charts: int = CHARTS) -> None:
    """Answer until the input ends, `charts` have been drawn or `idle` seconds passed unasked."""
    _say(answers, {"ready": True} if not WHY_NOT else {"error": WHY_NOT})
    if WHY_NOT:
        return
    for _ in range(charts):
        # Nobody waits for an answer now, so that ending here without ceremony loses nothing.
        alarm = threading.Timer(idle, os._exit, (0,))
        alarm.daemon = True
        alarm.start()
        line = requests.readline()
        alarm.cancel()
        if not line:
            return
        _say(answers, answer(line))


def _say(answers: IO[str], message: Mapping[str, object]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def main() -> None:
    """Serve standard input; what libraries print goes to standard error instead of the answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    idle = float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_SECONDS
    serve(sys.stdin, answers, idle=idle)


if __name__ == "__main__":
    main()
