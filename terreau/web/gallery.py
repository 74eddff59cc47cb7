"""Every component of the theme, drawn, for those who build."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.theme.gallery import gallery


@require_safe
def index(request):
    return render(request, "gallery.html", gallery())
