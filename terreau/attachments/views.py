import logging

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.attachments import actions, keeping, queries, sheet
from terreau.attachments.forms import FileForm, NothingForm
from terreau.entries.pages import act_page

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])
log = logging.getLogger(__name__)
# A file may neither run nor load anything, whatever a browser takes it for.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def detail(request, uid):
    """The bytes of a file, for whoever may see its entry: one query."""
    file = queries.file_at(request.user, uid)
    etag = f'"{file.digest}"'
    # Anybody's copy lasts ten minutes: as long as it may be seen after it was hidden.
    cache = "public, max-age=600" if file.is_public else "private, no-cache"
    headers = {
        "ETag": etag,
        "Cache-Control": cache,
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    try:
        content = keeping.opened(file.path)
    except FileNotFoundError:
        log.error("the file of attachment %s is not there", file.uid)
        raise Http404(str(uid)) from None
    charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
    return FileResponse(
        content, as_attachment=not file.is_picture, filename=sheet.file_name(file),
        content_type=file.media_type + charset, headers=headers,
    )  # fmt: skip


@never_cache
@reads_or_acts
@login_required
def attach(request, uid):
    entry = queries.entry_with_files(request.user, uid)
    form = FileForm(request.POST or None, request.FILES or None)
    return act_page(
        request, entry, actions.add, form, title=_("Add a file"), submit=_("Add this file")
    )


@never_cache
@reads_or_acts
@login_required
def detach(request, uid):
    file, entry = queries.file_to_detach(request.user, uid)

    def act(user, entry, *, revision=None):
        return actions.detach(user, entry, attachment=file)

    act.check, act.is_public, act.is_beside = actions.detach.check, True, True
    form = NothingForm(request.POST if request.method == "POST" else None)
    lead = _("“%(title)s” is deleted for good; the record says that it was here.")
    return act_page(
        request, entry, act, form, title=_("Take a file away"),
        lead=lead % {"title": file.title}, submit=_("Take it away"),
    )  # fmt: skip
