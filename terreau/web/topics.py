"""Themes, and what is known of each."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from terreau.entries.queries import all_topics, topic_at


@require_safe
def index(request):
    """Two queries."""
    several, single = [], []
    for topic, count in all_topics():
        tag = {"label": topic.name, "url": topic.get_absolute_url()}
        if count > 1:
            several.append(tag | {"count": count})
        else:
            single.append(tag)
    return render(request, "web/topics.html", {"several": several, "single": single})


@require_safe
def detail(request, slug):
    """One query, and those of panels."""
    return render(request, "web/topic.html", {"topic": topic_at(slug)})


urlpatterns = [
    path("", index, name="index"),
    path("<slug:slug>/", detail, name="detail"),
]
