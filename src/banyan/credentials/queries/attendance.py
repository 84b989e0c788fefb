"""Certificates of attendance: who came to a workshop for long enough, in the words of that day.

`training` says who came; what is awarded for it is kept here, with every other certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.credentials.models import Certificate
from banyan.credentials.queries.content import long_day
from banyan.credentials.standings import WORKSHOP_ISSUER
from banyan.credentials.states import CertificateStatus
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.queries import design_of, words_of
from banyan.programmes.queries.designs import blueprint_named
from banyan.training.models import Workshop
from banyan.training.queries import people
from banyan.training.queries.people import Row
from banyan.training.queries.workshops import sites_of
from banyan.training.queries.workshops import workshop as workshop_of
from banyan.training.states import SeatStatus
from banyan.ui import words


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody with a seat in a workshop, how long she came, and her certificate of it, if any."""

    workshop: Workshop
    row: Row
    certificate: Certificate | None

    @property
    def holder(self) -> Person:
        return self.row.seat.person

    @property
    def holds(self) -> bool:
        return bool(self.certificate and self.certificate.status == CertificateStatus.ISSUED)


def attended(viewer: Viewer, pk: int) -> tuple[Workshop, list[Attended]]:
    """Everybody with a seat in a workshop that the viewer runs. Raises DoesNotExist else."""
    workshop = workshop_of(viewer, pk)
    held = {}
    certificates = Certificate.objects.filter(WORKSHOP_ISSUER.where(viewer), workshop=workshop)
    for one in certificates.order_by("pk"):
        one.workshop = workshop  # it is at hand, and the rules ask each for its programme
        held[one.holder_id] = one
    seats = people.seats(viewer, workshop).filter(status=SeatStatus.SEATED)
    rows = people.rows_of(workshop, seats.order_by("person__name", "pk"))
    return workshop, [Attended(workshop, row, held.get(row.seat.person_id)) for row in rows]


def words_in_all(one: Attended) -> dict[str, Any]:
    """What the certificate says, in every language of the programme: title and parts."""
    code, version = design_of(one.workshop).split("@")
    found = {}
    for language in blueprint_named(code, version).languages:
        with override(language), words_of(one.workshop, language):
            found[language] = {"title": _("Certificate of attendance"), "parts": _parts(one)}
    return found


def _parts(one: Attended) -> list[dict[str, str]]:
    workshop, site = one.workshop, one.row.seat.site
    days = next(list(each.days.all()) for each in sites_of(workshop) if each.pk == site.pk)
    on = words.join_names(
        long_day(day.starts_at.astimezone(ZoneInfo(site.time_zone)).date()) for day in days
    )
    came = _("%(name)s took part in “%(title)s”, %(kind)s.") % {
        "name": one.holder.name,
        "title": workshop.title,
        "kind": str(workshop.get_kind_display()).lower(),
    }
    where = ", ".join(part for part in (site.name, site.place) if part)
    return [
        {"heading": "", "text": came},
        {"heading": _("When"), "text": on},
        {"heading": _("Where"), "text": where},
        {
            "heading": _("How long"),
            "text": _("%(came)s of %(planned)s, by the list that was kept there.")
            % {
                "came": words.minutes(one.row.minutes),
                "planned": words.minutes(one.row.planned),
            },
        },
    ]
