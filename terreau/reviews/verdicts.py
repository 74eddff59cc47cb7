"""What each kind of decision asks for, and to which phase it leads."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.projects.chain import last_at_work
from terreau.projects.phases import INCUBATION, Phase
from terreau.projects.queries import chain_of
from terreau.reviews.due import months_after
from terreau.reviews.models import KEEPING, STOPPING, DecisionKind
from terreau.reviews.queries import decision_before, open_conditions

K = DecisionKind
CONDITION_MONTHS, BRIDGE_MONTHS = 3, (1, 2)
STOP_KIT = ("learned", "bricks", "relaunch")
FUNDED = (K.CONTINUE, K.CONDITIONS, K.BRIDGE)


def check(review, project, kind, given):
    """Raise ValidationError, by field, unless a decision says what its kind asks for.

    given: the fields of the decision. Four queries at most.
    """
    wrong = missing(asked(kind), given)
    for test in (check_funding, check_bridge, check_conditions, check_phase, check_receiver):
        wrong |= test(review, project, kind, given)
    if wrong:
        raise ValidationError(wrong)


def check_correction(review, project, before, given):
    """Raise ValidationError, by field, where the corrected words of a decision break its rules.

    given: its words as they are to be; money that stays as it was is not asked about again. One
    query at most.
    """
    wrong = missing([name for name in asked(before.kind) if name in given], given)
    money = ("amount", "funded_until")
    if any(given[name] != getattr(before, name) for name in money):
        wrong |= check_funding(review, project, before.kind, given)
        wrong |= check_bridge_length(review, before.kind, given)
    if wrong:
        raise ValidationError(wrong)


def missing(names, given):
    """{field: what is wrong} of what a decision has to say and does not, the reasons above all."""
    wrong = {}
    if not given.get("reasons", "").strip():
        wrong["reasons"] = _("Give the reasons: they are public.")
    for name in names:
        value = given.get(name)
        if not (value.strip() if isinstance(value, str) else value):
            wrong[name] = _("This decision asks for it.")
    return wrong


def asked(kind):
    """The fields that a kind of decision cannot do without, beside the reasons."""
    names = []
    if kind in STOPPING:
        names += STOP_KIT
    if kind in FUNDED:
        names.append("funded_until")
    if kind == K.CONDITIONS:
        names.append("conditions")
    if kind == K.ADVANCE:
        names.append("phase")
    if kind in (K.TRANSFER, K.MERGE):
        names.append("receiver")
    if kind == K.TRANSFER:
        names.append("receive_by")
    return names


def check_funding(review, project, kind, given):
    """Money only for a team that goes on, and not while conditions are open."""
    amount, until = given.get("amount"), given.get("funded_until")
    if amount is None and until is None:
        return {}
    name = "amount" if amount is not None else "funded_until"
    if kind not in (*KEEPING, K.TRANSFER, K.OPERATE):
        return {name: _("This decision gives no funding.")}
    if until is not None and until <= review.held_on:
        return {"funded_until": _("Funding ends after the day of the review.")}
    if open_conditions(project).exclude(decision__review=review).exists():
        return {
            name: _("Conditions are still open: close or waive them first, with a public reason.")
        }
    return {}


def check_bridge(review, project, kind, given):
    """A bridge is short, and no bridge follows another."""
    if kind != K.BRIDGE:
        return {}
    before = decision_before(review)
    if before is not None and before.kind == K.BRIDGE:
        return {"kind": _("The decision before was a bridge already: there is only one.")}
    return check_bridge_length(review, kind, given)


def check_bridge_length(review, kind, given):
    until = given.get("funded_until")
    shortest, longest = (months_after(review.held_on, months) for months in BRIDGE_MONTHS)
    if kind == K.BRIDGE and until and not shortest <= until <= longest:
        return {"funded_until": _("A bridge lasts one or two months.")}
    return {}


def check_conditions(review, project, kind, given):
    """Each condition has somebody to meet it, and three months at most."""
    conditions = given.get("conditions") or ()
    if conditions and kind != K.CONDITIONS:
        return {"conditions": _("Only “continue with conditions” has conditions.")}
    if given.get("targets") and kind not in KEEPING:
        return {"targets": _("Only a team that goes on has targets.")}
    latest = months_after(review.held_on, CONDITION_MONTHS)
    for each in conditions:
        if not each["text"].strip() or each["owner"] is None:
            return {"conditions": _("Each condition says what, by whom and by when.")}
        if not review.held_on <= each["due_on"] <= latest:
            return {"conditions": _("A condition is due within three months of the review.")}
    return {}


def check_phase(review, project, kind, given):
    phase = given.get("phase")
    if not phase:
        return {}
    if kind != K.ADVANCE:
        return {"phase": _("Only “advance” names a phase.")}
    if phase not in INCUBATION or phase == project.state:
        return {"phase": _("Choose another phase of incubation than the present one.")}
    return {}


def check_receiver(review, project, kind, given):
    receiver, by = given.get("receiver"), given.get("receive_by")
    if receiver is None:
        return {}
    if kind not in (K.TRANSFER, K.MERGE):
        return {"receiver": _("Only a transfer or a merger names who receives.")}
    if kind == K.MERGE and (receiver.kind != project.KIND or receiver.pk == project.pk):
        return {"receiver": _("A project merges into another project.")}
    if kind == K.TRANSFER and receiver.kind == project.KIND:
        return {"receiver": _("A project is transferred to an organization.")}
    if kind == K.TRANSFER and by and by < review.held_on:
        return {"receive_by": _("This day is before the review.")}
    return {}


def phase_after(project, kind, given, on):
    """The phase to which a decision leads on a day; "" where the phase stays as it is."""
    if kind in (K.STOP_IMPACT, K.STOP_BEARER):
        investigating = last_at_work(chain_of(project), on) == Phase.INVESTIGATION
        return Phase.STOPPED_IN_INVESTIGATION if investigating else Phase.STOPPED
    return {
        K.ADVANCE: given.get("phase", ""),
        K.STOP_FUNDING: Phase.DORMANT,
        K.OPERATE: Phase.OPERATED,
        K.MERGE: Phase.MERGED,
    }.get(kind, "")
