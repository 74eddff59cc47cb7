from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import number_of
from terreau.entries.models import Role
from terreau.entries.pages import act_page
from terreau.groups import actions, belonging, forms, queries, sheet
from terreau.groups.models import Group, Membership
from terreau.people.speaking_page import speaking_page
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])
State = Membership.State


@require_safe
def index(request):
    return directory(request, kind=Group.KIND)


@require_safe
def detail(request, slug):
    page = queries.group_page(request.user, slug)
    return render(request, "groups/detail.html", sheet.sheet(request.user, page))


@require_safe
def members(request, slug):
    page = queries.members_page(request.user, slug, number_of(request, "before"))
    return render(request, "groups/members.html", sheet.members_sheet(page))


@never_cache
@login_required
@require_safe
def mine(request):
    """The groups of which one is, and those that invite."""
    return render(request, "groups/mine.html", sheet.mine_sheet(queries.groups_of(request.user)))


@never_cache
@login_required
@reads_or_acts
def create(request):
    form = forms.GroupForm(request.POST or None)
    lead = _("People who do the same work elsewhere meet here. You facilitate it at first.")
    return speaking_page(
        request, Group, actions.create, form, title=_("Found a group"), lead=lead,
        submit=_("Found the group"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def edit(request, slug):
    group = queries.group_at(request.user, slug)
    form = forms.GroupForm(request.POST or None, instance=queries.group_at(request.user, slug))
    return act_page(request, group, actions.edit, form, title=_("Edit this group"))


def page_of(act, form, title, lead="", submit="", then=""):
    """The page of an action that has a form of its own."""

    @never_cache
    @reads_or_acts
    def view(request, slug):
        group = queries.group_at(request.user, slug)
        return act_page(
            request, group, act, form(request.POST if request.method == "POST" else None),
            title=title(), lead=lead and lead(), submit=submit and submit(),
            then=then and reverse(then),
        )  # fmt: skip

    return view


def coming_in():
    return _("Members see that you are one. You choose who else does, and leave when you like.")


join = page_of(
    belonging.join, forms.NothingForm, lambda: _("Join this group"),
    coming_in,
    lambda: _("Join"),
)  # fmt: skip
ask = page_of(
    belonging.ask, forms.AskForm, lambda: _("Ask to join"),
    lambda: _("Those who facilitate this group accept or refuse; you are told."), lambda: _("Ask"),
)  # fmt: skip
withdraw_request = page_of(
    belonging.withdraw_request, forms.NothingForm, lambda: _("Take back your request"),
    submit=lambda: _("Take back"),
)  # fmt: skip
accept_invitation = page_of(
    belonging.accept_invitation, forms.NothingForm, lambda: _("Accept the invitation"),
    coming_in,
    lambda: _("Join"),
)  # fmt: skip
decline_invitation = page_of(
    belonging.decline_invitation, forms.NothingForm, lambda: _("Decline the invitation"),
    lambda: _("Nobody is told."), lambda: _("Decline"), "group:mine",
)  # fmt: skip
leave = page_of(
    belonging.leave, forms.NothingForm, lambda: _("Leave this group"),
    lambda: _("What you wrote stays. Of a closed group you read nothing any more."),
    lambda: _("Leave"), "group:mine",
)  # fmt: skip
invite = page_of(
    belonging.invite, forms.InviteForm, lambda: _("Invite somebody"),
    lambda: _("They are told, and accept or decline."), lambda: _("Invite"),
)  # fmt: skip
go_on = page_of(
    actions.go_on, forms.NothingForm, lambda: _("This group goes on"),
    lambda: _("It is asked again after twelve months of silence."), lambda: _("It goes on"),
)  # fmt: skip
archive = page_of(
    actions.archive, forms.ArchiveForm, lambda: _("Archive this group"),
    lambda: _("What was said stays to be read by those who could. Nothing is added any more."),
    lambda: _("Archive"),
)  # fmt: skip
revive = page_of(
    actions.revive, forms.NothingForm, lambda: _("Revive this group"), submit=lambda: _("Revive")
)


@never_cache
@reads_or_acts
def choose(request, slug):
    group = queries.group_at(request.user, slug)
    mine = queries.part_of(request.user, group).membership
    now = {"reach": mine.reach, "is_told": mine.is_told} if mine else {}
    form = forms.ChoiceForm(request.POST or None, initial=now)
    return act_page(request, group, belonging.choose, form, title=_("My membership"))


def settled(act, words, *states, **given):
    """What one button of a row of people does."""

    @login_required
    @require_POST
    def view(request, slug, number):
        group = queries.group_at(request.user, slug)
        act.check(request.user, group)
        found = queries.membership_at(group, number, *states)
        try:
            act(request.user, group, person=found.user, **given)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, words())
        return redirect("group:members", group.slug)

    return view


def reasoned(act, title, submit, *states):
    """The page on which somebody says why a person is not, or no longer, a member."""

    @never_cache
    @reads_or_acts
    @login_required
    def view(request, slug, number):
        group = queries.group_at(request.user, slug)
        act.check(request.user, group)
        found = queries.membership_at(group, number, *states)

        def settle(user, entry, *, reason, revision=None):
            return act(user, entry, person=found.user, reason=reason)

        settle.check, settle.is_public = act.check, False
        form = forms.ReasonForm(request.POST or None)
        lead = _("Only the person and those who facilitate the group read the reason.")
        return act_page(
            request, group, settle, form, title=title(), lead=lead, submit=submit(),
            then=reverse("group:members", args=[group.slug]),
        )  # fmt: skip

    return view


accept = settled(belonging.accept, lambda: _("Accepted: they are told."), State.ASKED)
uninvite = settled(
    belonging.withdraw_invitation, lambda: _("The invitation was taken back."), State.INVITED
)
appoint = settled(
    belonging.appoint, lambda: _("They facilitate the group now."), State.MEMBER,
    role=Role.Name.ADMIN,
)  # fmt: skip
release = settled(
    belonging.appoint, lambda: _("They no longer facilitate the group."), State.MEMBER,
    role=Role.Name.MEMBER,
)  # fmt: skip
refuse = reasoned(
    belonging.refuse, lambda: _("Refuse the request"), lambda: _("Refuse"), State.ASKED
)
remove_member = reasoned(
    belonging.remove_member, lambda: _("Remove this member"), lambda: _("Remove"), State.MEMBER
)
