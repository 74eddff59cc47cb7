from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.charts import DARK, LIGHT, kept_as, standing_alone
from terreau.charts import render as draw
from terreau.portfolio import flows, pages
from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.figures import as_csv, as_data
from terreau.portfolio.forms import FlowForm, QuestionForm
from terreau.portfolio.pictures import picture
from terreau.portfolio.queries import results

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def index(request):
    """The portfolio page; with ?format=csv, json or svg and figure=NAME, one figure of it."""
    form = QuestionForm(request.GET)
    if not form.is_valid():
        return render(request, "portfolio/index.html", pages.mistaken(form), status=400)
    written = form.cleaned_data["format"]
    if written:
        return download(form, written)
    context = pages.page(form)
    response = render(request, "portfolio/index.html", context)
    if context["pending"]:
        # Not to be kept: the next reader finds the pictures in the page itself.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def flow(request):
    """Who entered or left a phase in a year, a page of them; with ?format=csv or json, all."""
    form = FlowForm(request.GET)
    if not form.is_valid():
        mistakes = [words for _name, words in form.mistakes]
        return render(request, "portfolio/flow.html", {"mistakes": mistakes}, status=400)
    answer, written = flows.flow(form.question), form.cleaned_data["format"]
    if written in ("csv", "json"):
        return as_file(answer, written)
    page = pages.flow_page(answer, form.cleaned_data["page"] or 1)
    return render(request, "portfolio/flow.html", page)


def download(form, written):
    name, question = form.cleaned_data["figure"], form.question
    return as_file(ANSWERS[name](question, results(question)), written)


def as_file(answer, written):
    name = answer.name
    headers = {"Content-Disposition": f'attachment; filename="portfolio-{name}.{written}"'}
    if written == "json":
        return JsonResponse(as_data(answer), headers=headers)
    if written == "csv":
        return HttpResponse(as_csv(answer), "text/csv; charset=utf-8", headers=headers)
    svg = standing_alone(draw(picture(answer), cache=cache))
    if not svg:
        raise Http404(name)
    return HttpResponse(svg, "image/svg+xml", headers=headers)


@require_safe
def chart(request, digest=""):
    """A picture of a page, drawn when it is first asked for; without a digest, of what is public
    now."""
    form = QuestionForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["figure"]:
        raise Http404(digest)
    svg = digest and cache.get(kept_as(digest))
    if not svg:
        answer = ANSWERS[form.cleaned_data["figure"]](form.question, results(form.question))
        drawing, narrow = picture(answer), "narrow" in request.GET
        svg = draw(drawing, narrow=narrow, cache=cache)
        digest = digest if drawing.digest(narrow=narrow) == digest else ""
    if not svg:
        raise Http404(digest)
    plain = standing_alone(svg, DARK if "dark" in request.GET else LIGHT)
    headers = {"Cache-Control": FOR_EVER} if digest else {}
    return HttpResponse(plain, "image/svg+xml", headers=headers)
