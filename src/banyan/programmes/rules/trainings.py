"""Who may record that somebody was trained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.rules import or_system
from banyan.people.models import Person
from banyan.programmes.models import Programme, TrainingRecord
from banyan.programmes.standings import PROGRAMME_COORDINATOR


@dataclass(frozen=True, slots=True)
class Trained:
    """A person of whom a training of a programme is to be recorded."""

    programme: Programme
    person: Person


_runs_it = PROGRAMME_COORDINATOR.otherwise(
    _("Only a coordinator of this programme can do this."), of="programme"
)


def somebody_else(viewer: Viewer, t: Trained | TrainingRecord) -> Decision:
    """Whoever runs the programme and mentors in it has her training recorded by another."""
    if t.person.pk != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody records their own training. Ask another coordinator."))


def held_already(viewer: Viewer, on: date) -> Decision:
    return ALLOWED if on <= viewer.today else denied(_("Choose a day that has come already."))


TRAINING_RIGHTS = Rights(
    "training",
    [
        Right(
            "record",
            or_system(_runs_it),
            (somebody_else,),
            pgettext_lazy("button", "Record a training"),
        ),
        Right(
            "take_back",
            or_system(_runs_it),
            (somebody_else,),
            pgettext_lazy("button", "Take it back"),
        ),
    ],
)
