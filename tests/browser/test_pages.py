"""Every page, in both languages, on desktop and phone, in light and dark: nothing wrong on it."""

import json

import pytest
from django.urls import get_resolver

from tests.browser.markup import faults
from tests.browser.watch import COLOURS, PHONE

pytestmark = pytest.mark.browser

# Paths (names: those of contents.where) by the name of an address, and a word for what is there.
PAGES = {
    "web:home": "/",
    "web:about": "/about/",
    "web:data": "/data/",
    "web:accessibility": "/accessibility/",
    "web:legal": "/legal/",
    "web:gallery": "/gallery/",
    "directory:index": "/directory/",
    "directory:index found": "/directory/?q=parcelle&kind=project",
    "directory:index nothing": "/directory/?q=zyxwvut",
    "project:index": "/projects/",
    "project:index filtered": "/projects/?state=construction&sort=title",
    "project:detail": "/projects/{project}/",
    "project:detail then": "/projects/{project}/?known_at=2024-06-01",
    "project:detail unknown then": "/projects/{project}/?known_at=2020-01-01",
    "project:detail long": "/projects/{long}/",
    "project:detail vanished": "/projects/{vanished}/",
    "project:detail undated": "/projects/{undated}/",
    "project:detail exited": "/projects/{exited}/",
    "project:detail paused": "/projects/{paused}/",
    "project:detail proposed": "/projects/{proposed}/",
    "project:history": "/projects/{project}/history/",
    "evidence:index": "/projects/{project}/evidence/",
    "evidence:index then": "/projects/{project}/evidence/?known_at=2024-06-01",
    "evidence:index empty": "/projects/{long}/evidence/",
    "evidence:indicator": "/projects/{project}/evidence/indicators/{indicator}/",
    "evidence:indicator failing": "/projects/{project}/evidence/indicators/{read}/",
    "evidence:measurement": "/projects/{project}/evidence/measurements/{measurement}/",
    "replications:index": "/projects/{project}/replications/",
    "replications:index empty": "/projects/{long}/replications/",
    "need:index": "/needs/",
    "need:detail": "/needs/{need}/",
    "need:detail met": "/needs/{met}/",
    "need:detail late": "/needs/{late}/",
    "need:late": "/needs/late/",
    "offer:index": "/offers/",
    "offer:detail": "/offers/{offer}/",
    "group:index": "/groups/",
    "group:detail": "/groups/{circle}/",
    "group:detail silent": "/groups/{silent}/",
    "group:detail archived": "/groups/{archived}/",
    "group:members": "/groups/{circle}/members/",
    "post:index": "/posts/",
    "post:detail": "/posts/{post}/",
    "post:history": "/posts/{post}/history/",
    "post:of_group": "/posts/in/{circle}/",
    "resource:index": "/resources/",
    "resource:detail": "/resources/{resource}/",
    "resource:detail outdated": "/resources/{outdated}/",
    "resource:detail duplicate": "/resources/{duplicate}/",
    "resource:feedback": "/resources/{resource}/feedback/",
    "collection:index": "/collections/",
    "collection:detail": "/collections/{collection}/",
    "organization:index": "/organizations/",
    "organization:detail": "/organizations/{organization}/",
    "organization:detail incubator": "/organizations/{incubator}/",
    "organization:detail sponsor": "/organizations/{sponsor}/",
    "organization:members": "/organizations/{organization}/members/",
    "organization:invitation": "/organizations/invitations/{invitation}/",
    "territories:index": "/territories/",
    "territories:index found": "/territories/?q=rennes",
    "territories:detail country": "/territories/FR/",
    "territories:detail region": "/territories/FR-REG-53/",
    "territories:detail department": "/territories/FR-DEP-35/",
    "territories:detail commune": "/territories/FR-COM-35238/",
    "portfolio:index": "/portfolio/",
    "portfolio:index asked": "/portfolio/?as_of=2024-06-01&known_at=2026-08-20&definition=live",
    "portfolio:flow": "/portfolio/flows/?year=2023&phase=construction",
    "review:index": "/reviews/",
    "review:detail open": "/reviews/{review_open}/",
    "review:detail frozen": "/reviews/{review_frozen}/",
    "review:detail silent": "/reviews/{review_silent}/",
    "review:detail decided": "/reviews/{review_decided}/",
    "review:detail then": "/reviews/{review_decided}/?known_at=2024-06-01",
    "review:detail stopped": "/reviews/{review_stopped}/",
    "review:detail corrected": "/reviews/{review_advanced}/",
    "review:draft": "/reviews/{review_open}/dossier/",
    "review:dossier": "/reviews/{review_decided}/dossier/1/",
    "review:coverage": "/reviews/coverage/",
    "review:coverage asked": "/reviews/coverage/?as_of=2024-06-01&known_at=2026-08-20",
    "notifications:unsubscribe": "/notifications/unsubscribe/{unsubscribe}/",
    "feed:index": "/feed/",
    "feed:index asked": "/feed/?kind=project&territory=FR-REG-53&decisions=1",
    "feed:index entry": "/feed/?entry=project/{project}",
    "actors:map": "/map/",
    "actors:map regions": "/map/?what=organization.association&level=region",
    "person:index": "/people/",
    "person:skills": "/people/skills/",
    "person:skills nothing": "/people/skills/?q=zyxwvut&territory=FR-REG-53",
    "person:detail": "/people/{agent}/",
    "person:detail pseudonym": "/people/{pseudonym}/",
    "topics:index": "/topics/",
    "topics:detail": "/topics/{topic}/",
    "record:index": "/record/",
    "record:index kind": "/record/?kind=projects",
    "record:detail": "/record/{statement}/",
    "sources:index": "/sources/",
    "sources:detail": "/sources/betagouv/",
    "sources:report": "/sources/betagouv/2026-08-20/",
    "moderation:index": "/moderation/",
    "project:detail talked": "/projects/{discussed}/",
    "comments:index": "/comments/about/{talked}/",
    "comments:detail": "/comments/{comment}/",
    "comments:detail question": "/comments/{question}/",
    "comments:history": "/comments/{comment}/history/",
    "account_login": "/accounts/sign-in/",
    "account_signup": "/accounts/sign-up/",
    "account_signup_by_passkey": "/accounts/sign-up/passkey/",
    "account_inactive": "/accounts/inactive/",
}
INDICATOR = "/projects/{project}/evidence/indicators/{indicator}/"
VALUE = "/projects/{project}/evidence/measurements/{measurement}/"
MEMBERS = {
    "project:create": ("administrator", "/projects/new/"),
    "project:detail": ("editor", "/projects/{project}/"),
    "project:detail proposed": ("colleague", "/projects/{proposed}/"),
    "project:edit": ("editor", "/projects/{project}/edit/"),
    "project:enter_phase": ("editor", "/projects/{project}/enter-phase/"),
    "project:pause": ("editor", "/projects/{project}/pause/"),
    "project:stop": ("editor", "/projects/{project}/stop/"),
    "project:decline_step": ("editor", "/projects/{proposed}/decline-step/"),
    "project:correct_spell": ("editor", "/projects/{project}/spells/{spell}/"),
    "project:affiliate": ("editor", "/projects/{project}/affiliate/"),
    "project:end_affiliation": ("editor", "/projects/{project}/affiliations/{affiliation}/"),
    "evidence:index": ("editor", "/projects/{project}/evidence/"),
    "evidence:add_indicator": ("editor", "/projects/{project}/evidence/indicators/new/"),
    "evidence:edit_indicator": ("editor", f"{INDICATOR}edit/"),
    "evidence:change_definition": ("editor", f"{INDICATOR}definition/"),
    "evidence:retire_indicator": ("editor", f"{INDICATOR}retire/"),
    "evidence:record": ("editor", f"{INDICATOR}record/"),
    "evidence:set_target": ("editor", f"{INDICATOR}target/"),
    "evidence:connect_source": ("editor", f"{INDICATOR}source/"),
    "evidence:disconnect_source": ("editor", f"{INDICATOR}source/stop/"),
    "evidence:measurement": ("editor", VALUE),
    "evidence:correct": ("editor", f"{VALUE}correct/"),
    "evidence:withdraw": ("editor", f"{VALUE}withdraw/"),
    "evidence:publish": ("editor", f"{VALUE}publish/"),
    "evidence:check": ("administrator", f"{VALUE}check/"),
    "evidence:drop_target": ("editor", "/projects/{project}/evidence/targets/{target}/drop/"),
    "evidence:record_cost": ("editor", "/projects/{project}/evidence/costs/new/"),
    "evidence:correct_cost": ("editor", "/projects/{project}/evidence/costs/{cost}/"),
    "evidence:withdraw_cost": ("editor", "/projects/{project}/evidence/costs/{cost}/withdraw/"),
    "evidence:attest": ("administrator", "/projects/{project}/evidence/titles/new/"),
    "evidence:revoke": ("administrator", "/projects/{project}/evidence/titles/{title}/revoke/"),
    "evidence:import_file": ("editor", "/projects/{project}/evidence/import/"),
    "evidence:tokens": ("editor", "/projects/{project}/evidence/tokens/"),
    "replications:index": ("editor", "/projects/{project}/replications/"),
    "replications:declare": ("editor", "/projects/{project}/replications/new/"),
    "replications:propose": ("editor", "/projects/{project}/replications/propose/"),
    "replications:retract": (
        "administrator",
        "/projects/{project}/replications/{replication}/retract/",
    ),
    "need:create": ("editor", "/needs/new/"),
    "need:create newcomer": ("newcomer", "/needs/new/"),
    "need:detail draft": ("editor", "/needs/{draft}/"),
    "need:detail asked": ("editor", "/needs/{need}/"),
    "need:edit": ("editor", "/needs/{draft}/edit/"),
    "need:publish": ("editor", "/needs/{draft}/publish/"),
    "need:offer_help": ("administrator", "/needs/{late}/help/"),
    "need:ask_for_help": ("editor", "/needs/{need}/ask/offer/{offer}/"),
    "need:answer": ("administrator", "/needs/{late}/answer/"),
    "need:start": ("editor", "/needs/{matched}/start/"),
    "need:close": ("editor", "/needs/{need}/close/"),
    "need:withdraw": ("editor", "/needs/{need}/withdraw/"),
    "attachments:attach": ("editor", "/attachments/about/{need_uid}/new/"),
    "attachments:detach": ("editor", "/attachments/{file}/detach/"),
    "offer:create": ("administrator", "/offers/new/"),
    "offer:edit": ("administrator", "/offers/{offer}/edit/"),
    "offer:withdraw": ("administrator", "/offers/{offer}/withdraw/"),
    "group:create": ("editor", "/groups/new/"),
    "post:create": ("editor", "/posts/new/"),
    "post:create_in": ("editor", "/posts/new/in/{closed}/"),
    "post:drafts": ("editor", "/posts/drafts/"),
    "post:detail private": ("editor", "/posts/{private_post}/"),
    "post:edit": ("editor", "/posts/{post}/edit/"),
    "post:withdraw": ("editor", "/posts/{post}/withdraw/"),
    "group:mine": ("citizen", "/groups/invitations/"),
    "group:detail facilitated": ("editor", "/groups/{silent}/"),
    "group:detail invited": ("citizen", "/groups/{closed}/"),
    "group:detail closed": ("editor", "/groups/{closed}/"),
    "group:members waiting": ("editor", "/groups/{asked}/members/"),
    "group:edit": ("editor", "/groups/{circle}/edit/"),
    "group:join": ("citizen", "/groups/{circle}/join/"),
    "group:ask": ("guarded", "/groups/{asked}/ask/"),
    "group:withdraw_request": ("newcomer", "/groups/{asked}/take-back/"),
    "group:accept_invitation": ("citizen", "/groups/{closed}/invitation/accept/"),
    "group:decline_invitation": ("citizen", "/groups/{closed}/invitation/decline/"),
    "group:choose": ("newcomer", "/groups/{circle}/membership/"),
    "group:leave": ("newcomer", "/groups/{circle}/leave/"),
    "group:invite": ("editor", "/groups/{circle}/members/invite/"),
    "group:refuse": ("editor", "/groups/{asked}/members/{asking}/refuse/"),
    "group:remove_member": ("editor", "/groups/{circle}/members/{circle_member}/remove/"),
    "group:go_on": ("editor", "/groups/{silent}/go-on/"),
    "group:archive": ("editor", "/groups/{silent}/archive/"),
    "group:revive": ("editor", "/groups/{archived}/revive/"),
    "resource:create": ("editor", "/resources/new/"),
    "resource:import_file": ("editor", "/resources/import/"),
    "resource:detail": ("editor", "/resources/{resource}/"),
    "resource:detail rated": ("newcomer", "/resources/{resource}/"),
    "resource:edit": ("editor", "/resources/{resource}/edit/"),
    "resource:outdate": ("editor", "/resources/{resource}/outdate/"),
    "resource:mark_duplicate": ("editor", "/resources/{resource}/duplicate/"),
    "resource:renew": ("editor", "/resources/{outdated}/renew/"),
    "resource:rate": ("citizen", "/resources/{resource}/feedback/mine/"),
    "resource:rate again": ("newcomer", "/resources/{resource}/feedback/mine/"),
    "resource:unrate": ("newcomer", "/resources/{resource}/feedback/mine/withdraw/"),
    "resource:reply": ("editor", "/resources/{resource}/feedback/{feedback}/reply/"),
    "collection:create": ("editor", "/collections/new/?resource={resource}"),
    "collection:edit": ("editor", "/collections/{collection}/edit/"),
    "collection:add": ("editor", "/collections/add/{outdated}/"),
    "organization:create": ("administrator", "/organizations/new/"),
    "organization:edit": ("editor", "/organizations/{incubator}/edit/"),
    "organization:close": ("administrator", "/organizations/{organization}/close/"),
    "organization:set_domains": ("administrator", "/organizations/{organization}/domains/"),
    "organization:claims": ("administrator", "/organizations/claims/"),
    "organization:claim": ("guarded", "/organizations/{unclaimed}/claim/"),
    "organization:join": ("colleague", "/organizations/{organization}/join/"),
    "organization:settle": ("editor", "/organizations/{organization}/requests/{request}/"),
    "organization:settle claim": ("administrator", "/organizations/{unclaimed}/requests/{claim}/"),
    "organization:members": ("editor", "/organizations/{organization}/members/"),
    "organization:members asking": ("newcomer", "/organizations/{organization}/members/"),
    "organization:member": ("editor", "/organizations/{organization}/members/{member}/"),
    "organization:leave": ("guarded", "/organizations/{organization}/leave/"),
    "organization:release": ("editor", "/organizations/{organization}/release/"),
    "organization:invitation": ("newcomer", "/organizations/invitations/{invitation}/"),
    "follows:index": ("editor", "/following/"),
    "follows:index empty": ("newcomer", "/following/"),
    "follows:watch": ("editor", "/following/filters/?territory=FR-REG-53"),
    "comments:write": ("newcomer", "/comments/about/{talked}/write/"),
    "comments:ask": ("editor", "/comments/about/{talked}/ask/"),
    "comments:reply": ("newcomer", "/comments/{question}/reply/"),
    "comments:edit": ("newcomer", "/comments/{comment}/edit/"),
    "comments:delete": ("newcomer", "/comments/{comment}/delete/"),
    "comments:detail mine": ("newcomer", "/comments/{hidden_comment}/"),
    "project:detail talked": ("newcomer", "/projects/{discussed}/"),
    "moderation:report comment": ("editor", "/moderation/report/comment/{comment}/"),
    "moderation:queue": ("moderator", "/moderation/queue/"),
    "moderation:case": ("moderator", "/moderation/cases/{case}/"),
    "moderation:case hidden": ("moderator", "/moderation/cases/{hidden_case}/"),
    "moderation:hide": ("moderator", "/moderation/cases/{case}/hide/"),
    "moderation:keep": ("moderator", "/moderation/cases/{case}/keep/"),
    "moderation:show": ("moderator", "/moderation/cases/{hidden_case}/show/"),
    "moderation:report": ("newcomer", "/moderation/report/entry/{reported}/"),
    "moderation:appeal": ("editor", "/moderation/decisions/{decision}/appeal/"),
    "moderation:settle": ("moderator", "/moderation/decisions/{appealed}/settle/"),
    "project:detail hidden": ("editor", "/projects/{hidden}/"),
    "notifications:mails": ("editor", "/notifications/mails/"),
    "notifications:mails bounced": ("newcomer", "/notifications/mails/"),
    "feed:mine": ("editor", "/feed/mine/"),
    "feed:mine empty": ("newcomer", "/feed/mine/"),
    "review:detail open": ("editor", "/reviews/{review_open}/"),
    "review:detail decided": ("editor", "/reviews/{review_decided}/"),
    "review:manage": ("editor", "/reviews/manage/{incubator}/"),
    "review:plan": ("editor", "/reviews/new/?project={proposed}"),
    "review:open_dossier": ("editor", "/reviews/{review_planned}/open-dossier/"),
    "review:write": ("guarded", "/reviews/{review_open}/write/"),
    "review:freeze": ("editor", "/reviews/{review_open}/freeze/"),
    "review:reopen": ("editor", "/reviews/{review_frozen}/reopen/"),
    "review:reschedule": ("editor", "/reviews/{review_planned}/reschedule/"),
    "review:hold": ("editor", "/reviews/{review_frozen}/hold/"),
    "review:cancel": ("editor", "/reviews/{review_planned}/cancel/"),
    "review:rearm": ("editor", "/reviews/{review_planned}/rearm/"),
    "review:seat": ("editor", "/reviews/{review_planned}/seat/"),
    "review:unseat": ("editor", "/reviews/{review_open}/seats/{review_seat}/"),
    "review:declare": ("citizen", "/reviews/{review_frozen}/declare/"),
    "review:decide": ("editor", "/reviews/{review_held}/decide/"),
    "review:correct": ("editor", "/reviews/{review_advanced}/correct/"),
    "review:settle": ("editor", "/reviews/{review_decided}/conditions/{review_condition}/"),
    "review:receive": ("editor", "/reviews/{review_transfer}/receive/"),
    "review:reply": ("guarded", "/reviews/{review_decided}/reply/"),
    "review:remark": ("citizen", "/reviews/{review_open}/remark/"),
    "review:answer": ("guarded", "/reviews/{review_open}/remarks/{review_remark}/"),
    "review:hide_remark": ("administrator", "/reviews/{review_open}/hidden/{review_remark}/"),
    "person:create": ("newcomer", "/people/new/"),
    "person:detail": ("editor", "/people/{agent}/"),
    "person:detail withdrawn": ("guarded", "/people/{withdrawn}/"),
    "person:edit": ("editor", "/people/{agent}/edit/"),
    "person:mark": ("editor", "/people/{agent}/mark/"),
    "person:publish": ("guarded", "/people/{withdrawn}/publish/"),
    "person:withdraw": ("editor", "/people/{agent}/withdraw/"),
    "person:data": ("citizen", "/people/me/data/"),
    "person:erase": ("newcomer", "/people/me/data/erase/"),
    "person:erase hindered": ("editor", "/people/me/data/erase/"),
    "notifications:index": ("editor", "/notifications/"),
    "rights:index": ("administrator", "/operations/rights/?kind=project"),
    "account_email newcomer": ("newcomer", "/accounts/"),
    "account_email": ("editor", "/accounts/"),
    "account_email guarded": ("guarded", "/accounts/"),
    "account_addresses": ("guarded", "/accounts/addresses/"),
    "account_sessions": ("guarded", "/accounts/sessions/"),
    "socialaccount_connections": ("guarded", "/accounts/identities/"),
    "mfa_index": ("guarded", "/accounts/keys/"),
    "mfa_index empty": ("editor", "/accounts/keys/"),
    "mfa_add_webauthn": ("guarded", "/accounts/keys/passkey/"),
    "mfa_edit_webauthn": ("guarded", "/accounts/keys/passkey/{passkey}/"),
    "mfa_remove_webauthn": ("guarded", "/accounts/keys/passkey/{passkey}/remove/"),
    "mfa_activate_totp": ("editor", "/accounts/keys/app/"),
    "mfa_deactivate_totp": ("guarded", "/accounts/keys/app/remove/"),
    "mfa_view_recovery_codes": ("guarded", "/accounts/keys/codes/"),
    "mfa_generate_recovery_codes": ("guarded", "/accounts/keys/codes/new/"),
    "mfa_reauthenticate": ("guarded", "/accounts/confirm/code/"),
    "mfa_reauthenticate_webauthn": ("guarded", "/accounts/confirm/passkey/"),
    "account_logout": ("editor", "/accounts/sign-out/"),
    "jobs:index": ("administrator", "/operations/jobs/"),
    "web:home": ("editor", "/"),
}
ERRORS = {
    "/projects/nowhere/": 404,
    "/nowhere/": 404,
    "/projects/{hidden}/": 404,
    "/posts/{withdrawn_post}/": 410,
    "/accounts/link/nonsense/": 410,
    "/portfolio/?as_of=2999-01-01&incubator=nowhere": 400,
    "/reviews/coverage/?as_of=2999-01-01&incubator=nowhere": 400,
}
NO_PAGES = {
    "directory:feed", "account_confirm_login_code", "account_email_verification_sent",
    "account_link", "account_end_other_sessions", "account_end_session", "account_reauthenticate",
    "account_part", "account_join", "oidc_begin", "mfa_login_webauthn", "mfa_authenticate",
    "mfa_signup_webauthn", "mfa_download_recovery_codes", "jobs:run_again", "jobs:forget",
    "project:confirm_step", "portfolio:chart", "portfolio:chart-now", "review:coverage_chart",
    "organization:withdraw_request", "resource:template",
    "organization:withdraw_invitation", "evidence:csv", "evidence:template",
    "evidence:revoke_token", "follows:follow", "follows:change_watch", "follows:export",
    "notifications:resume",
    "feed:atom", "feed:json",
    "post:keep", "post:keep_in", "post:drop_draft",
    "group:accept", "group:uninvite", "group:appoint", "group:release",
    "need:accept_help", "need:decline_help", "replications:confirm", "replications:decline",
    "review:calendar", "review:canonical", "person:export",
    "notifications:read", "notifications:read_all",
    "moderation:figures", "comments:keep", "comments:react", "comments:react_to",
}  # fmt: skip
LANGUAGES = {"fr": "", "en": "/en"}
each_language = pytest.mark.parametrize("language", LANGUAGES)


def names(resolver, language_part=False, namespace=""):
    """The names of all addresses that exist in each language: the pages."""
    for pattern in resolver.url_patterns:
        inside = language_part or hasattr(pattern.pattern, "language_prefix")
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, inside, f"{pattern.namespace}:" if pattern.namespace else "")
        elif inside:
            yield f"{namespace}{pattern.name}"


def test_every_page_is_looked_at():
    looked_at = {name.split(" ")[0] for name in (*PAGES, *MEMBERS)}
    assert set(names(get_resolver())) - looked_at == NO_PAGES


def is_gallery(path):
    """Whether it is the page that shows every component, first headings and links among them."""
    return path.endswith("/gallery/")


def look(watch, path, language, status=200):
    """Look at one page in every way; fails with all that is wrong with it.

    Colours are the same in both languages and widths: their rules, which take most of the time,
    are asked of light in one of them and of the dark in the other. So is what a phone's width
    changes, but for what does not fit.
    """
    assert watch.visit(path) == status
    page, found = watch.page, watch.headings()
    wrong = {
        "axe": watch.violations(colours=language == "fr"),
        "markup": faults(watch.markup, examples=is_gallery(path)),
        "troubles": watch.troubles(),
        "headings": [] if len(found) == 1 or (found and is_gallery(path)) else found or ["none"],
        "language": [] if page.locator("html").get_attribute("lang") == language else [language],
        "title": [] if page.title().strip(" ·") else ["none"],
    }
    page.set_viewport_size(PHONE)
    wrong["wider than a phone"] = watch.too_wide()
    if language == "fr":
        wrong["axe on a phone"] = watch.violations(colours=False)
    else:
        page.emulate_media(color_scheme="dark")
        wrong["axe in the dark"] = watch.violations(*COLOURS)
    wrong = {name: found for name, found in wrong.items() if found}
    if wrong:
        pytest.fail(f"{path}\n{json.dumps(wrong, indent=1, ensure_ascii=False)}", pytrace=False)


@each_language
@pytest.mark.parametrize("name", PAGES)
def test_page(site, watches, name, language):
    path = LANGUAGES[language] + site.path(PAGES[name])
    look(watches(), path, language)


@each_language
@pytest.mark.parametrize("name", MEMBERS)
def test_page_of_members(site, watches, name, language):
    who, pattern = MEMBERS[name]
    path = LANGUAGES[language] + site.path(pattern)
    look(watches(who), path, language)


@each_language
@pytest.mark.parametrize("path", ERRORS)
def test_page_that_says_what_is_wrong(site, watches, path, language):
    look(watches(), LANGUAGES[language] + site.path(path), language, ERRORS[path])
