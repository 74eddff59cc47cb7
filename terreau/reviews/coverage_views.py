"""The public view of the reviews: a page, its files, its pictures."""

from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.charts import DARK, LIGHT, kept_as, standing_alone
from terreau.charts import render as draw
from terreau.portfolio.figures import as_csv, as_data
from terreau.portfolio.views import FOR_EVER
from terreau.reviews import coverage_page
from terreau.reviews.coverage_form import ReviewQuestionForm
from terreau.reviews.figures import ANSWERS, found_for
from terreau.reviews.pictures import picture

TEMPLATE = "reviews/coverage.html"


def answer_of(form):
    question = form.question
    return ANSWERS[form.cleaned_data["figure"]](question, found_for(question))


@require_safe
def coverage(request):
    """The page; with ?format=csv, json or svg and figure=NAME, one figure of it."""
    form = ReviewQuestionForm(request.GET)
    if not form.is_valid():
        return render(request, TEMPLATE, coverage_page.mistaken(form), status=400)
    if form.cleaned_data["format"]:
        return download(form)
    context = coverage_page.page(form)
    response = render(request, TEMPLATE, context)
    if context["pending"]:
        # Not to be kept: the next reader finds the pictures in the page itself.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def download(form):
    answer, written = answer_of(form), form.cleaned_data["format"]
    name = f"reviews-{answer.name}.{written}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if written == "json":
        return JsonResponse(as_data(answer), headers=headers)
    if written == "csv":
        return HttpResponse(as_csv(answer), "text/csv; charset=utf-8", headers=headers)
    svg = standing_alone(draw(picture(answer), cache=cache))
    if not svg:
        raise Http404(name)
    return HttpResponse(svg, "image/svg+xml", headers=headers)


@require_safe
def coverage_chart(request, digest):
    """A picture of the page, drawn when it is first asked for."""
    form = ReviewQuestionForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["figure"]:
        raise Http404(digest)
    svg = cache.get(kept_as(digest))
    if not svg:
        drawing, narrow = picture(answer_of(form)), "narrow" in request.GET
        svg = draw(drawing, narrow=narrow, cache=cache)
        digest = digest if drawing.digest(narrow=narrow) == digest else ""
    if not svg:
        raise Http404(digest)
    plain = standing_alone(svg, DARK if "dark" in request.GET else LIGHT)
    headers = {"Cache-Control": FOR_EVER} if digest else {}
    return HttpResponse(plain, "image/svg+xml", headers=headers)
