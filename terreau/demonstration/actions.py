"""Showing an invented network, through the acts by which real people would write it."""

import json
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from terreau.accounts.actions import create_demonstration_accounts, open_account
from terreau.accounts.queries import user_with
from terreau.collections import actions as collections
from terreau.collections.models import Collection
from terreau.comments import actions as comments
from terreau.comments.models import Comment
from terreau.entries.invented import invented_uid
from terreau.entries.models import Topic
from terreau.follows.actions import follow
from terreau.groups import actions as groups
from terreau.groups import belonging
from terreau.groups.models import Group
from terreau.moderation import actions as moderation
from terreau.needs import actions as needs
from terreau.needs import helping
from terreau.needs.models import Need
from terreau.notifications.preferences import choose_rhythm
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.organizations import actions as organizations
from terreau.organizations import requests
from terreau.organizations.models import Organization
from terreau.people import actions as people
from terreau.people.models import Person, Reach
from terreau.posts import actions as posts
from terreau.posts.models import Post
from terreau.projects import actions as projects
from terreau.projects.models import Project
from terreau.replications import actions as replications
from terreau.resources import actions as resources
from terreau.resources import rating
from terreau.resources.models import Feedback, Resource
from terreau.territories.queries import by_codes

PART = "terreau.demonstration"
DOMAIN = "invented.example.org"
JOINED = timedelta(days=400)
OPEN = {name: str(Reach.EVERYONE) for name in ("bio", "works_for", "skills", "offers")}
READERS = ("editor@example.org", "citizen@example.org")  # whose own page shows something
PARTS = (
    "organizations", "people", "projects", "replications", "offers", "needs", "resources",
    "feedback", "collections", "groups", "posts", "comments", "reactions", "follows",
)  # fmt: skip


@transaction.atomic
def show(progress=None):
    """Write the whole network, or nothing of it. progress: (done, total, what) → None."""
    create_demonstration_accounts()
    network = Network(json.loads(files(PART).joinpath("data/network.json").read_text()))
    for place, part in enumerate(PARTS):
        if progress:
            progress(place, len(PARTS), part)
        getattr(network, f"write_{part}")(network.said[part])


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


class Network:
    """What was written so far, by the keys of the file.

    users: {key: User} of people; entries: {key: entry}; comments: {key: Comment}.
    """

    def __init__(self, said):
        self.said = said
        self.users, self.entries, self.comments = {}, {}, {}
        self.administrator = user_with("administrator@example.org")
        given = [each for part in said.values() if isinstance(part, list) for each in part]
        self.places = by_codes({each["territory"] for each in given if "territory" in each})
        self.topics = {each.name: each for each in Topic.objects.order_by("pk")}

    def new(self, model, said):
        return model(uid=invented_uid(f"{model.KIND}/{said['key']}"))

    def fields(self, said, *names):
        """What an entry says, its place and themes as what they are here, if they are."""
        given = {name: said[name] for name in names if name in said}
        if "topics" in said:
            given["topics"] = [self.topics[each] for each in said["topics"] if each in self.topics]
        return given | {"territory": self.places.get(said.get("territory"))}

    def write_organizations(self, said):
        for each in said:
            given = self.fields(each, "title", "state", "summary", "acronym")
            new = self.new(Organization, each)
            self.entries[each["key"]] = organizations.create(self.administrator, new, **given)

    def write_people(self, said):
        for each in said:
            user = open_account(
                f"{each['email']}@{DOMAIN}", is_proven=True, is_demonstration=True,
                is_moderator=each.get("moderates", False), date_joined=timezone.now() - JOINED,
            )  # fmt: skip
            choose_rhythm(user, "none")
            self.users[each["key"]] = user
            if "of" in each:
                self.join(user, self.entries[each["of"]], each["role"])
            given = self.fields(each, "title", "state", "is_pseudonym", "bio", "skills", "offers")
            person = people.create(user, self.new(Person, each), reaches=OPEN, **given)
            self.entries[each["key"]] = person
            if each.get("mark"):
                people.verify(user, person, organization=self.entries[each["of"]])

    def join(self, user, organization, role):
        organization.refresh_from_db()
        request = requests.ask(user, organization)
        if organization.is_claimed:
            requests.accept_request(self.administrator, organization, request=request, role=role)
        else:
            requests.accept_claim(self.administrator, organization, request=request)

    def speaking(self, said):
        """The user who acts, and for which organization or profile."""
        return self.users[said["by"]], {"acting_as": self.entries[said["for"]]}

    def write_projects(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            new = self.new(Project, each)
            new.author = speaking["acting_as"]
            self.entries[each["key"]] = projects.create(
                user, new, phase=each["phase"], on=days_ago(each["days"]), **speaking,
                **self.fields(each, "title", "summary", "problem", "solution", "audience"),
            )  # fmt: skip

    def write_replications(self, said):
        for each in said:
            given = self.fields(each, "adaptation", "result")
            replications.declare(
                self.users[each["by"]], self.entries[each["project"]], on=days_ago(each["days"]),
                taker=self.entries[each["taker"]],
                cost=Decimal(each["cost"]) if "cost" in each else None, **given,
            )  # fmt: skip

    def write_offers(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            given = self.fields(each, "title", "form", "summary", "conditions", "capacity")
            until = timezone.localdate() + timedelta(days=each["days"])
            self.entries[each["key"]] = offers.create(
                user, self.new(Offer, each), until=until, **given, **speaking
            )

    def write_needs(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            given = self.fields(each, "title", "problem", "background", "form")
            if "to" in each:
                given["addressed_to"] = self.entries[each["to"]]
            need = needs.create(user, self.new(Need, each), **given, **speaking)
            self.entries[each["key"]] = needs.publish(user, need)
            self.go_on(user, need, each)

    def go_on(self, user, need, said):
        """What came of a need: help, an answer, its end, or that the day of its answer went by."""
        if "help" in said:
            help = self.offered(need, said["help"])
            if not said["help"].get("waits"):
                helping.accept_help(user, need, help=help)
        if said.get("start"):
            needs.start(user, need)
        if "close" in said:
            needs.close(user, need, **said["close"])
        if "answer" in said:
            needs.answer(self.users[said["answer"]["by"]], need, answer=said["answer"]["text"])
        if "late" in said:  # no act lets days go by
            Need.objects.filter(pk=need.pk).update(due_on=days_ago(said["late"]))

    def offered(self, need, said):
        return helping.offer_help(
            self.users[said["by"]], need, helper=self.entries[said["helper"]],
            offer=self.entries.get(said.get("offer")), message=said["message"],
        )  # fmt: skip

    def write_resources(self, said):
        names = ("title", "sort", "summary", "audience", "licence", "body", "address")
        for each in said:
            user, speaking = self.speaking(each)
            new = self.new(Resource, each)
            resource = resources.create(user, new, **self.fields(each, *names), **speaking)
            if "outdate" in each:
                resources.outdate(user, resource, reason=each["outdate"])
            self.entries[each["key"]] = resource

    def write_feedback(self, said):
        for each in said:
            resource, user = self.entries[each["on"]], self.users[each["by"]]
            rating.rate(user, resource, rating=each["rating"], text=each["text"])
            if "reply" in each:
                feedback = Feedback.objects.get(resource=resource.pk, user=user)
                answer = each["reply"]
                rating.reply(
                    self.users[answer["by"]], resource, feedback=feedback, text=answer["text"]
                )

    def write_collections(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            given = self.fields(each, "title", "summary", "topics")
            del given["territory"]
            held = [self.entries[key] for key in each["resources"]]
            new = self.new(Collection, each)
            self.entries[each["key"]] = collections.create(
                user, new, resources=held, **given, **speaking
            )

    def write_groups(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            given = self.fields(each, "title", "summary", "charter", "admission")
            review_on = timezone.localdate() + timedelta(days=each["review_in"])
            group = groups.create(
                user, self.new(Group, each), review_on=review_on, **given, **speaking
            )
            self.entries[each["key"]] = group
            self.gather(user, group, each)

    def gather(self, user, group, said):
        """Who came into a group, by the way that it has; who asks to, who is invited, who is
        named."""
        for key in said["members"]:
            person = self.users[key]
            if group.is_closed:
                belonging.invite(user, group, profile=self.entries[key].slug)
                belonging.accept_invitation(person, group)
            elif group.state == "on_request":
                belonging.ask(person, group)
                belonging.accept(user, group, person=person)
            else:
                belonging.join(person, group)
        for each in said.get("asks", ()):
            belonging.ask(self.users[each["by"]], group, message=each["message"])
        for key in said.get("invites", ()):
            belonging.invite(user, group, profile=self.entries[key].slug)
        for key in said["named"]:
            belonging.choose(self.users[key], group, reach="everyone")

    def write_posts(self, said):
        for each in said:
            user, speaking = self.speaking(each)
            new = self.new(Post, each)
            new.context = self.entries.get(each.get("in"))
            given = self.fields(each, "title", "text")
            post = self.entries[each["key"]] = posts.create(user, new, **given, **speaking)
            if "edit" in each:
                posts.edit(user, post, **given | {"text": each["edit"]})

    def write_comments(self, said):
        for each in said:
            entry, given = self.entries[each["on"]], {}
            if "for" in each:
                given["organization"] = self.entries[each["for"]]
            if "under" in each:
                given["parent"] = self.comments[each["under"]]
            act = getattr(comments, each.get("act", "write"))
            act(self.users[each["by"]], entry, text=each["text"], **given)
            if "key" in each:
                self.comments[each["key"]] = Comment.objects.filter(entry=entry.pk).latest("pk")
            if "report" in each:
                self.report(self.comments[each["key"]], entry, each["report"])

    def report(self, comment, entry, said):
        """Report a comment, and hide it for a public reason."""
        report = moderation.report(
            self.users[said["by"]], entry, what="comment", uid=comment.uid,
            reason=said["reason"], text=said["text"],
        )  # fmt: skip
        moderation.hide(
            self.users[said["decided_by"]], entry, case=report.case, reason=said["reason"],
            words=said["words"],
        )  # fmt: skip

    def write_reactions(self, said):
        for each in said:
            comment = self.comments.get(each["on"])
            entry = self.entries[each["on"]] if comment is None else comment.entry
            comments.react(self.users[each["by"]], entry, meaning=each["meaning"], comment=comment)

    def write_follows(self, said):
        """Who follows what, in the network and of the accounts to try the site with."""
        for key, followed in said.items():
            for each in followed:
                follow(self.users[key], self.entries[each])
        for user in filter(None, map(user_with, READERS)):
            for entry in self.entries.values():
                if entry.shared_at is None:
                    follow(user, entry)
