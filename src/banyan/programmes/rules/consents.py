"""Who may give a consent, record one that came on paper, and withdraw it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.queries.consents import Consenting
from banyan.programmes.rules.people import runs_cohort
from banyan.programmes.standings import CONSENT_READERS
from banyan.programmes.states import Bar
from banyan.programmes.states import ConsentStatus as C

giver_or_keeper = CONSENT_READERS.otherwise(
    _("Only the person who gave it or a coordinator of this programme can do this.")
)


def oneself(viewer: Viewer, c: Consenting) -> Decision:
    if c.person.pk == viewer.person_id:
        return ALLOWED
    return denied(_("Everybody gives consent for themselves."))


def runs_its_cohort(viewer: Viewer, c: Consenting) -> Decision:
    return runs_cohort(viewer, c.cohort)


def is_asked_for(viewer: Viewer, c: Consenting) -> Decision:
    return ALLOWED if c.asked else denied(_("This programme asks for no consent."))


def has_a_place(viewer: Viewer, c: Consenting) -> Decision:
    if c.takes_part:
        return ALLOWED
    return denied(gettext("%(name)s does not take part in this cohort.") % {"name": c.person})


def not_given_yet(viewer: Viewer, c: Consenting) -> Decision:
    if c.holds is None:
        return ALLOWED
    return denied(gettext("%(name)s has given consent already.") % {"name": c.person})


def day_has_come(viewer: Viewer, on: date) -> Decision:
    return ALLOWED if on <= viewer.today else denied(_("Choose a day that has come already."))


# What keeps somebody from being matched, in a sentence with the name.
BAR_SENTENCES: dict[Bar, object] = {
    Bar.NO_CONSENT: _("%(name)s has not given the consent that this programme asks for."),
    Bar.UNTRAINED: _("%(name)s lacks a training that comes before the first teacher."),
    Bar.RUN_OUT: _("A training of %(name)s has run out. It has to be renewed first."),
}


def unbarred(person: Person, bar: Bar | None) -> Decision:
    """Whether nothing keeps this person from being matched."""
    return ALLOWED if bar is None else denied(str(BAR_SENTENCES[bar]) % {"name": person})


CONSENT = Lifecycle(
    "consent",
    C,
    initial=C.GIVEN,
    moved_on=_("This consent has been withdrawn since you opened the page."),
    moves=[
        #    verb        from        to            who              needs
        Move("withdraw", (C.GIVEN,), C.WITHDRAWN, giver_or_keeper, (), pgettext_lazy("button", "Withdraw the consent")),
    ],
)  # fmt: skip
CONSENTING = Rights(
    "consenting",
    [
        Right(
            "give",
            oneself,
            (is_asked_for, has_a_place, not_given_yet),
            pgettext_lazy("button", "I agree"),
        ),
        Right(
            "record",
            runs_its_cohort,
            (is_asked_for, has_a_place, not_given_yet),
            pgettext_lazy("button", "Record a consent on paper"),
        ),
    ],
)
