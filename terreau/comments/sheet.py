"""What the talk beside an entry says, as the parameters of the templates that show it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.comments.differing import differences
from terreau.comments.mentions import linked
from terreau.comments.models import Meaning
from terreau.comments.queries import today
from terreau.entries.markdown import html_of
from terreau.moderation.sheet import report_url, tombstone
from terreau.prepared.addresses import address


def day(value):
    return date_format(value, "DATE_FORMAT")


def at(name, comment):
    return address(f"comments:{name}", comment.uid)


def writer(comment):
    """{name, url} of who wrote, and the organization for which: never an address of theirs."""
    name, url = comment.face or ("", "")
    organization = comment.organization
    organization = organization if organization is not None and organization.is_public else None
    if not name and comment.user_id is None:
        name = _("a deleted account")
    elif not name and organization is not None:
        return {"name": "", "url": "", **spoken(organization, _("a member of"))}
    name = name or _("somebody who is signed in")
    return {"name": name, "url": url, **spoken(organization, _("for"))}


def spoken(organization, word):
    if organization is None:
        return {"for_word": "", "organization": "", "organization_url": ""}
    url = organization.get_absolute_url()
    return {"for_word": word, "organization": organization.title, "organization_url": url}


def reactions(counted, mine, action, user):
    """The three meanings with their counts; buttons for who may press them."""
    return {
        "items": [
            {
                "meaning": meaning.value,
                "label": meaning.label,
                "count": getattr(counted, f"{meaning.value}_count"),
                "mine": meaning.value in mine,
            }
            for meaning in Meaning
        ],
        "action": action if user.is_authenticated else "",
    }


def due_words(comment):
    """When an answer to a question is due, or that it came; {text, late}."""
    if not comment.is_question:
        return None
    if comment.answered_at is not None:
        answered = localtime(comment.answered_at).date()
        late = answered > comment.answer_due_on
        words = _("Answered on %(day)s, late.") if late else _("Answered on %(day)s.")
        return {"text": words % {"day": day(answered)}, "late": False}
    late = comment.answer_due_on < today()
    words = _("An answer was due on %(day)s.") if late else _("An answer is due on %(day)s.")
    return {"text": words % {"day": day(comment.answer_due_on)}, "late": late}


def view(comment, user, level=3):
    """One comment as `comments/_comment.html` draws it; with its answers where it is a thread."""
    is_mine = user.is_authenticated and comment.user_id == user.pk
    hidden = comment.hidden_at is not None
    is_said = comment.is_said
    return {
        "id": f"comment-{comment.uid}",
        "url": comment.get_absolute_url(),
        "writer": writer(comment),
        "at": comment.created_at,
        "text": comment.text if is_said else "",
        "html": linked(html_of(comment.text, level + 1), comment.pages) if is_said else "",
        "deleted": comment.deleted_at is not None,
        "erased": is_said and not comment.text,
        "hidden": hidden and comment.deleted_at is None,
        "why": tombstone(comment.hiding) if hidden else None,
        "appeal": appeal_url(comment) if is_mine and hidden else "",
        "history": at("history", comment) if is_said and comment.edited_at else "",
        "due": due_words(comment) if is_said else None,
        "reactions": reactions(comment, comment.mine, at("react", comment), user)
        if is_said and comment.text
        else None,
        "actions": offers(comment, user, is_mine) if is_said and comment.text else [],
        "answers": [view(each, user, level) for each in getattr(comment, "answers", ())],
    }


def appeal_url(comment):
    decision = comment.hiding
    if decision is None or getattr(decision, "appeal", None) is not None:
        return ""
    return reverse("moderation:appeal", args=[decision.uid])


def offers(comment, user, is_mine):
    """What the reader can do with a comment; anybody is led to sign in first."""
    acts = [(pgettext("button", "Answer"), at("reply", comment))]
    if is_mine:
        acts += [(_("Change"), at("edit", comment)), (_("Delete"), at("delete", comment))]
    elif user.is_authenticated:
        acts.append((_("Report"), report_url("comment", comment.uid)))
    return [{"label": label, "url": url} for label, url in acts]


def talk(user, entry, counted, tops, older, mine):
    """What the page of an entry, or the page of all comments on it, shows."""
    here = address("comments:index", entry.uid)
    return {
        "entry": entry,
        "count": counted.comment_count,
        "counted": ngettext("%(n)d comment", "%(n)d comments", counted.comment_count)
        % {"n": counted.comment_count},
        "comments": [view(each, user) for each in tops],
        "older": f"{here}?{urlencode({'before': older})}" if older else "",
        "reactions": reactions(counted, mine, address("comments:react_to", entry.uid), user),
        "write": address("comments:write", entry.uid),
        "ask": address("comments:ask", entry.uid),
    }  # fmt: skip


def history(versions):
    """The versions of a comment, the newest first, each with what it changed in the one before."""
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [
        {
            "number": number,
            "at": moment,
            "parts": differences(before[1], text) if before else [("same", text)],
        }
        for (number, text, moment), before in pairs
    ]


def late_rows(questions):
    """Questions whose answer is late, as rows of `data_table`."""
    return [
        [
            {"text": each.entry.title, "url": each.get_absolute_url()},
            day(localtime(each.created_at).date()),
            day(each.answer_due_on),
        ]
        for each in questions
    ]
