"""The words for what is odd in a file of missions. Reports are public: none quotes a cell that may
hold a person, only lines and the addresses of projects."""

from django.utils.translation import gettext_lazy as _

from terreau.harvest.findings import Wording, declare

declare(
    {
        "mission-columns": Wording(
            _("These columns are missing: %(missing)s."),
            _("Begin the file with a line that names its columns."),
        ),
        "mission-cells": Wording(
            _("The line has %(cells)s cells instead of %(columns)s; it was left out."),
            _("Put texts that hold a comma between double quotes."),
        ),
        "mission-without-member": Wording(
            _("The line has no identifier of a member; it was left out."),
            _("Give every member one word of up to %(limit)s characters that is neither their name "
              "nor an address."),
        ),
        "mission-bad-date": Wording(
            _("There is no day of this time in “%(column)s”; the line was left out."),
            _("Write it as in 2026-08-20."),
        ),
        "mission-end-before-start": Wording(
            _("The mission ends on %(end)s, before it begins on %(start)s; it was left out."),
            _("Correct one of the two days."),
        ),
        "mission-unknown-status": Wording(
            _("The word for the status is not known; the mission counts without one."),
            _("Write admin, independent or service."),
        ),
        "mission-unknown-project": Wording(
            _("No project is called “%(project)s”; %(lines)s missions for it were left out."),
            _("Correct its address, or harvest the projects first and read this file again."),
        ),
        "mission-twice": Wording(
            _("The line says what another line says; it counts once."), _("Remove one of the two.")
        ),
        "mission-too-many-missing": Wording(
            _("%(missing)s of the missions known before are missing here: none counts as gone."),
            _("Check that this is the right file; --allow-loss lets them go."),
        ),
        "mission-too-many-lines": Wording(
            _("The file has more than %(limit)s lines; nothing was read."),
            _("Check that it is the right file."),
        ),
    }
)  # fmt: skip
