"""The words for what is odd in the records of beta.gouv.fr."""

from django.utils.translation import gettext_lazy as _

from terreau.harvest.findings import Wording, declare

declare(
    {
        # The source
        "no-record": Wording(
            _("There is no record in this source."),
            _("Give the folder that holds _startups, an archive of it, or the JSON API."),
        ),
        "not-a-record": Wording(
            _("This file is no record; it was passed over."), _("Move it elsewhere.")
        ),
        "no-extension": Wording(
            _("The name of the file has no extension; it was read all the same."),
            _("Add .md to its name."),
        ),
        "duplicate-id": Wording(
            _("There is another record of the identifier “%(id)s” (%(first)s), which was kept; "
              "this one was left out."),
            _("Remove one of the two."),
        ),
        "id-case-clash": Wording(
            _("This identifier differs from “%(other)s” by case only; both were kept."),
            _("Rename one of the two."),
        ),
        "no-organisations": Wording(
            _("The organisations beside the products could not be read (%(reason)s); what was "
              "known of them stays."),
            _("Try again later."),
        ),
        "bad-json": Wording(
            _("The answer cannot be read as JSON (%(problem)s)."),
            _("Tell those who run the API; quotes inside texts are a frequent cause."),
        ),
        "json-of-another-shape": Wording(
            _("This is JSON, but not of the shape that the API has."), _("Check the address.")
        ),
        "not-a-resource": Wording(
            _("This part of the answer has no identifier or no fields; it was left out."),
            _("Tell those who run the API."),
        ),
        # Values
        "wrong-type": Wording(
            _("In “%(field)s” a %(expected)s was expected, not a %(found)s; it was left out."),
            _("Correct that line."),
        ),
        "not-a-list": Wording(
            _("“%(field)s” should be a list; it was read as a list of one."),
            _("Begin the line with a dash."),
        ),
        "too-many-items": Wording(
            _("“%(field)s” has %(count)s items; only the first %(limit)s were read."),
            _("Correct that line."),
        ),
        "too-long": Wording(
            _("“%(field)s” has %(length)s characters and was cut after %(limit)s."),
            _("Shorten it."),
        ),
        "bad-date": Wording(
            _("“%(value)s” is no date; “%(field)s” counts as missing."),
            _("Write dates as 2026-08-20."),
        ),
        "implausible-date": Wording(
            _("The date %(value)s cannot be meant; “%(field)s” counts as missing."),
            _("Correct the year."),
        ),
        "date-order": Wording(
            _("“%(value)s” was read as %(day)s."), _("Write dates as 2026-08-20.")
        ),
        "bad-number": Wording(
            _("“%(value)s” is no number; “%(field)s” counts as missing."), _("Write digits only.")
        ),
        "bad-address": Wording(
            _("“%(value)s” is no web address; “%(field)s” counts as missing."),
            _("Write an address that begins with https://."),
        ),
        "address-cleaned": Wording(
            _("Spaces or signs around the address of “%(field)s” were removed."), _("Remove them.")
        ),
        "word-variant": Wording(
            _("“%(word)s” was read as “%(meaning)s”."), _("Write it as the others do.")
        ),
        "unknown-phase": Wording(
            _("The phase “%(word)s” is not known here; it was kept under its own name."),
            _("If the source has a new phase, its meaning has to be decided here."),
        ),
        "unknown-event": Wording(
            _("The event “%(word)s” is not known here; it was kept under its own name."),
            _("If the source has a new kind of event, its meaning has to be decided here."),
        ),
        "unknown-accessibility": Wording(
            _("The accessibility status “%(word)s” is not known; it counts as missing."),
            _("Write one of the three words of the standard."),
        ),
        "unknown-usertype": Wording(
            _("The audience “%(word)s” is outside the list; it was kept as written."), ""
        ),
        "unknown-field": Wording(
            _("The field “%(field)s” is not known here and was not read."), ""
        ),
        # Products
        "no-title": Wording(
            _("The title is missing; the identifier stands in."), _("Add a title.")
        ),
        "no-incubator": Wording(_("No incubator is named."), _("Add the field “incubator”.")),
        "incubator-not-listed": Wording(
            _("The leading incubator “%(incubator)s” is not in the list of incubators; both "
              "count."),
            _("Add it to the list."),
        ),
        "sponsor-without-name": Wording(
            _("A sponsor has no name and was left out."), _("Add its name.")
        ),
        "event-incomplete": Wording(
            _("An event lacks its name or its date; it was kept as it is."), _("Complete it.")
        ),
        "stats-denied-but-linked": Wording(
            _("The record says that there are no public statistics, and links to some; the link "
              "counts."),
            _("Set “stats” to true."),
        ),
        # Phases
        "no-phase": Wording(
            _("No phase is given; the product was kept without one."), _("Add its phases.")
        ),
        "status-beside-phases": Wording(
            _("The old field “status” (%(status)s) stands beside the phases; the phases count."),
            _("Remove “status”."),
        ),
        "phase-without-name": Wording(
            _("A phase has no name; its dates were kept."), _("Add its name.")
        ),
        "phase-undated": Wording(
            _("The phase “%(word)s” has no start; it was kept as evidence, without length."),
            _("Add its start."),
        ),
        "last-phase-undated": Wording(
            _("The last phase, “%(word)s”, has no start; it counts from the day of the snapshot, "
              "at the latest."),
            _("Add its start."),
        ),
        "end-before-start": Wording(
            _("The phase “%(word)s” ends on %(end)s, before its start on %(start)s; the end was "
              "kept as evidence only."),
            _("Correct one of the two dates."),
        ),
        "phases-out-of-order": Wording(
            _("The phases do not stand in the order of their dates; the dates count."),
            _("Sort them."),
        ),
        "phases-on-one-day": Wording(
            _("Several phases begin on %(day)s; the last in the life cycle counts, the others have "
              "no length."),
            _("Check the dates."),
        ),
        "phase-without-end": Wording(
            _("“%(before)s” has no end; it ends where “%(after)s” begins."), ""
        ),
        "gap-between-phases": Wording(
            _("%(days)s days lie between the end of “%(before)s” and the start of “%(after)s”; the "
              "earlier phase counts until the later begins."),
            _("If it was a pause, say so."),
        ),
        "phases-overlap": Wording(
            _("“%(before)s” ends %(days)s days after “%(after)s” began; it counts until the later "
              "begins."),
            _("Check the dates."),
        ),
        "phase-in-future": Wording(
            _("“%(word)s” begins on %(start)s, after the day of the snapshot; it is a plan until "
              "then."),
            "",
        ),
        "no-phase-yet": Wording(
            _("All phases lie in the future; the product has none yet."), ""
        ),
        "live-past-its-end": Wording(
            _("“%(word)s” should have ended on %(end)s and nothing follows; it counts as going "
              "on."),
            _("Add the next phase, or remove the end."),
        ),
        # References
        "unknown-incubator": Wording(
            _("The incubator “%(incubator)s” has no file; the tie was not made."),
            _("Add its file, or correct the reference."),
        ),
        "unknown-organisation": Wording(
            _("The organisation “%(organisation)s” has no file; the tie was not made."),
            _("Add its file, or correct the reference."),
        ),
        "redirect-from-living": Wording(
            _("The former identifier “%(former)s” belongs to a product of its own; both stay "
              "apart."),
            _("Remove it from “redirect_from”, or remove the other file."),
        ),
        "redirect-claimed-twice": Wording(
            _("The former identifier “%(former)s” is also claimed by “%(other)s”, which keeps it."),
            _("Remove it from one of the two."),
        ),
        "title-borne-twice": Wording(
            _("“%(title)s” is also the title of “%(other)s”."), _("Check that it is not the same.")
        ),
        "shared-budget-page": Wording(
            _("%(products)s products name one budget page (%(url)s)."),
            _("One page can hardly say what each of them costs."),
        ),
    }
)  # fmt: skip
