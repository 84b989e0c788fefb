"""What a mentor carries, and how long people met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)

from banyan.insights.queries.spans import month_begins
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Seat, Session
from banyan.mentoring.states import LIVE, SEATED, MentorshipForm, SessionStatus
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus
from banyan.ui.prepared import ANYBODY, Given, PreparedRows

IN_POOL = (ApplicationStatus.MATCHABLE, ApplicationStatus.RESTING)


@dataclass(frozen=True, slots=True)
class Load:
    """Seats of a mentor over all programmes, and what she said she can give."""

    working: int  # pairs and guidance that run or rest now
    taken: int  # seats, proposals included
    capacity: int
    hours_a_month: int


@dataclass(frozen=True, slots=True)
class Led:
    """Minutes as a mentor on which both sides agree, in sessions that were held."""

    led_this_month: int
    led: int


@dataclass(frozen=True, slots=True)
class Hours(Led):
    """The same, with the minutes received from mentors."""

    received_this_month: int
    received: int


def mentor_load(viewer: Viewer) -> Load:
    """The viewer's own load as a mentor. Two queries."""
    pairs = Mentorship.objects.filter(mentor_id=viewer.person_id).aggregate(
        working=Count("pk", filter=Q(status__in=LIVE)),
        taken=Count("pk", filter=Q(status__in=SEATED, form=MentorshipForm.PAIR)),
    )
    places = Application.objects.filter(person_id=viewer.person_id, status__in=IN_POOL).aggregate(
        seats=Sum("capacity"), hours=Sum("hours_a_month")
    )
    return Load(
        working=pairs["working"],
        taken=pairs["taken"],
        capacity=places["seats"] or 0,
        hours_a_month=places["hours"] or 0,
    )


def hours_led(viewer: Viewer) -> Led:
    """The viewer's own minutes as a mentor. One query.

    A group counts once for its mentor: as long as the longest stay of one participant that counts.
    """
    ((ever, now),) = _led(person=viewer.person_id, since=month_begins(viewer))
    return Led(led_this_month=now or 0, led=ever or 0)


@PreparedRows
def _led() -> QuerySet[Any]:
    counted = Seat.objects.filter(session=OuterRef("pk"), accounted_minutes__isnull=False)
    longest = Subquery(counted.order_by("-accounted_minutes").values("accounted_minutes")[:1])
    lately = When(starts_at__gte=Given("since", DateTimeField()), then=F("longest"))
    led = Session.objects.filter(host_id=ANYBODY.person_id, status=SessionStatus.HELD)
    # Not aggregates: those would be counted for each group of something.
    return led.annotate(longest=longest).values_list(
        Func("longest", function="SUM", output_field=IntegerField()),
        Func(Case(lately), function="SUM", output_field=IntegerField()),
    )


def hours_of(viewer: Viewer) -> Hours:
    """The viewer's own minutes, led as the mentor and received. Two queries."""
    led = hours_led(viewer)
    received = Seat.objects.filter(
        person_id=viewer.person_id,
        session__status=SessionStatus.HELD,
    ).aggregate(
        every=Sum("accounted_minutes"),
        now=Sum("accounted_minutes", filter=Q(session__starts_at__gte=month_begins(viewer))),
    )
    return Hours(
        led_this_month=led.led_this_month,
        led=led.led,
        received_this_month=received["now"] or 0,
        received=received["every"] or 0,
    )
