"""How a viewer may stand to a workshop, to one of its days, and to somebody's seat in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.models import Application, Enrolment, Programme
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.training.models import Seat, Site
from banyan.training.states import Audience, SeatStatus, WorkshopStatus

FOR_TEACHERS = (Audience.TEACHERS, Audience.BOTH)
FOR_MENTORS = (Audience.MENTORS, Audience.BOTH)
# From the day on which she is accepted: an orientation is for those who are not in the pool yet.
IN_THE_POOL = (
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.ORIENTED,
    ApplicationStatus.MATCHABLE,
    ApplicationStatus.RESTING,
)


def _enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person_id=viewer.person_id, status=EnrolmentStatus.ENROLLED)


def _pools(viewer: Viewer) -> QuerySet[Application]:
    return Application.objects.filter(person_id=viewer.person_id, status__in=IN_THE_POOL)


def _is_for(viewer: Viewer, w: Any) -> bool:
    if not viewer.is_somebody or w.status == WorkshopStatus.DRAFT:
        return False
    taught = _enrolments(viewer)
    taught = (
        taught.filter(cohort_id=w.cohort_id)
        if w.cohort_id
        else taught.filter(cohort__programme_id=w.programme_id)
    )
    pools = _pools(viewer).filter(programme_id=w.programme_id)
    if w.audience == Audience.BOTH:  # one query for the two
        return Programme.objects.filter(Exists(taught) | Exists(pools), pk=w.programme_id).exists()
    return taught.exists() if w.audience == Audience.TEACHERS else pools.exists()


def _for(viewer: Viewer) -> Q:
    taught, pools = _enrolments(viewer), _pools(viewer)
    return ~Q(status=WorkshopStatus.DRAFT) & (
        Q(audience__in=FOR_TEACHERS, cohort__in=taught.values("cohort_id"))
        | Q(
            audience__in=FOR_TEACHERS,
            cohort__isnull=True,
            programme__in=taught.values("cohort__programme_id"),
        )
        | Q(audience__in=FOR_MENTORS, programme__in=pools.values("programme_id"))
    )


def _placed(status: SeatStatus, name: str, words: object) -> Standing:
    """The standing of those whose place in a workshop has this status."""
    return Standing(
        name=name,
        words=words,
        holds=lambda viewer, w: (
            viewer.is_somebody
            and Seat.objects.filter(
                workshop_id=w.pk, person_id=viewer.person_id, status=status
            ).exists()
        ),
        where=lambda viewer: Q(
            pk__in=Seat.objects.filter(person_id=viewer.person_id, status=status).values(
                "workshop_id"
            )
        ),
    )


AUDIENCE = Standing(
    name="AUDIENCE",
    words=_("those of the programme whom it is for"),
    holds=_is_for,
    where=_for,
)
# Of those, whoever sees it without its link.
INVITED = Standing(
    name="INVITED",
    words=_("those of the programme whom it is for"),
    holds=lambda viewer, w: w.is_listed and AUDIENCE.holds(viewer, w),
    where=lambda viewer: Q(is_listed=True) & AUDIENCE.where(viewer),
)
SEATED = _placed(SeatStatus.SEATED, "SEATED", _("those who have a seat"))
WAITING = _placed(SeatStatus.WAITING, "WAITING", _("those on the waiting list"))
# They read why on its page, also where they would need its link.
FREED = _placed(SeatStatus.FREED, "FREED", _("those whose place a coordinator has freed"))
SEAT_HOLDERS = SEATED | WAITING
WORKSHOP_COORDINATOR = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
LEADER = Standing(
    name="LEADER",
    words=_("whoever leads it"),
    holds=lambda viewer, w: (
        viewer.is_somebody and any(site.leader_id == viewer.person_id for site in w.sites.all())
    ),
    where=lambda viewer: Q(
        pk__in=Site.objects.filter(leader_id=viewer.person_id).values("workshop_id")
    ),
)
WORKSHOP_TEAM = LEADER | WORKSHOP_COORDINATOR
WORKSHOP_READERS = SEATED | WAITING | FREED | INVITED | LEADER | WORKSHOP_COORDINATOR

# Of one site and its days.
SITE_LEADER = person_at("leader", "SITE_LEADER", _("whoever leads it"))
SITE_COORDINATOR = role_over(
    Role.COORDINATOR,
    "workshop__programme__organisation__path",
    _("the coordinators of the programme"),
)
SITE_TEAM = SITE_LEADER | SITE_COORDINATOR
DAY_LEADER = person_at("site__leader", "DAY_LEADER", _("whoever leads it"))
DAY_COORDINATOR = role_over(
    Role.COORDINATOR,
    "site__workshop__programme__organisation__path",
    _("the coordinators of the programme"),
)
DAY_TEAM = DAY_LEADER | DAY_COORDINATOR

# Of one person's seat: the list of those who come is read by these, and by nobody else.
SEAT_HOLDER = person_at("person", "SEAT_HOLDER", _("the person herself or himself"))
SEAT_LEADER = person_at("site__leader", "SEAT_LEADER", _("whoever leads it"))
SEAT_COORDINATOR = role_over(
    Role.COORDINATOR,
    "workshop__programme__organisation__path",
    _("the coordinators of the programme"),
)
SEAT_READERS = SEAT_HOLDER | SEAT_LEADER | SEAT_COORDINATOR
SEAT_TEAM = SEAT_LEADER | SEAT_COORDINATOR
# Whoever heads a school knows how many of it, and no name.
SEAT_COUNTER = role_over(Role.PRINCIPAL, "school__path", _("the principal, as a number"))
