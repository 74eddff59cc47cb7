import uuid

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.accounts.queries import user_with
from terreau.evidence.queries import indicators_of
from terreau.organizations.models import Organization
from terreau.projects.forms import day_field, reason_field
from terreau.projects.models import Project
from terreau.projects.phases import INCUBATION, Phase, label, next_of
from terreau.reviews.committees import seat_words
from terreau.reviews.dossier import HEADINGS, TEXTS
from terreau.reviews.gates import EXISTING, gate_of
from terreau.reviews.models import STOPPING, Condition, DecisionKind, Seat
from terreau.reviews.rows import ConditionRows, TargetRows
from terreau.theme.sections import Section, Sectioned


def optional_day(label, **given):
    day = day_field(label)
    return forms.DateField(
        label=label, required=False, widget=day.widget, validators=day.validators, **given
    )


def text_field(label, rows=4, **given):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


class PlanForm(forms.Form):
    planned_on = optional_day(
        _("Day of the meeting"),
        help_text=_("May be said later. When the review is due follows from the rule."),
    )
    quorum = forms.IntegerField(
        label=_("Quorum"), min_value=1, max_value=40, initial=2,
        help_text=_("How many members make the meeting valid."),
    )  # fmt: skip


class RescheduleForm(PlanForm):
    planned_on = day_field(_("Day of the meeting"))


class ReasonForm(forms.Form):
    reason = reason_field()


class NothingForm(forms.Form):
    """An action without anything to say: its page asks for a confirmation."""


HELP = {EXISTING: _("Search the directory first, and say what you found there.")}


class TextsForm(forms.Form):
    """The sections of the dossier that the team writes, and its answers for the gate."""

    def __init__(self, *args, review, texts, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [*TEXTS, *(item.name for item in gate_of(review.subject.state))]:
            rows = 8 if name in TEXTS else 2
            self.fields[name] = text_field(
                HEADINGS[name], rows, required=False, initial=texts.get(name, ""),
                max_length=20_000, help_text=HELP.get(name, ""),
            )  # fmt: skip

    def clean(self):
        return {"texts": super().clean()}


class SeatForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Seat.Role, initial=Seat.Role.MEMBER)
    email = forms.EmailField(
        label=_("E-mail address of the person"), required=False,
        help_text=_("Of somebody who has an account here. It is shown to nobody."),
    )  # fmt: skip
    organization = forms.ModelChoiceField(
        Organization.objects.public().order_by("title"), label=_("For which organization"),
        required=False,
    )  # fmt: skip

    def clean(self):
        given = super().clean()
        email, member = given.pop("email", ""), None
        if email:
            member = user_with(email)
            if member is None:
                self.add_error("email", gettext("Nobody has an account with this address yet."))
        return given | {"member": member}


class DeclareForm(forms.Form):
    interests = text_field(
        _("Your interests"), required=False,
        help_text=_("Leave empty where you have none. Only the committee and the incubator read "
                    "it; that you declared is public."),
    )  # fmt: skip
    recused = forms.BooleanField(label=_("I take no part in this decision"), required=False)


class SeatsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, seat):
        return seat_words(seat, with_address=True)


class HoldForm(forms.Form):
    held_on = day_field(_("The committee met on"))
    present = SeatsField(
        Seat.objects.none(), label=_("Who was there"), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = seats


PHASE, MONEY, CONDITIONS, NEXT, STOP, TRANSFER, MERGER = "1234567"  # parts of the form below
OPENS = {
    DecisionKind.CONTINUE: (MONEY, NEXT),
    DecisionKind.CONDITIONS: (CONDITIONS, MONEY, NEXT),
    DecisionKind.BRIDGE: (MONEY, NEXT),
    DecisionKind.ADVANCE: (PHASE, MONEY, NEXT),
    DecisionKind.REWORK: (MONEY, NEXT),
    DecisionKind.REINFORCE: (MONEY, NEXT),
    **dict.fromkeys(STOPPING, (STOP,)),
    DecisionKind.TRANSFER: (TRANSFER, MONEY),
    DecisionKind.OPERATE: (MONEY,),
    DecisionKind.MERGE: (MERGER,),
}


class KindSelect(forms.RadioSelect):
    """Each decision with the parts of the form that it asks for."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-opens"] = " ".join(OPENS.get(value, ()))
        return option


class WordsOfDecision(forms.Form):
    """What a decision says, whatever its kind; a correction may change it."""

    reasons = text_field(_("Reasons"), 6, help_text=_("Public. Name persons by their role."))
    dissent = text_field(_("Dissent"), 3, required=False)
    amount = forms.IntegerField(
        label=_("Amount in euros"), min_value=0, max_value=10**12, required=False
    )
    funded_until = optional_day(
        _("Funded until"), help_text=_("Needed to continue, with conditions or on a bridge.")
    )
    criteria = text_field(
        _("Criteria for next time"), 4, required=False,
        help_text=_("What the next committee will look at: stands beside its results."),
    )  # fmt: skip
    learned = text_field(_("What was learned"), 4, required=False)
    bricks = text_field(_("What can be used again"), 3, required=False)
    relaunch = text_field(_("Advice to whoever takes it up again"), 3, required=False)


class DecisionForm(Sectioned, WordsOfDecision):
    """The whole decision on one page: what it asks for appears once its kind is chosen.

    request: a key that decides once.
    """

    request = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("Decision"), choices=DecisionKind, widget=KindSelect,
        help_text=_("What a decision asks for appears below once it is chosen."),
    )  # fmt: skip
    phase = forms.ChoiceField(
        label=_("Phase that it advances to"), required=False,
        help_text=_("The committee is the second person that an unusual step needs."),
    )  # fmt: skip
    receiver = forms.ModelChoiceField(
        Organization.objects.public().order_by("title"), label=_("Transferred to"),
        required=False,
    )  # fmt: skip
    receive_by = optional_day(_("To be taken over by"))
    into = forms.CharField(
        label=_("Merged into"), required=False, max_length=200,
        help_text=_("The address of the page of the project that it merges into."),
    )  # fmt: skip

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        project = review.subject
        phases = [(p.value, label(p)) for p in INCUBATION if p != project.state]
        self.fields["phase"].choices = [("", "—"), *phases]
        self.fields["phase"].initial = next_of(Phase(project.state)) if project.state else None
        for name in ("phase", "learned", "bricks", "relaunch", "receiver", "receive_by", "into"):
            self.fields[name].is_asked = True  # by the decisions that show it
        self.conditions = ConditionRows(self, review)
        self.targets = TargetRows(self, indicators_of(project))

    def parts(self):
        return [
            Section(_("What the committee decided"), ("kind",)),
            Section(_("Next phase"), ("phase",), part=PHASE),
            Section(_("Why"), ("reasons", "dissent")),
            Section(_("Money"), (("amount", "funded_until"),), part=MONEY),
            Section(_("Conditions"), self.conditions.names, self.conditions.note, CONDITIONS),
            Section(
                _("For next time"), ("criteria", *self.targets.names), self.targets.note, NEXT
            ),
            Section(
                _("What the stop leaves to others"), ("learned", "bricks", "relaunch"),
                _("A stop says all three: others learn from it."), STOP,
            ),
            Section(_("Transfer"), (("receiver", "receive_by"),), part=TRANSFER),
            Section(_("Merger"), ("into",), part=MERGER),
        ]  # fmt: skip

    def clean_into(self):
        """The project at that address, of which the last word is its own."""
        said = self.cleaned_data["into"].strip().rstrip("/")
        if not said:
            return None
        slug = said.rpartition("/")[2]
        found = Project.objects.public().filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(gettext("No project has this address."))
        return found

    def clean(self):
        given = super().clean()
        into = given.pop("into", None)
        if into is not None and not given.get("receiver"):
            given["receiver"] = into
        if given.get("kind") != DecisionKind.ADVANCE:
            given["phase"] = ""  # offered beforehand, meant by that decision alone
        given["conditions"] = self.conditions.taken(given)
        given["targets"] = self.targets.taken(given)
        return given


class CorrectionForm(WordsOfDecision):
    request = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    correction = reason_field(_("What was wrong, and how it is known (public)"))

    def __init__(self, *args, decision, **kwargs):
        said = {name: getattr(decision, name) for name in WordsOfDecision.base_fields}
        super().__init__(*args, initial=said, **kwargs)


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("The condition is"), widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in
                 (Condition.Outcome.CLOSED, Condition.Outcome.WAIVED)],
    )  # fmt: skip
    reason = reason_field(_("How, or why (public)"))


class ReplyForm(forms.Form):
    text = text_field(_("Reply of the team"), 8, max_length=20_000)


class RemarkForm(forms.Form):
    text = text_field(
        _("Your remark"), 6, max_length=4_000,
        help_text=_("Public, without your name. It stands beside the dossier, and an answer is "
                    "due within ten working days."),
    )  # fmt: skip
    uses = forms.BooleanField(label=_("I use this service"), required=False)


class AnswerForm(forms.Form):
    text = text_field(_("Answer"), 6, max_length=4_000)


class ReceiveForm(forms.Form):
    on = day_field(_("Taken over on"))
