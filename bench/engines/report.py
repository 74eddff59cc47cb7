"""The tables that a person reads, and what came of the goals."""

COLUMNS = ("size", "who", "seconds", "CPU", "MiB", "own MiB", "time ÷ ours", "MiB ÷ ours", "answer")


def table(engine, contest, held):
    """held: [(size, [Measure, ours first])]. MiB: the whole process; own MiB: since the clock."""
    rows = [COLUMNS]
    for size, measures in held:
        ours = measures[0]
        rows += [row(size, measure, ours, contest.same) for measure in measures]
    widths = [max(len(line[column]) for line in rows) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, 1, 8) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in rows
    ]
    return "\n".join([f"## {engine}: {contest.what}", *lines])


def row(size, measure, ours, same):
    named = f"{size:,}" if isinstance(size, int) else size
    if measure.stopped:
        return (named, measure.who, *[""] * 6, measure.stopped)
    others = measure is not ours and not ours.stopped
    return (
        named,
        measure.who,
        f"{measure.seconds:.4g}",
        f"{measure.cpu:.4g}",
        f"{measure.mebibytes:,.0f}",
        f"{measure.mebibytes - measure.before:,.0f}",
        f"{measure.seconds / ours.seconds:,.1f}" if others else "",
        f"{measure.mebibytes / ours.mebibytes:,.1f}" if others else "",
        ("same" if measure.answer == ours.answer else "DIFFERS") if others and same else "",
    )


def verdicts(rounds):
    """One line a goal; and one for each answer that differs or that we did not give."""
    lines = []
    for engine, contest, size, measures in rounds:
        ours, *theirs = measures
        where = f"{engine}, {contest.what}, {size}"
        if ours.stopped:
            lines.append(f"MISSED {where}: ours {ours.stopped}")
            continue
        answered = [each for each in theirs if not each.stopped]
        if contest.same:
            differs = [each.who for each in answered if each.answer != ours.answer]
            lines += [f"MISSED {where}: {who} answers differently" for who in differs]
        if size in contest.goals:
            lines += judged(where, contest.goals[size], ours, theirs, contest)
    return lines


def judged(where, goal, ours, theirs, contest):
    checks = []
    if goal.seconds:
        checks.append((ours.seconds <= goal.seconds, f"{ours.seconds:.4g} s of {goal.seconds:g}"))
    if goal.mebibytes:
        said = f"{ours.mebibytes:,.0f} MiB of {goal.mebibytes:,.0f}"
        checks.append((ours.mebibytes <= goal.mebibytes, said))
    seconds = most(theirs, "seconds", "stopped after", contest.seconds)
    if goal.times_faster and seconds:
        times = seconds / ours.seconds
        said = f"{times:,.0f} times faster of {goal.times_faster:g}"
        checks.append((times >= goal.times_faster, said))
    mebibytes = most(theirs, "mebibytes", "stopped beyond", contest.mebibytes)
    if goal.times_leaner and mebibytes:
        times = mebibytes / ours.mebibytes
        said = f"{times:,.1f} times leaner of {goal.times_leaner:g}"
        checks.append((times >= goal.times_leaner, said))
    return [f"{'met   ' if met else 'MISSED'} {where}: {said}" for met, said in checks]


def most(theirs, figure, stopped, bound):
    """What the costliest peer took, or the bound that stopped one; 0 when nobody answered."""
    took = [getattr(each, figure) or 0 for each in theirs]
    took += [bound for each in theirs if each.stopped.startswith(stopped)]
    return max(took, default=0)
