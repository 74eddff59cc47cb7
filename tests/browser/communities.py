"""Groups for the browser tests: of every admission, silent, archived, with people who wait."""

from datetime import timedelta

from django.utils import timezone

from terreau.entries.models import Topic
from terreau.groups import actions, belonging
from terreau.groups.models import Admission, Group, Membership
from terreau.posts import actions as posts
from terreau.posts.models import Draft, Post
from terreau.territories.queries import by_code

CHARTER = """Chacun apporte **un formulaire** qui fait attendre.

- on le relit ensemble,
- on raconte ce qui a échoué.
"""


def found(user, body, title, **given):
    return actions.create(
        user, Group(), acting_as=body, title=title, charter=CHARTER,
        summary="Relire ensemble les formulaires qui font attendre.", **given,
    )  # fmt: skip


def number_in(group, user):
    return Membership.objects.get(group=group, user=user).pk


def enter(people, body, citizen):
    """Enter them all; what the tests need to find their way. citizen: the address of a profile."""
    editor = people["editor"]
    circle = found(
        editor, body, "Relire ensemble", territory=by_code("FR-DEP-35"),
        topics=[Topic.objects.get(name="Agriculture")],
        review_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    belonging.join(people["newcomer"], circle)
    belonging.choose(editor, circle, reach="everyone")
    asked = found(editor, body, "Cartes et parcelles", admission=Admission.ON_REQUEST)
    belonging.ask(people["newcomer"], asked, message="Je cartographie les haies.")
    belonging.invite(editor, asked, profile=citizen)
    closed = found(
        editor, body, "Entre maires", admission=Admission.CLOSED, is_listed=False
    )  # fmt: skip
    belonging.invite(editor, closed, profile=citizen)
    silent = found(editor, body, "Guichets du samedi")
    then = timezone.now() - timedelta(days=400)
    Group.objects.filter(pk=silent.pk).update(active_at=then, proposed_at=timezone.now())
    archived = found(editor, body, "Anciens formulaires")

    def said(group, title, **given):
        text = "Nous avons relu **trois** formulaires.\n\n> Un champ que personne ne lit."
        new = Post(context=group)
        return posts.create(editor, new, acting_as=body, title=title, text=text, **given)

    post = said(circle, "Trois formulaires relus", topics=list(circle.topics.all()))
    posts.edit(editor, post, title=post.title, text="Nous en avons relu **quatre**.")
    private = said(closed, "Entre nous")
    withdrawn = said(None, "Trop tôt")
    posts.withdraw(editor, withdrawn, reason="Les chiffres étaient faux.")
    Draft.objects.create(user=editor, group=circle, title="À finir", text="Il reste à dire…")
    actions.archive(editor, archived, reason="Le chantier est fini.")
    return {
        "circle": circle.slug,
        "circle_member": number_in(circle, people["newcomer"]),
        "asked": asked.slug,
        "asking": number_in(asked, people["newcomer"]),
        "closed": closed.slug,
        "silent": silent.slug,
        "archived": archived.slug,
        "post": post.slug,
        "private_post": private.slug,
        "withdrawn_post": withdrawn.slug,
    }
