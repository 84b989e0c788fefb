"""Seats: taken, given back, freed, moved to another site; no race overbooks one or loses one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied, unfit
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import EnrolmentStatus
from banyan.trail import actions as trail
from banyan.training.models import Seat, Site, Workshop
from banyan.training.queries.workshops import PLACED
from banyan.training.rules import SEAT_RIGHTS, WORKSHOP, WORKSHOP_RIGHTS, site_ahead
from banyan.training.standings import IN_THE_POOL
from banyan.training.states import SeatStatus, WorkshopStatus


def scope_of(workshop: Workshop) -> str:
    return workshop.programme.organisation.path or ""


def record(workshop: Workshop, verb: str, *, by: Viewer, **data: Any) -> None:
    """One trail event about this workshop."""
    trail.record(
        verb=f"workshop.{verb}",
        subject=trail.subject_of(workshop),
        scope=scope_of(workshop),
        by=by,
        **data,
    )


def lock(workshop: Workshop) -> Workshop:
    """Its row, until the transaction ends: nobody slips between a seat given back and the one who
    waits for it. The conditional update and the constraint would each hold the number alone."""
    rows = Workshop.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme__organisation").get(pk=workshop.pk)


@transaction.atomic
def take_seat(workshop: Workshop, site: Site, *, by: Viewer) -> Seat:
    """A seat at this site when there is one, else a place at the end of its waiting list.

    Raises Stale for somebody who has a place in the workshop already.
    """
    WORKSHOP_RIGHTS.decide(by, workshop, "take_seat").or_refuse()
    now = lock(workshop)
    if now.status != WorkshopStatus.OPEN:
        raise Stale(str(WORKSHOP.moved_on))
    site_ahead(by, site).or_refuse()
    if _own(now, by) is not None:
        raise Stale(_("You have a place in this workshop already."))
    seat = _place(now, site, by=by)
    verb = "take_seat" if seat.status == SeatStatus.SEATED else "wait"
    record(now, verb, by=by, site=site.pk)
    return seat


def _own(workshop: Workshop, by: Viewer) -> Seat | None:
    rows = Seat.objects.filter(workshop=workshop, person_id=by.person_id)
    return rows.filter(status__in=PLACED).first()


def seat_free(site_id: int) -> bool:
    """Takes one of the seats, if there is one left, in a single statement."""
    rows = Site.objects.filter(pk=site_id, seats_taken__lt=F("seats"))
    return bool(rows.update(seats_taken=F("seats_taken") + 1))


def _place(workshop: Workshop, site: Site, *, by: Viewer) -> Seat:
    got = seat_free(site.pk)
    seat, _made = Seat.objects.update_or_create(
        workshop=workshop,
        person_id=by.person_id,
        defaults={
            "site_id": site.pk,
            "status": SeatStatus.SEATED if got else SeatStatus.WAITING,
            "school_id": school_of(workshop, by.person_id),
            "taken_at": by.now,
            "freed_because": "",
        },
    )
    return seat


def school_of(workshop: Workshop, person: int) -> int | None:
    """Where she teaches in this programme, or works as its mentor."""
    taught = Enrolment.objects.filter(
        person_id=person,
        cohort__programme_id=workshop.programme_id,
        status=EnrolmentStatus.ENROLLED,
    ).order_by("-pk")
    if (school := taught.values_list("school_id", flat=True).first()) is not None:
        return school
    works = Application.objects.filter(
        person_id=person, programme_id=workshop.programme_id, status__in=IN_THE_POOL
    )
    return works.order_by("-pk").values_list("organisation_id", flat=True).first()


@transaction.atomic
def give_seat_back(workshop: Workshop, *, by: Viewer) -> Seat | None:
    """Leave it or its waiting list. A seat goes at once to the first who waits at that site;
    returns that person's seat, if there is one. Raises Stale for who has left already."""
    now = lock(workshop)
    mine = _own(now, by)
    if mine is None:
        raise Stale(_("You have given this seat back already."))
    WORKSHOP_RIGHTS.decide(by, now, "give_seat_back").or_refuse()
    site_ahead(by, mine.site).or_refuse()
    Seat.objects.filter(pk=mine.pk).update(status=SeatStatus.LEFT)
    record(now, "give_seat_back", by=by, site=mine.site_id)
    if mine.status != SeatStatus.SEATED:
        return None
    return _free(now, mine.site_id, by=by)


@transaction.atomic
def free_seat(seat: Seat, reason: str, *, by: Viewer) -> Seat | None:
    """A coordinator frees somebody's seat, or place on the waiting list: that person is told, and
    reads why. A seat goes at once to the first who waits at that site; returns that person's seat,
    if there is one. Raises Unfit without a reason, Stale where the place has changed meanwhile."""
    SEAT_RIGHTS.decide(by, seat, "free").or_refuse()
    because = reason.strip()[:200]
    if not because:
        raise unfit("reason", _("Say why, so that nobody need guess."))
    now = lock(seat.workshop)
    if now.status != WorkshopStatus.OPEN:
        raise Stale(str(WORKSHOP.moved_on))
    held = Seat.objects.filter(pk=seat.pk, site=seat.site_id, status__in=PLACED)
    had = held.values_list("status", flat=True).first()
    if had is None:
        raise Stale(_("This place has changed since you opened the page."))
    held.update(status=SeatStatus.FREED, freed_because=because)
    record(now, "free_seat", by=by, site=seat.site_id, person=seat.person_id)
    if had != SeatStatus.SEATED:
        return None
    return _free(now, seat.site_id, by=by)


def _free(workshop: Workshop, site_id: int, *, by: Viewer) -> Seat | None:
    """One seat fewer is taken at this site; whoever waits first has it."""
    Site.objects.filter(pk=site_id).update(seats_taken=F("seats_taken") - 1)
    return promote_first(workshop, site_id, by=by)


def promote_first(workshop: Workshop, site_id: int, *, by: Viewer) -> Seat | None:
    """The first who waits at a site gets the seat that is free there, if there is one. The row of
    the workshop is locked."""
    waiting = Seat.objects.filter(
        site_id=site_id, status=SeatStatus.WAITING, person__is_active=True
    )
    first = waiting.order_by("taken_at", "pk").first()
    if first is None or not seat_free(site_id):
        return None
    Seat.objects.filter(pk=first.pk).update(status=SeatStatus.SEATED)
    first.status = SeatStatus.SEATED
    record(workshop, "promote", by=by, person=first.person_id, site=site_id)
    return first


@transaction.atomic
def change_site_of_seat(workshop: Workshop, site: Site, *, by: Viewer) -> Seat:
    """Come to another site instead. Whoever has a seat keeps it unless there is one at the other;
    whoever waits may wait there. Raises Stale when she is there already, or has no place."""
    now = lock(workshop)
    mine = _own(now, by)
    if mine is None or mine.site_id == site.pk:
        raise Stale(_("Your place has changed since you opened the page."))
    WORKSHOP_RIGHTS.decide(by, now, "take_seat").or_refuse()
    site_ahead(by, site).or_refuse()
    site_ahead(by, mine.site).or_refuse()
    had, left = mine.status, mine.site_id
    if had == SeatStatus.SEATED and not _has_room(site):
        sentence = _("All seats there are taken. You keep your seat where it is.")
        raise Refused(denied(sentence))
    seat = _place(now, site, by=by)
    record(now, "change_seat", by=by, site=site.pk, seated=seat.status == SeatStatus.SEATED)
    if had == SeatStatus.SEATED:
        _free(now, left, by=by)
    return seat


def _has_room(site: Site) -> bool:
    return Site.objects.filter(pk=site.pk, seats_taken__lt=F("seats")).exists()
