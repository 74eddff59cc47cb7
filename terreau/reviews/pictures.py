"""The charts of the answers about reviews, in the language that is active."""

from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from terreau.charts import (
    Axis,
    Bar,
    Chart,
    Column,
    Interval,
    Series,
    bars,
    intervals,
    lines,
    stacked_bars,
    table,
)
from terreau.portfolio.statistics import MINIMUM
from terreau.reviews.figures import LONGEST, TOGETHER


def picture(answer):
    """The chart of an answer."""
    return PICTURES[answer.name](answer, {"note": answer.note, "language": get_language()})


def of_coverage(answer, said):
    columns = [Column(_("Figure"), "text"), Column(_("Value"), "text"), "n"]
    rows = [(each.label, each.text, each.n) for each in answer.figures]
    return Chart(answer.title, "", table(columns, rows), **said)


def of_evolution(answer, said):
    days = [date.fromisoformat(each["day"]) for each in answer.records]
    names = {
        "projects": _("Projects older than six months"),
        "reviewed": _("Reviewed in the last twelve months"),
    }
    series = [
        Series(words, [(day, each[key]) for day, each in zip(days, answer.records, strict=True)])
        for key, words in names.items()
    ]
    columns = [Column(_("Day"), "date"), *names.values(), Column(_("Share"), "percent")]
    rows = [
        (day, each["projects"], each["reviewed"], each["share"])
        for day, each in zip(days, answer.records, strict=True)
    ]
    return lines(
        _("Projects that count, and those reviewed"),
        _("On the first day of each quarter."),
        series if answer.records else [],
        x=Axis("", "date"), y=Axis(_("Projects"), low=0), data=table(columns, rows), **said,
    )  # fmt: skip


def of_overdue(answer, said):
    columns = [
        Column(_("Project"), "text"), Column(_("Due on"), "date"), Column(_("Days late")),
        Column(_("Last review"), "date"),
    ]  # fmt: skip
    rows = [
        (each["title"], day(each["due_on"]), each["days"], day(each["last_review"]))
        for each in answer.records
    ]
    return Chart(answer.title, "", table(columns, rows), **said)


def day(text):
    return date.fromisoformat(text) if text else None


def of_decisions(answer, said):
    rows = [Bar(each["label"], each["ever"]) for each in answer.records]
    columns = [Column(_("Decision"), "text"), _("Last twelve months"), _("Ever")]
    body = [(each["label"], each["last_year"], each["ever"]) for each in answer.records]
    return bars(_("Reviews held, by decision"), "", rows, data=table(columns, body), **said)


def of_intervals(answer, said):
    names = [
        f"{each['months']}+" if each["months"] == LONGEST else str(each["months"])
        for each in answer.records
    ]
    points = [(rank, each["reviews"]) for rank, each in enumerate(answer.records)]
    return stacked_bars(
        _("Reviews by the time until the next one"),
        _("In whole months: 6 is from six to seven months."),
        names, [Series(_("Reviews"), points)] if points else [],
        category_title=_("Months"), y=Axis(_("Reviews")), totals=False, **said,
    )  # fmt: skip


def of_comparison(answer, said):
    whole = [(each.value, each.label) for each in answer.figures if each.name == TOGETHER]
    rows = [
        Interval(each.label, each.n, each.value, *each.interval)
        for each in answer.figures
        if each.name != TOGETHER
    ]
    limits = pgettext("interval", "From"), pgettext("interval", "To")
    return intervals(
        _("Reviewed in the last twelve months, by incubator"),
        _("Share with its 95-percent interval, by name; those with at least %(minimum)d projects.")
        % {"minimum": MINIMUM},
        rows, x=Axis(_("Share reviewed"), "percent", low=0, high=1),
        whole=whole[0] if whole else None,
        label_title=_("Incubator"), column_names=("n", _("Reviewed"), *limits), **said,
    )  # fmt: skip


PICTURES = {
    "coverage": of_coverage,
    "teams": of_coverage,
    "evolution": of_evolution,
    "overdue": of_overdue,
    "decisions": of_decisions,
    "intervals": of_intervals,
    "comparison": of_comparison,
}
