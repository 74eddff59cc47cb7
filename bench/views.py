"""The references: nothing at all, and the site's layout around a constant text."""

from django.http import HttpResponse
from django.shortcuts import render


def empty(request):
    return HttpResponse(b"")


def bare(request):
    return render(request, "bench/bare.html")
