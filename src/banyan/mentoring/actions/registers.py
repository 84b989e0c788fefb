"""Taking a register out of the product."""

from __future__ import annotations

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort
from banyan.trail import actions as trail


@transaction.atomic
def take_out_register(cohort: Cohort, side: str, *, by: Viewer) -> None:
    """Put on record that the viewer, who runs this cohort, takes the register out as a list."""
    trail.record(
        verb="register.take_out",
        subject=trail.subject_of(cohort),
        scope=cohort.programme.organisation.path or "",
        by=by,
        side=side,
    )
