"""A teacher who waits and a mentor of the pool, as the matchmaker sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from banyan.matching.queries.known import Known
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import HOUR_CODES, Format, PartOfDay, Weekday
from matchmaker.problem import Mentor, Teacher

FORMATS = {
    Format.ONLINE.value: (Format.ONLINE.value,),
    Format.IN_PERSON.value: (Format.IN_PERSON.value,),
    Format.EITHER.value: (Format.ONLINE.value, Format.IN_PERSON.value),
}
# Minutes of the day at which each part of it begins and ends: our own. Nights are in none.
PARTS = {
    PartOfDay.MORNING: (5 * 60, 12 * 60),
    PartOfDay.AFTERNOON: (12 * 60, 17 * 60),
    PartOfDay.EVENING: (17 * 60, 23 * 60),
}
AN_HOUR = 60


def _place(place: Organisation | None, known: Known) -> tuple[str, str, str]:
    """School, district and state of somebody, by name; empty where there is none."""
    named = dict(known.above[pk] for pk in place.ancestor_ids if pk in known.above) if place else {}
    school = place.name if place else ""
    return school, named.get(Level.DISTRICT.value, ""), named.get(Level.STATE.value, "")


def teacher_of(enrolment: Enrolment, known: Known, avoid: Collection[int]) -> Teacher:
    """Whom somebody asked in confidence not to be paired with stands with the teacher, whichever of
    the two asked: the problem is kept, and does not tell."""
    school, district, state = _place(enrolment.school, known)
    return Teacher(
        id=str(enrolment.person_id),
        domains=tuple(known.needs.get(enrolment.pk, ())),
        languages=tuple(enrolment.languages),
        subjects=tuple(enrolment.subjects),
        stages=tuple(enrolment.stages),
        years=enrolment.years,
        school=school,
        district=district,
        state=state,
        hours=_hours(enrolment.hours, enrolment.person_id, known),
        skills=_named(known.sure.get(enrolment.pk, {})),
        fluency=_named(
            {
                code: enrolment.levels[code]
                for code in enrolment.languages
                if code in enrolment.levels
            }
        ),
        formats=FORMATS[enrolment.format],
        contexts=(enrolment.school.school_type,) if enrolment.school.school_type else (),
        earlier=tuple(map(str, known.together.get(enrolment.person_id, ())))
        if enrolment.again
        else (),
        asks=tuple(enrolment.asks),
        minor=not known.under_age.isdisjoint(enrolment.traits),
        avoid=tuple(map(str, sorted(avoid))),
    )


def mentor_of(application: Application, held: int, known: Known) -> Mentor:
    school, district, state = _place(application.organisation, known)
    return Mentor(
        id=str(application.person_id),
        capacity=max(0, application.capacity - held),
        domains=tuple(known.expertise.get(application.pk, ())),
        languages=tuple(known.fluencies.get(application.pk, ())),
        subjects=tuple(application.subjects),
        stages=tuple(application.stages),
        years=application.years,
        school=school,
        district=district,
        state=state,
        hours=_hours(application.hours, application.person_id, known),
        skills=_named(known.strong.get(application.pk, {})),
        fluency=_named(known.fluent.get(application.pk, {})),
        formats=FORMATS[application.format],
        contexts=tuple(
            dict.fromkeys(
                kind
                for kind in (
                    application.organisation.school_type if application.organisation else "",
                    *known.worked_at.get(application.person_id, ()),
                )
                if kind
            )
        ),
        says=tuple(application.says),
        minor=application.person_id in known.cleared,
    )


def _named(levels: Mapping[str, object]) -> tuple[str, ...]:
    """Names with a level, as the matchmaker reads them."""
    return tuple(f"{code}:{level}" for code, level in levels.items())


def _hours(told: Collection[str], person_id: int, known: Known) -> tuple[str, ...]:
    """When somebody is free, as she told the programme; or else the parts of the week in which she
    can be booked for an hour at least."""
    return tuple(told) or parts_of_week(known.kept.get(person_id, ()))


def parts_of_week(kept: Collection[int]) -> tuple[str, ...]:
    """The parts of the week that these hours reach into for at least an hour, in its order; of
    what is past midnight, those of the next day."""
    found = set()
    for number in kept:
        weekday, begins, ends = number // 100_000_000, number // 10_000 % 10_000, number % 10_000
        for day in (0, 1):
            for part, (first, last) in PARTS.items():
                here = min(ends, last + day * 1440) - max(begins, first + day * 1440)
                if here >= AN_HOUR:
                    found.add(f"{Weekday.values[(weekday + day) % 7]}-{part.value}")
    return tuple(code for code in HOUR_CODES if code in found)
