"""What can be wrong with public statistics, in words."""

from django.utils.translation import gettext_lazy as _

from terreau.harvest.findings import Wording, declare, sentence
from terreau.harvest.records import Finding

declare(
    {
        "statistics-not-json": Wording(
            _("The answer is no JSON."),
            _("Give the address of the data, not of the page that shows them."),
        ),
        "statistics-nothing-there": Wording(
            _("The data hold nothing at “%(where)s” (%(step)s)."),
            _("Look at the data and correct the path."),
        ),
        "statistics-no-number": Wording(
            _("At “%(where)s” stands %(found)s instead of a number."),
            _("Correct the path, or ask those who publish it."),
        ),
        "statistics-no-period": Wording(
            _("At “%(where)s” stands %(found)s instead of a period."),
            _("It has to be as 2026-03, 2026-Q1, 2026 or 2026-03-31: correct the path."),
        ),
        "statistics-uneven": Wording(
            _("There are %(values)s values and %(periods)s periods."),
            _("Both paths have to lead to the same lines."),
        ),
        "statistics-wrong-period": Wording(
            _("%(period)s is not a period that this indicator is measured by."),
            _("Correct the path, or the period in the definition of the indicator."),
        ),
    }
)


def reason_of(feed):
    """Why the last reading of a statistics address failed, in the language of the page."""
    return sentence(Finding.from_dict(feed.failure)) if feed.failure else ""
