import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.jobs import actions, queries
from terreau.jobs.models import Job


def for_operators(view):
    return login_required(permission_required("jobs.operate", raise_exception=True)(view))


@require_safe
@for_operators
def index(request):
    found = queries.overview()
    page = {
        "figures": figures(found),
        "workers": [
            [row.name, moment(row.started_at), moment(row.seen_at)] for row in found.workers
        ],
        "workers_header": [_("Name"), _("Started"), _("Last seen")],
        "failures": [{"job": job, "facts": facts(job)} for job in found.failures],
        "periodic": [
            [row.name, rhythm(row), moment(row.last_run_at), moment(row.next_run_at)]
            for row in found.periodic
        ],
        "periodic_header": [_("Name"), _("Repeats"), _("Last run"), _("Next run")],
    }
    return render(request, "jobs/index.html", page)


def figures(found):
    """One figure a state; the one of waiting jobs says since when the oldest is due."""
    said = {
        Job.State.WAITING: _("due since %s") % moment(found.overdue) if found.overdue else "",
        Job.State.DONE: _("in the last seven days"),
    }
    return [
        {"value": found.counts[state], "label": state.label, "definition": said.get(state, "")}
        for state in Job.State
    ]


def facts(job):
    """What an operator needs to judge a failure."""
    arguments = json.dumps(job.arguments, ensure_ascii=False) if job.arguments else _("none")
    return [
        {"term": _("Failed"), "text": moment(job.finished_at)},
        {"term": _("Attempts"), "text": job.attempts},
        {"term": _("Arguments"), "text": arguments},
        {"term": _("Reason"), "text": job.last_error},
    ]


def rhythm(periodic):
    if periodic.daily_at:
        return _("daily at %s") % date_format(periodic.daily_at, "TIME_FORMAT")
    end = now()
    return _("every %s") % timesince(end - periodic.interval, end)


def moment(value):
    return date_format(localtime(value), "DATETIME_FORMAT") if value else _("never")


@require_POST
@for_operators
def run_again(request, job):
    if actions.run_again(request.user, job=job):
        messages.success(request, _("The job waits for a worker again."))
    else:
        messages.warning(request, _("This job is no longer among the failures."))
    return redirect("jobs:index")


@require_POST
@for_operators
def forget(request, job):
    if actions.forget(request.user, job=job):
        messages.success(request, _("The job is forgotten."))
    else:
        messages.warning(request, _("This job is no longer among the failures."))
    return redirect("jobs:index")
