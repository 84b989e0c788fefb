"""Who came: said by the code that is shown at the meeting, or by the list of whoever led it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied, unfit
from banyan.kernel.viewer import Viewer
from banyan.training.actions.seats import lock, record, school_of, seat_free
from banyan.training.models import MeetingDay, Presence, Seat, Workshop
from banyan.training.queries.codes import EARLY, is_code
from banyan.training.queries.people import running_days
from banyan.training.rules import DAY_RIGHTS, WORKSHOP, WORKSHOP_RIGHTS
from banyan.training.standings import AUDIENCE
from banyan.training.states import SeatStatus, Way, WorkshopStatus


@transaction.atomic
def come(workshop: Workshop, code: str, *, by: Viewer) -> Presence:
    """She is at the meeting that takes place now, and types the code that is shown there. It counts
    for the whole meeting, until whoever leads it says otherwise; what was said before stays.

    Only with a seat at that site; where the workshop takes walk-ins, a seat that is free is hers.
    Raises Unfit for a code that is not shown now.
    """
    WORKSHOP_RIGHTS.decide(by, workshop, "come").or_refuse()
    now = lock(workshop)
    if now.status != WorkshopStatus.OPEN:
        raise Stale(str(WORKSHOP.moved_on))
    typed = "".join(code.split())
    days = [one for one in running_days(now, by) if one.starts_at - EARLY <= by.now]
    if not days:
        raise unfit("code", _("No meeting of this workshop takes place now."))
    shown = [one for one in days if is_code(one.pk, typed, by.now)]
    if not shown:
        sentence = _(
            "This is not the code that is shown now. It changes every minute: look again, at your "
            "own site, and type the six figures."
        )
        raise unfit("code", sentence)
    day = shown[0]
    _has_seat_there(now, day, by)
    said, made = Presence.objects.get_or_create(
        day=day,
        person_id=by.person_id,
        defaults={
            "minutes": day.minutes,
            "way": Way.CODE,
            "said_by_id": by.person_id,
            "said_at": by.now,
        },
    )
    if made:
        record(now, "come", by=by, day=day.pk)
    return said


def _has_seat_there(workshop: Workshop, day: MeetingDay, by: Viewer) -> None:
    rows = Seat.objects.filter(workshop=workshop, person_id=by.person_id)
    mine = rows.filter(status=SeatStatus.SEATED).first()
    if mine is not None:
        if mine.site_id != day.site_id:
            raise unfit(
                "code",
                _("This is the code of another site. You have a seat at %(site)s.")
                % {"site": mine.site.name},
            )
        return
    if not workshop.walk_ins:
        raise Refused(denied(_("You have no seat in this workshop. Speak with whoever leads it.")))
    AUDIENCE.otherwise(_("This workshop is not for you as it stands. Ask its coordinators."))(
        by, workshop
    ).or_refuse()
    if not seat_free(day.site_id):
        raise Refused(denied(_("All seats are taken. Speak with whoever leads it.")))
    Seat.objects.update_or_create(
        workshop=workshop,
        person_id=by.person_id,
        defaults={
            "site_id": day.site_id,
            "status": SeatStatus.SEATED,
            "school_id": school_of(workshop, by.person_id),
            "taken_at": by.now,
            "freed_because": "",
        },
    )
    record(workshop, "take_seat", by=by, site=day.site_id)


@transaction.atomic
def say_presence(
    day: MeetingDay, minutes: Mapping[int, int], seen: Mapping[int, int | None], *, by: Viewer
) -> int:
    """Who of those with a seat at the site came, by person: minutes of the meeting, 0 for "did not
    come". `seen` is what the page said of each when it was opened, None for nothing. What is the
    same stays as it was said; what differs from what was said before is a correction, on record.
    Returns how many are new or changed. Raises Stale where somebody has said it meanwhile."""
    DAY_RIGHTS.decide(by, day, "say_presence").or_refuse()
    workshop = lock(day.site.workshop)
    if workshop.status == WorkshopStatus.CANCELLED:
        raise Stale(str(WORKSHOP.moved_on))
    if by.person_id in minutes:
        raise Refused(denied(_("Nobody says their own presence: another one of the team does.")))
    seated = set(
        Seat.objects.filter(
            site=day.site_id, status=SeatStatus.SEATED, person_id__in=list(minutes)
        ).values_list("person_id", flat=True)
    )
    there = {
        one.person_id: one for one in Presence.objects.filter(day=day, person__in=list(minutes))
    }
    changed, first = 0, 0
    for person, said in sorted(minutes.items()):
        before = there.get(person)
        known = before.minutes if before else None
        if person not in seated:
            raise Stale(_("Somebody has given the seat back since you opened the page."))
        if not 0 <= said <= day.minutes:
            raise unfit(
                f"minutes_{person}",
                _("This meeting lasted %(most)s minutes. Write a number from 0 to that.")
                % {"most": day.minutes},
            )
        if known == said:
            continue
        if seen.get(person) != known:
            raise Stale(_("Somebody has said who came since you opened the page."))
        if before is None:
            Presence.objects.create(
                day=day,
                person_id=person,
                minutes=said,
                way=Way.LIST,
                said_by_id=by.person_id,
                said_at=by.now,
            )
            first += 1
        else:
            Presence.objects.filter(pk=before.pk).update(
                minutes=said, way=Way.LIST, said_by_id=by.person_id, said_at=by.now
            )
            record(workshop, "correct", by=by, day=day.pk, person=person, before=known, after=said)
        changed += 1
    if first:
        record(workshop, "say_presence", by=by, day=day.pk, people=first)
    return changed
