from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.actors.choices import chosen
from terreau.actors.sheet import COLUMNS, export_rows, sheet
from terreau.search.exports import csv_of


@require_safe
def index(request):
    """Who is where: the map and its list; ?format=csv or json: its figures."""
    choice, level = chosen(request.GET)
    form = request.GET.get("format", "")
    if form == "json":
        return JsonResponse({"places": list(export_rows(choice, level))})
    if form == "csv":
        rows = ({name: str(each[name]) for name in COLUMNS} for each in export_rows(choice, level))
        answer = HttpResponse(csv_of(COLUMNS, rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="actors.csv"'
        return answer
    return render(request, "actors/map.html", sheet(request.user, choice, level))
