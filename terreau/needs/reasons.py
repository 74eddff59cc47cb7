"""The reasons of `matching` as sentences, in the language in force."""

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.offers.models import Form

PLACES = {
    "commune": gettext_lazy("is in your commune, %(name)s"),
    "intercommunality": gettext_lazy("is in your intercommunality, %(name)s"),
    "department": gettext_lazy("is in your department, %(name)s"),
    "region": gettext_lazy("is in your region, %(name)s"),
}


def sentences(match, written, is_need=False):
    """What speaks for a candidate, the weightiest first; written: {lexeme: word of the need}.

    is_need: the candidate is a need itself, which was met and met none.
    """
    return [SAID[each.key](each.parameters, written, is_need) for each in match.reasons]


def of_words(said, written, is_need):
    words = ", ".join(written.get(each, each) for each in said["lexemes"])
    return _("speaks of the same words: %(words)s") % {"words": words}


def of_themes(said, written, is_need):
    names = said["names"]
    words = ngettext("shares the theme %(names)s", "shares the themes %(names)s", len(names))
    return words % {"names": get_text_list(names, _("and"))}


def of_place(said, written, is_need):
    return str(PLACES[said["level"]]) % {"name": said["name"]}


def of_form(said, written, is_need):
    return _("is what you expect: %(form)s") % {"form": Form(said["form"]).label}


def of_availability(said, written, is_need):
    free, until = said["free"], said["until"]
    if until is not None:
        return _("can be had until %(day)s") % {"day": date_format(until, "DATE_FORMAT")}
    words = ngettext("can still serve %(n)d need", "can still serve %(n)d needs", free)
    return words % {"n": free}


def of_successes(said, written, is_need):
    month = date_format(said["on"], "YEAR_MONTH_FORMAT")
    if is_need:
        return _("was met in %(month)s") % {"month": month}
    if said["times"] == 1:
        return _("met a need in %(month)s") % {"month": month}
    words = _("met %(n)d needs, the last in %(month)s")
    return words % {"n": said["times"], "month": month}


SAID = {
    "words": of_words,
    "theme": of_themes,
    "place": of_place,
    "form": of_form,
    "available": of_availability,
    "success": of_successes,
}
