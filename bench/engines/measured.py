"""One contestant in a process of its own: time, peak memory, answer; stopped at its bounds."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

ROOT = Path(__file__).parents[2]
MEBIBYTE = 1024 * 1024
# Linear algebra on one processor, ours and theirs: what is compared is the work.
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds of the question alone, by the clock and of computing (all cores; a busy machine or
    disk does not change it); mebibytes of the whole process at its fullest meanwhile."""

    who: str
    seconds: float | None = None
    cpu: float | None = None
    mebibytes: float | None = None
    before: float | None = None  # mebibytes when the clock started: the question's own material
    answer: Any = None
    stopped: str = ""  # why there is no answer


def measured(who: str, run: Callable, size: int | str, seconds: float, mebibytes: float) -> Measure:
    """Ask one contestant in a child, which is ended beyond `seconds` or `mebibytes`."""
    given = json.dumps([run.__module__, run.__qualname__, size])
    command = [sys.executable, "-m", "bench.engines.child", given]
    with TemporaryFile("w+") as output:
        settings = {"cwd": ROOT, "env": os.environ | ALONE, "stdin": subprocess.DEVNULL}
        child = subprocess.Popen(command, stdout=output, **settings)
        try:
            stopped = watched(child, seconds, mebibytes)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        output.seek(0)
        said = output.read()
    if stopped:
        return Measure(who, stopped=stopped)
    if child.returncode:
        return Measure(who, stopped=f"failed with status {child.returncode}")
    return Measure(who, **json.loads(said.splitlines()[-1]))


def watched(child: subprocess.Popen, seconds: float, mebibytes: float) -> str:
    """Why the child must be ended, or nothing once it ended by itself."""
    began = time.monotonic()
    while True:
        try:
            child.wait(timeout=0.1)
            return ""
        except subprocess.TimeoutExpired:
            if time.monotonic() - began > seconds:
                return f"stopped after {seconds:,g} s"
            if resident(child.pid) > mebibytes:
                return f"stopped beyond {mebibytes:,.0f} MiB"


def resident(process: int | str = "self", field: str = "VmRSS") -> float:
    """Mebibytes of a process (VmHWM: at its fullest); 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)
