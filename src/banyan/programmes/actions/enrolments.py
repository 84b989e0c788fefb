"""Teachers coming into a cohort, saying what they need, and leaving it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment, Need
from banyan.programmes.queries import known_person
from banyan.programmes.rules import (
    COHORT_RIGHTS,
    ENROLMENT,
    ENROLMENT_RIGHTS,
    choosable,
    few_enough,
    inside,
    on_the_scales,
)
from banyan.programmes.states import EnrolmentStatus, Format
from banyan.trail import actions as trail

ANSWERS = frozenset(
    {
        "languages", "levels", "subjects", "stages", "hours", "traits", "years", "format", "again",
        "asks", "hopes",
    }
)  # fmt: skip
CODED = ("languages", "subjects", "stages", "hours", "traits", "asks")


def enrol(
    cohort: Cohort,
    person: Person,
    school: Organisation,
    *,
    by: Viewer,
    needs: Sequence[str] = (),
    languages: Iterable[str] = (),
    subjects: Iterable[str] = (),
    stages: Iterable[str] = (),
    hours: Iterable[str] = (),
    traits: Iterable[str] = (),
    need_levels: Mapping[str, int] | None = None,
    levels: Mapping[str, str] | None = None,
    again: bool = False,
    years: int | None = None,
    format: str = Format.EITHER.value,
    hopes: str = "",
    confirmed: bool = False,
) -> Enrolment:
    """A teacher's place in a cohort; she also becomes a teacher of the school if she was not.

    `needs` are codes of domains, the most wanted first; `traits` are codes of what decides which
    steps she needs, such as a kind of licence. `need_levels` say how sure she is in these domains
    (a value of Sure), `levels` how well she speaks these languages (of Speaks), `again` whether she
    would go on with a mentor of an earlier pair. `confirmed` says that she has agreed already;
    otherwise she is invited. Raises Refused for codes that the blueprint does not know,
    a school outside the area, and somebody who is in the cohort already.
    """
    COHORT_RIGHTS.decide(by, cohort, "enrol").or_refuse()
    inside(cohort, school).or_refuse()
    coded = {
        "languages": languages,
        "subjects": subjects,
        "stages": stages,
        "hours": hours,
        "traits": traits,
    }
    answers = {name: list(dict.fromkeys(codes)) for name, codes in coded.items()}
    few_enough(cohort.programme, needs).or_refuse()
    choosable(cohort.programme, domains=needs, **answers).or_refuse()
    levels, need_levels = levels or {}, need_levels or {}
    on_the_scales(levels, need_levels).or_refuse()
    status = EnrolmentStatus.ENROLLED if confirmed else EnrolmentStatus.INVITED
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                cohort=cohort,
                person=person,
                school=school,
                status=status,
                years=years,
                format=Format(format).value,
                hopes=hopes,
                again=again,
                levels={code: levels[code] for code in answers["languages"] if code in levels},
                starts_on=by.today if confirmed else None,
                **answers,
            )
            _rank(enrolment, needs, need_levels)
            organisations.give_role(person, school, Role.TEACHER, by=by)
            trail.record(
                verb="enrolment.enrol" if confirmed else "enrolment.invite",
                subject=trail.subject_of(enrolment),
                scope=school.path or "",
                by=by,
            )
    except IntegrityError as error:
        raise Refused(denied(_("This person is in the cohort already."))) from error
    return enrolment


def change_enrolment(
    enrolment: Enrolment,
    *,
    by: Viewer,
    needs: Sequence[str] | None = None,
    need_levels: Mapping[str, int] | None = None,
    **answers: Any,
) -> Enrolment:
    """Change what the teacher says of herself; what is not given stays.

    `need_levels` and `levels` as for `enrol`, in place of all that was said of it before. Raises
    Refused for codes that the blueprint does not know, and where somebody else says what the
    teacher `asks` for in confidence; Stale when the answers were changed since this row was read.
    """
    ENROLMENT_RIGHTS.decide(by, enrolment, "change").or_refuse()
    if unknown := set(answers) - ANSWERS:
        raise TypeError(f"not an answer of an enrolment: {sorted(unknown)}")
    programme = enrolment.cohort.programme
    if needs is not None:
        few_enough(programme, needs).or_refuse()
    if "asks" in answers:
        ENROLMENT_RIGHTS.decide(by, enrolment, "ask").or_refuse()
    on_the_scales(answers.get("levels", {}), need_levels or {}).or_refuse()
    coded = {name: list(answers[name]) for name in CODED if name in answers}
    choosable(programme, domains=needs or (), **coded).or_refuse()
    answers.update(coded)
    if {"languages", "levels"} & set(answers):
        spoken = answers.get("languages", enrolment.languages)
        known = answers.get("levels", enrolment.levels)
        answers["levels"] = {code: known[code] for code in spoken if code in known}
    if "format" in answers:
        answers["format"] = Format(answers["format"]).value
    with transaction.atomic():
        changed = Enrolment.objects.filter(pk=enrolment.pk, version=enrolment.version).update(
            version=F("version") + 1, **answers
        )
        if not changed:
            raise Stale(_("These answers have been changed since you opened the page."))
        if needs is not None or need_levels is not None:
            _rank(enrolment, needs, need_levels)
        trail.record(
            verb="enrolment.change",
            subject=trail.subject_of(enrolment),
            scope=_scope(enrolment),
            by=by,
        )
    enrolment.version += 1
    for name, value in answers.items():
        setattr(enrolment, name, value)
    return enrolment


def confirm_enrolment(enrolment: Enrolment, *, by: Viewer) -> Enrolment:
    """She takes part from today."""
    return trail.move(
        enrolment, ENROLMENT, "confirm", by=by, scope=_scope(enrolment), starts_on=by.today
    )


def complete_enrolment(enrolment: Enrolment, *, by: Viewer) -> Enrolment:
    """She has come to the end of the programme."""
    return trail.move(
        enrolment, ENROLMENT, "complete", by=by, scope=_scope(enrolment), ends_on=by.today
    )


def withdraw_enrolment(enrolment: Enrolment, *, by: Viewer, because: str = "") -> Enrolment:
    """She leaves, or does not join; `because` is read only by her and her coordinators."""
    return trail.move(
        enrolment,
        ENROLMENT,
        "withdraw",
        by=by,
        scope=_scope(enrolment),
        ends_on=by.today,
        left_because=because.strip(),
    )


def rejoin_enrolment(enrolment: Enrolment, *, by: Viewer) -> Enrolment:
    """She comes back; what she had said is still there."""
    return trail.move(
        enrolment,
        ENROLMENT,
        "rejoin",
        by=by,
        scope=_scope(enrolment),
        starts_on=enrolment.starts_on or by.today,
        ends_on=None,
        left_because="",
    )


def _rank(
    enrolment: Enrolment, needs: Sequence[str] | None, levels: Mapping[str, int] | None
) -> None:
    """Needs are few: they are written anew, so that ranks never collide on the way."""
    held = dict(Need.objects.filter(enrolment=enrolment).values_list("domain", "level"))
    said = held if levels is None else levels
    enrolment.needs.all().delete()
    Need.objects.bulk_create(
        Need(enrolment=enrolment, domain=code, rank=rank, level=said.get(code))
        for rank, code in enumerate(held if needs is None else needs, 1)
    )


def _scope(enrolment: Enrolment) -> str:
    return enrolment.school.path or ""


def enrol_by_hand(
    cohort: Cohort,
    name: str,
    school: Organisation,
    *,
    by: Viewer,
    email: str = "",
    invite: bool = False,
    form: str = "",
    **answers: Any,
) -> Enrolment:
    """Enrol somebody who may not be known yet, and send her the link to sign in if `invite`.

    Known is whoever has this address, or without one this name at this school; `form` is the
    token of the page that was sent, perhaps twice at once. `answers` as for `enrol`. Raises Refused
    as `enrol` does, and then leaves no new person behind.
    """
    COHORT_RIGHTS.decide(by, cohort, "enrol").or_refuse()
    scope = school.path or ""
    with transaction.atomic():
        person = known_person(email, name, school) or people.add_person_once(
            name, by=by, form=form, email=email, scope=scope
        )
        enrolment = enrol(cohort, person, school, by=by, **answers)
        if invite and person.email and person.last_login is None:
            people.send_invitation(person, by=by, scope=scope)
    return enrolment
