"""Short meetings: planning, announcing, marking who is there, and what each says afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.models import Impression, Rota, RotaPlace, ShortMeeting
from banyan.matching.queries.rotas import (
    OwnAnswers,
    enrolments_in,
    places_of,
    teachers_to_invite,
    to_forget,
    turns_begun,
    was_there,
)
from banyan.matching.rules import IMPRESSION_RIGHTS, ROTA, ROTA_RIGHTS
from banyan.matching.states.rotas import Coming, Feeling, RotaStatus
from banyan.mentoring.actions.planning import meeting_room
from banyan.programmes.models import Cohort
from banyan.programmes.rules import COHORT_RIGHTS
from banyan.programmes.states import Side
from banyan.trail import actions as trail
from matchmaker.rota import rota as laid

MOST_TEACHERS, MOST_MENTORS, MOST_TURNS = 150, 40, 60
ANSWER_DAYS = timedelta(days=7)
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coordinator says of a rota; `place` is empty when people meet on line."""

    name: str
    starts_at: datetime
    time_zone: str
    minutes: int
    pause: int
    most: int
    invited: str
    place: str
    area_id: int | None = None  # teachers under this place alone


@transaction.atomic
def plan(cohort: Cohort, said: Plan, mentors: Collection[int], *, by: Viewer) -> Rota:
    """A draft that nobody else sees yet, with its table laid. Raises Unfit, naming the field, for
    a time that has passed or is far away, for what is planned already, and where nobody could
    meet anybody."""
    COHORT_RIGHTS.decide(by, cohort, "match").or_refuse()
    _in_time(said, by)
    with _once():
        made = Rota.objects.create(cohort=cohort, made_by_id=by.person_id, **asdict(said))
    _invite(made, mentors, by)
    record("rota.plan", made, by)
    return made


@transaction.atomic
def change_plan(rota: Rota, said: Plan, mentors: Collection[int], *, by: Viewer, seen: int) -> Rota:
    """Other times, another place or other people; all of the table is laid anew. Whoever takes
    part in what is announced is told, and so is whoever does no longer. Whoever is marked as not
    coming stays so, unless it begins at another time. Stale when it was changed since."""
    ROTA_RIGHTS.decide(by, rota, "change").or_refuse()
    _in_time(said, by)
    before = {place.person_id for place in places_of(rota)}
    moved = said.starts_at != rota.starts_at
    with _once():
        _change(rota, seen, **asdict(said))
    if moved:
        RotaPlace.objects.filter(rota=rota).update(last_turn=None)
    _invite(rota, mentors, by)
    now = {place.person_id for place in places_of(rota)}
    record("rota.change", rota, by, told=is_told(rota), gone=sorted(before - now))
    return rota


@transaction.atomic
def seat(rota: Rota, rooms: Mapping[int, str], *, by: Viewer, seen: int) -> Rota:
    """Each mentor's table, room or link, by the id of her place."""
    ROTA_RIGHTS.decide(by, rota, "seat").or_refuse()
    _change(rota, seen)
    for place in RotaPlace.objects.filter(rota=rota, side=Side.MENTOR, pk__in=rooms):
        RotaPlace.objects.filter(pk=place.pk).update(room=rooms[place.pk].strip())
    record("rota.seat", rota, by, told=is_told(rota))
    return rota


def announce(rota: Rota, *, by: Viewer) -> Rota:
    """From now on everybody who takes part sees her own sheet."""
    return trail.move(rota, ROTA, "announce", by=by, scope=scope(rota))


def cancel(rota: Rota, because: str, *, by: Viewer) -> Rota:
    """They do not take place; whoever was told of them is told so, and why."""
    return trail.move(rota, ROTA, "cancel", by=by, scope=scope(rota), because=because)


def hold(rota: Rota, *, by: Viewer) -> Rota:
    """They are over; from now on everybody has some days to say how it was."""
    until = by.now + ANSWER_DAYS
    return trail.move(rota, ROTA, "hold", by=by, scope=scope(rota), answers_until=until)


def end(rota: Rota, *, by: Viewer) -> Rota:
    """The same by itself, when the last meeting is over."""
    until = by.now + ANSWER_DAYS
    return trail.move(rota, ROTA, "end", by=by, scope=scope(rota), answers_until=until)


@transaction.atomic
def mark(rota: Rota, place: RotaPlace, coming: Coming, *, by: Viewer) -> RotaPlace:
    """Somebody did not come, had to leave, is here now, or was here all along. The table stays as
    it is until what is left is laid anew; only what somebody missed who has come back is taken
    out of it. Nothing for what is marked already; Stale where she takes part no longer."""
    ROTA_RIGHTS.decide(by, rota, "mark").or_refuse()
    held = RotaPlace.objects.select_for_update().filter(pk=place.pk).first()
    if held is None:
        raise Stale(_("These short meetings have been changed since you opened the page."))
    was = held.first_turn, held.last_turn
    begun = turns_begun(rota, by.now)
    now = _there(held, coming, begun)
    if now == was:
        return held
    if coming == Coming.HERE and now[0] == was[0] and was[1] is not None:
        missed = ShortMeeting.objects.filter(rota=rota, turn__gt=was[1], turn__lte=begun)
        missed.filter(Q(mentor=held.person_id) | Q(teacher=held.person_id)).delete()
    held.first_turn, held.last_turn = now
    RotaPlace.objects.filter(pk=held.pk).update(first_turn=now[0], last_turn=now[1])
    record("rota.mark", rota, by, coming=coming.value)
    return held


def _there(place: RotaPlace, coming: Coming, begun: int) -> tuple[int, int | None]:
    """Her first turn and her last (None: she stays, 0: she did not come), when this is said of her
    after so many turns have begun."""
    first, last = place.first_turn, place.last_turn
    if coming == Coming.ALL_ALONG:
        return 1, None
    if coming == Coming.HERE:
        never = last is not None and last < first
        return (begun + 1 if never else first), None
    if last is not None:  # she is not there, as was said before
        return first, last
    return first, 0 if coming == Coming.NOT_COMING else begun


@transaction.atomic
def lay_rest(rota: Rota, *, by: Viewer, seen: int) -> Rota:
    """Lay the turns that have not begun anew for those who are there, in no more turns than were
    planned. What was laid of turns that have begun stays. Stale when it was changed since."""
    ROTA_RIGHTS.decide(by, rota, "lay").or_refuse()
    _change(rota, seen)
    begun = turns_begun(rota, by.now)
    _lay(rota, begun, rota.turns - begun, by)
    record("rota.lay", rota, by, told=is_told(rota), begun=begun)
    return rota


@transaction.atomic
def close_answers(rota: Rota, *, by: Viewer) -> Rota:
    """From now on nobody says how it was; what was said counts."""
    ROTA_RIGHTS.decide(by, rota, "close_answers").or_refuse()
    rows = Rota.objects.filter(pk=rota.pk, status=RotaStatus.HELD, answers_until__gt=by.now)
    if not rows.update(answers_until=by.now):
        raise Stale(_("The answers have closed since you opened the page."))
    rota.answers_until = by.now
    record("rota.close_answers", rota, by)
    return rota


def say(found: OwnAnswers, feelings: Mapping[int, Feeling | None], *, by: Viewer) -> OwnAnswers:
    """How it would be to work with each of these, in place of what was said of them before; None
    to say nothing. What was said of others stays. Nothing of it is on record. ValueError for
    somebody whom she has not met; Stale when the answers have closed meanwhile."""
    IMPRESSION_RIGHTS.decide(by, found, "say").or_refuse()
    if not set(feelings) <= {person.pk for person in found.met}:
        raise ValueError("she has not met them")
    place = found.place
    with transaction.atomic():
        held = Rota.objects.select_for_update().get(pk=place.rota_id)
        if held.status != found.rota.status or held.answers_until != found.rota.answers_until:
            raise Stale(str(ROTA.moved_on))
        mine = Impression.objects.filter(rota=held, person=place.person_id)
        was = dict(mine.values_list("other", "feeling"))
        news = {other: said for other, said in feelings.items() if said != was.get(other)}
        mine.filter(other__in=news).delete()
        Impression.objects.bulk_create(
            Impression(
                rota=held, person_id=place.person_id, side=place.side, other_id=other,
                feeling=feeling,
            )
            for other, feeling in sorted(news.items())
            if feeling is not None
        )  # fmt: skip
    return found


def forget_said(*, by: Viewer) -> int:
    """What no round heeds any more is gone; returns how many answers."""
    gone, _each = to_forget(by.now).delete()
    return gone


def _in_time(said: Plan, by: Viewer) -> None:
    if said.starts_at <= by.now:
        raise unfit("day", _("This time has passed. Choose one that is still to come."))
    if said.starts_at > by.now + A_YEAR:
        raise unfit("day", _("This is more than a year away. Choose a nearer day."))


@contextmanager
def _once() -> Iterator[None]:
    """Two plans of one name for one time are one plan, of which the button was pressed twice."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as again:
        raise unfit("name", _("You have planned this already, for the same time.")) from again


def _invite(rota: Rota, mentors: Collection[int], by: Viewer) -> None:
    """Places for everybody, with what is known of them already, and the whole table."""
    before = {place.person_id: place for place in places_of(rota)}
    invited = [
        each.person_id
        for each in teachers_to_invite(by, rota.cohort, rota.invited, rota.area)
        if each.person_id not in mentors
    ]
    if len(invited) > MOST_TEACHERS:
        raise unfit(
            "invited",
            _(
                "These are %(count)s teachers; at most %(most)s can come at once. Choose a district"
                " or a school."
            )
            % {"count": len(invited), "most": MOST_TEACHERS},
        )
    RotaPlace.objects.filter(rota=rota).delete()
    RotaPlace.objects.bulk_create(
        [
            RotaPlace(
                rota=rota,
                person_id=person,
                side=side,
                room=_room(rota, person, before.get(person)) if side == Side.MENTOR else "",
                last_turn=before[person].last_turn if person in before else None,
            )
            for side, people in ((Side.MENTOR, mentors), (Side.TEACHER, invited))
            for person in sorted(people)
        ]
    )
    _lay(rota, 0, 0, by)
    if not rota.turns:
        raise unfit("mentors", _("None of these mentors and teachers may meet. Choose others."))


def _room(rota: Rota, person: int, before: RotaPlace | None) -> str:
    """The room that a mentor has already; else one of her own, where people meet on line and one
    opens by itself."""
    if before is not None and before.room:
        return before.room
    return "" if rota.place else meeting_room().address(session_uid=f"rota-{rota.pk}-{person}")


def _lay(rota: Rota, begun: int, longest: int, by: Viewer) -> None:
    """Lay all turns after those that have `begun`, in at most `longest`, for whoever is there."""
    places = {place.person_id: place for place in places_of(rota)}
    there = [place for place in places.values() if place.last_turn is None]
    mentors = [place.person_id for place in there if place.side == Side.MENTOR]
    teachers = [place.person_id for place in there if place.side == Side.TEACHER]
    problem = snapshot.meeting(rota.cohort, enrolments_in(rota, teachers), mentors, on=by.today)
    past = list(ShortMeeting.objects.filter(rota=rota, turn__lte=begun))
    met = [
        (str(each.teacher_id), str(each.mentor_id))
        for each in past
        if was_there(places[each.teacher_id], each.turn)
        and was_there(places[each.mentor_id], each.turn)
    ]
    # Of whom one was not there may meet after all; what was laid for them stays as it was.
    found = laid(problem, rota.most, met=met, longest=longest)
    if begun + len(found.turns) > MOST_TURNS:
        raise unfit("most", _("That would be more than %(most)s turns.") % {"most": MOST_TURNS})
    ShortMeeting.objects.filter(rota=rota, turn__gt=begun).delete()
    ShortMeeting.objects.bulk_create(
        ShortMeeting(rota=rota, turn=turn, teacher_id=int(teacher), mentor_id=int(mentor))
        for turn, pairs in enumerate(found.turns, start=begun + 1)
        for teacher, mentor in pairs
    )
    if not longest:
        rota.turns = len(found.turns)
        Rota.objects.filter(pk=rota.pk).update(turns=rota.turns)


def _change(rota: Rota, seen: int, **changes: object) -> None:
    """Raise the version, and set what changes; Stale when it has another than the one seen."""
    rows = Rota.objects.filter(pk=rota.pk, version=seen, status=rota.status)
    if not rows.update(version=F("version") + 1, **changes):
        raise Stale(_("These short meetings have been changed since you opened the page."))
    rota.refresh_from_db(fields=["version", *changes])


def is_told(rota: Rota) -> bool:
    """Whether people know of it, and so are told what changes."""
    return rota.status == RotaStatus.ANNOUNCED


def record(verb: str, rota: Rota, by: Viewer, **data: Any) -> None:
    trail.record(verb=verb, subject=trail.subject_of(rota), scope=scope(rota), by=by, **data)


def scope(rota: Rota) -> str:
    return rota.cohort.programme.organisation.path or ""
