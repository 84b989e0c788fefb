"""Who may do what to a workshop, and when. The whole answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.rules import or_system
from banyan.programmes.standings import PROGRAMME_COORDINATOR
from banyan.training.models import MeetingDay, Seat, Site, Workshop
from banyan.training.queries.codes import EARLY
from banyan.training.queries.workshops import PLACED, days_of
from banyan.training.standings import (
    AUDIENCE,
    DAY_COORDINATOR,
    DAY_TEAM,
    LEADER,
    SEAT_COORDINATOR,
    SEAT_HOLDERS,
    SITE_COORDINATOR,
    WORKSHOP_COORDINATOR,
    WORKSHOP_TEAM,
)
from banyan.training.states import WorkshopStatus as W

SAYABLE = timedelta(days=366)  # after that nobody remembers who came

coordinates = WORKSHOP_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
team = WORKSHOP_TEAM.otherwise(_("Only whoever leads or runs it can do this."))
day_team = DAY_TEAM.otherwise(_("Only whoever leads or runs it can do this."))
coordinates_day = DAY_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
runs_it = PROGRAMME_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
coordinates_site = SITE_COORDINATOR.otherwise(
    _("Only a coordinator of this programme can do this.")
)
coordinates_seat = SEAT_COORDINATOR.otherwise(
    _("Only a coordinator of this programme can do this.")
)
audience = AUDIENCE.otherwise(_("This workshop is not for you as it stands. Ask its coordinators."))
holds_seat = SEAT_HOLDERS.otherwise(_("You have no seat in this workshop."))
comes = (SEAT_HOLDERS | AUDIENCE).otherwise(_("You have no seat in this workshop."))


def live(viewer: Viewer, w: Workshop) -> Decision:
    if w.status in (W.DRAFT, W.OPEN):
        return ALLOWED
    return denied(_("This workshop is over or cancelled."))


def is_open(viewer: Viewer, w: Workshop) -> Decision:
    if w.status == W.OPEN:
        return ALLOWED
    return denied(_("This workshop is not open."))


def not_cancelled(viewer: Viewer, w: Workshop) -> Decision:
    if w.status != W.CANCELLED:
        return ALLOWED
    return denied(_("This workshop was cancelled."))


def has_meetings(viewer: Viewer, w: Workshop) -> Decision:
    """Every site has a day, and one of them is still to come."""
    days = days_of(w)
    sites = {site.pk for site in w.sites.all()}
    if not sites or sites - {day.site_id for day in days}:
        return denied(_("Before it opens it needs a site, and each site a day."))
    if all(day.starts_at <= viewer.now for day in days):
        return denied(_("All its days have passed. Choose days that are still to come."))
    return ALLOWED


def has_ended(viewer: Viewer, w: Workshop) -> Decision:
    if all(day.ends_at <= viewer.now for day in days_of(w)):
        return ALLOWED
    return denied(_("It is not over yet: a meeting is still to come."))


def not_over(viewer: Viewer, w: Workshop) -> Decision:
    if w.status == W.DRAFT or any(day.ends_at > viewer.now for day in days_of(w)):
        return ALLOWED
    return denied(_("It has taken place. Say who came instead."))


def in_time(viewer: Viewer, w: Workshop) -> Decision:
    if viewer.today <= w.register_by_on:
        return ALLOWED
    return denied(_("The last day to take a seat has passed. Ask its coordinators."))


def not_the_leader(viewer: Viewer, w: Workshop) -> Decision:
    if not LEADER.holds(viewer, w):
        return ALLOWED
    return denied(_("You lead this workshop; the seats are for the others."))


def site_ahead(viewer: Viewer, s: Site) -> Decision:
    """Its first meeting has not begun."""
    first = next(iter(s.days.all()), None)  # in their order
    if first is not None and viewer.now < first.starts_at:
        return ALLOWED
    return denied(_("This has begun already. Speak with whoever leads it."))


def is_held(viewer: Viewer, seat: Seat) -> Decision:
    if seat.status in PLACED:
        return ALLOWED
    return denied(_("This place is free already."))


def of_another(viewer: Viewer, seat: Seat) -> Decision:
    if seat.person_id != viewer.person_id:
        return ALLOWED
    return denied(_("This is your own place. Give it back on the page of the workshop."))


def seat_open(viewer: Viewer, seat: Seat) -> Decision:
    return is_open(viewer, seat.workshop)


def seat_ahead(viewer: Viewer, seat: Seat) -> Decision:
    return site_ahead(viewer, seat.site)


def day_ahead(viewer: Viewer, d: MeetingDay) -> Decision:
    if viewer.now < d.starts_at - EARLY:  # from then on people come
        return ALLOWED
    return denied(_("This meeting is about to begin, or has begun; its time stays as it is."))


def day_live(viewer: Viewer, d: MeetingDay) -> Decision:
    return live(viewer, d.site.workshop)


def day_counts(viewer: Viewer, d: MeetingDay) -> Decision:
    if d.site.workshop.status in (W.OPEN, W.HELD):
        return ALLOWED
    return denied(_("This workshop is not open."))


def begun(viewer: Viewer, d: MeetingDay) -> Decision:
    if viewer.now >= d.starts_at:
        return ALLOWED
    return denied(_("This meeting has not begun yet."))


def sayable(viewer: Viewer, d: MeetingDay) -> Decision:
    if viewer.now - d.ends_at <= SAYABLE:
        return ALLOWED
    return denied(_("This is more than a year ago; who came is closed."))


def now_on(viewer: Viewer, d: MeetingDay) -> Decision:
    if d.starts_at - EARLY <= viewer.now <= d.ends_at:
        return ALLOWED
    return denied(_("The code is shown from 15 minutes before the meeting until its end."))


WORKSHOP = Lifecycle(
    "workshop",
    W,
    initial=W.DRAFT,
    moved_on=_("This workshop has changed since you opened the page. Here is how it stands now."),
    moves=[
        #    verb      from                to           who                     needs
        Move("open",   (W.DRAFT,),         W.OPEN,      coordinates,            (has_meetings,), pgettext_lazy("button", "Open it for people")),
        Move("hold",   (W.OPEN,),          W.HELD,      or_system(coordinates), (has_ended,),    pgettext_lazy("button", "It took place")),
        Move("cancel", (W.DRAFT, W.OPEN),  W.CANCELLED, coordinates,            (not_over,),     pgettext_lazy("button", "Cancel the workshop")),
    ],
)  # fmt: skip
PLANNING_RIGHTS = Rights(
    "workshop_plan",
    [Right("plan", runs_it, (), pgettext_lazy("button", "Plan a workshop"))],
)
WORKSHOP_RIGHTS = Rights(
    "workshop",
    [
        #     verb              who           needs
        Right("change",         coordinates,  (live,), pgettext_lazy("button", "Change it")),
        Right("add_site",       coordinates,  (live,), pgettext_lazy("button", "Add a site")),
        Right("renew_link",     coordinates,  (live,), pgettext_lazy("button", "Make a new link")),
        Right("take_seat",      audience,     (is_open, in_time, not_the_leader), pgettext_lazy("button", "Take a seat")),
        Right("give_seat_back", holds_seat,   (is_open,), pgettext_lazy("button", "Give the seat back")),
        Right("come",           comes,        (is_open, not_the_leader), pgettext_lazy("button", "Say that I am here")),
        Right("share",          team,         (not_cancelled,), pgettext_lazy("button", "Add something")),
        Right("read_people",    team),
        Right("take_out",       coordinates,  (), pgettext_lazy("button", "Take it out as a list")),
    ],
)  # fmt: skip
SITE_RIGHTS = Rights(
    "site",
    [
        Right("change",  coordinates_site, (), pgettext_lazy("button", "Change the site")),
        Right("add_day", coordinates_site, (), pgettext_lazy("button", "Add a day")),
    ],
)  # fmt: skip
SEAT_RIGHTS = Rights(
    "workshop_seat",
    [
        Right("free", coordinates_seat, (is_held, of_another, seat_open, seat_ahead), pgettext_lazy("button", "Free the place")),
    ],
)  # fmt: skip
DAY_RIGHTS = Rights(
    "meeting_day",
    [
        Right("change",       coordinates_day, (day_live, day_ahead), pgettext_lazy("button", "Change the time")),
        Right("drop",         coordinates_day, (day_live, day_ahead), pgettext_lazy("button", "Take this day out")),
        Right("say_presence", day_team,        (day_counts, begun, sayable), pgettext_lazy("button", "Say who came")),
        Right("show_code",    day_team,        (day_counts, now_on), pgettext_lazy("button", "Show the code")),
    ],
)  # fmt: skip


def seats_taken(taken: Any) -> Decision:
    return denied(
        _("%(taken)s people have a seat there. Offer at least as many.") % {"taken": taken}
    )
