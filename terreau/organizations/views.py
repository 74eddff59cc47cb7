from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.pages import act_page, add_errors
from terreau.entries.queries import entry_at
from terreau.organizations import (
    actions,
    forms,
    invitations,
    members,
    membership,
    queries,
    requests,
    roster,
    sheet,
)
from terreau.organizations.models import Organization
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Organization.KIND)


@require_safe
def detail(request, slug):
    page = queries.organization_page(request.user, slug)
    return render(request, "organizations/detail.html", sheet.sheet(request.user, page))


@reads_or_acts
def create(request):
    form = forms.OrganizationForm(request.POST or None)
    return act_page(
        request, Organization(), actions.create, form, title=_("Add an organization")
    )  # fmt: skip


@reads_or_acts
def edit(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = forms.OrganizationForm(
        request.POST or None, instance=entry_at(Organization, request.user, slug)
    )
    return act_page(request, organization, actions.edit, form, title=_("Edit this organization"))


@reads_or_acts
def close(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = forms.ClosingForm(request.POST or None)
    return act_page(request, organization, actions.close, form, title=_("Close this organization"))


@reads_or_acts
def set_domains(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = forms.DomainsForm(
        request.POST or None, initial={"domains": "\n".join(organization.domains)}
    )
    return act_page(request, organization, actions.set_domains, form, title=_("E-mail domains"))


@never_cache
@login_required
@reads_or_acts
def claim(request, slug):
    """Claim at once with a proof, or ask for it."""
    organization = entry_at(Organization, request.user, slug)
    if not request.user.has_perm("organizations.claim", organization):
        return ask(request, slug, title=_("Claim this organization"))
    form = forms.NothingForm(request.POST if request.method == "POST" else None)
    lead = _(
        "Your e-mail address or your professional identity shows that you belong here. You become "
        "its first administrator; the public record says that it was claimed, not by whom."
    )
    try:
        return act_page(
            request, organization, requests.claim, form, title=_("Claim this organization"),
            lead=lead, submit=_("Claim"), then=roster.address("members", organization),
        )  # fmt: skip
    except PermissionDenied:
        if not organization.is_claimed:
            raise
        messages.warning(request, _("Somebody else has just claimed it. You can ask to join."))
        return redirect("organization:join", organization.slug)


@never_cache
@login_required
@reads_or_acts
def ask(request, slug, title=""):
    organization = entry_at(Organization, request.user, slug)
    lead = _("Administrators of the organization read your message and answer.")
    if not organization.is_claimed:
        lead = _("Nobody has claimed it: administrators of the site read your message and answer.")
    form = forms.AskForm(request.POST or None)
    return act_page(
        request, organization, requests.ask, form, title=title or _("Ask to join"), lead=lead,
        submit=_("Send the request"),
    )  # fmt: skip


@login_required
@require_POST
def withdraw_request(request, slug):
    organization = entry_at(Organization, request.user, slug)
    requests.withdraw_request(request.user, organization)
    messages.success(request, _("Your request is withdrawn."))
    return redirect(organization)


@never_cache
@reads_or_acts
def people(request, slug):
    """The members, and for administrators all that concerns them."""
    organization = entry_at(Organization, request.user, slug)
    form = forms.InvitationForm(request.POST or None)
    if request.method == "POST" and attempt(
        request, form, invitations.invite, organization, _("The invitation will be sent.")
    ):
        return redirect("organization:members", organization.slug)
    page = membership.members_page(request.user, organization)
    mine = membership.last_request(request.user, organization)
    page = roster.members_sheet(request.user, page, form, mine)
    return render(request, "organizations/members.html", page)


def attempt(request, form, act, organization, done, /, **given):
    """Carry a private action out with what a form says; whether it was. Errors go to the form."""
    act.check(request.user, organization)
    if not form.is_valid():
        return False
    told = {name: value for name, value in form.cleaned_data.items() if name != "decision"}
    try:
        act(request.user, organization, **told, **given)
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, done)
    return True


@never_cache
@login_required
@reads_or_acts
def member(request, slug, person):
    """Change the role of one member, end it, or hand the administration over."""
    organization = entry_at(Organization, request.user, slug)
    members.change_role.check(request.user, organization)
    role = membership.role_at(organization, person)
    given = request.POST if request.method == "POST" else None
    offered = {
        "role": (forms.RoleForm(role, given), members.change_role),
        "remove": (forms.MemberForm("remove", role, given), members.remove_member),
        "transfer": (forms.MemberForm("transfer", role, given), members.transfer),
    }
    for form, act in offered.values():
        if form.is_bound and attempt(
            request, form, act, organization, _("Done."), person=role.user
        ):
            return redirect("organization:members", organization.slug)
    page = {name: form for name, (form, _act) in offered.items()}
    return render(
        request,
        "organizations/member.html",
        page | roster.member_sheet(request.user, organization, role),
    )


@never_cache
@login_required
@reads_or_acts
def leave(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = forms.NothingForm(request.POST if request.method == "POST" else None)
    return act_page(
        request, organization, members.leave, form, title=_("Leave this organization"),
        lead=_("You can no longer speak for it or change its projects. What you did stays."),
        submit=_("Leave"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def release(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = forms.ReleaseForm(request.POST or None)
    lead = _("Its administrators lose their role, and anybody of it can claim it anew.")
    return act_page(
        request, organization, members.release, form, title=_("Give the administration up"),
        lead=lead,
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def settle(request, slug, pk):
    """A claim or a request to join, and what to answer."""
    organization = entry_at(Organization, request.user, slug)
    asked = membership.request_at(request.user, organization, pk)
    is_claim = asked.aim == asked.Aim.CLAIM
    given = request.POST if request.method == "POST" else None
    accept = forms.AcceptForm(given, is_claim=is_claim)
    refuse = forms.RefuseForm(given)
    accepting = requests.accept_claim if is_claim else requests.accept_request
    refusing = requests.refuse_claim if is_claim else requests.refuse_request
    for form, act in ((accept, accepting), (refuse, refusing)):
        if form.is_bound and attempt(
            request, form, act, organization, _("The person is told."), request=asked
        ):
            return redirect(roster.after_settling(organization, is_claim))
    page = {"accept": accept, "refuse": refuse} | roster.request_sheet(organization, asked)
    return render(request, "organizations/request.html", page)


@login_required
@require_POST
def withdraw_invitation(request, slug, pk):
    organization = entry_at(Organization, request.user, slug)
    invitation = membership.invitation_at(organization, pk)
    try:
        invitations.withdraw_invitation(request.user, organization, invitation=invitation)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("organization:members", organization.slug)


@never_cache
@reads_or_acts
def invitation(request, token):
    """The page to which the message leads, for whoever holds the link."""
    found = membership.invited_by_token(token)
    state = roster.invitation_state(found, request.user, membership.is_for(found, request.user))
    if request.method == "POST" and state in ("waiting", "elsewhere", "signed_out"):
        try:
            if request.POST.get("decision") == "refuse":
                invitations.decline_invitation(found)
                messages.success(request, _("The invitation is refused."))
                return redirect(found.organization)
            if state == "waiting":
                invitations.accept_invitation(request.user, found.organization, invitation=found)
                messages.success(request, _("Welcome: you are a member now."))
                return redirect("organization:members", found.organization.slug)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    page = roster.invitation_sheet(request, found, state)
    return render(request, "organizations/invitation.html", page)


@never_cache
@login_required
@require_safe
def claims(request):
    """The claims that administrators of the platform have to settle."""
    if not request.user.has_perm("organizations.accept_claim"):
        raise PermissionDenied("organizations.accept_claim")
    page = roster.claims_sheet(membership.waiting_claims())
    return render(request, "organizations/claims.html", page)
