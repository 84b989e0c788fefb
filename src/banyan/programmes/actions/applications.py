"""A mentor's way into the pool, and the place held there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.actions.trainings import record_training
from banyan.programmes.models import (
    Application,
    Evidence,
    Expertise,
    Fluency,
    Programme,
    Review,
)
from banyan.programmes.queries.trainings import before_first_teacher
from banyan.programmes.rules import (
    APPLICATION,
    APPLICATION_RIGHTS,
    PROGRAMME_RIGHTS,
    bearable,
    choosable,
    experienced,
    on_the_scales,
    rules_of,
)
from banyan.programmes.states import (
    Advice,
    ApplicationStatus,
    Format,
    Publishable,
)
from banyan.trail import actions as trail

# What a mentor in the pool may still change; the rest was read by reviewers and stays.
ADJUSTABLE = frozenset(
    {
        "languages", "levels", "domain_levels", "subjects", "stages", "hours", "capacity",
        "hours_a_month", "format", "says", "about",
    }
)  # fmt: skip
ANSWERS = ADJUSTABLE | {"domains", "organisation", "years", "motivation"}
CODED = ("subjects", "stages", "hours", "says")
RANKED = ("domains", "domain_levels", "languages", "levels")  # kept in rows of their own


def start_application(programme: Programme, *, by: Viewer, **answers: Any) -> Application:
    """A draft of the viewer's own. `answers` as for `change_application`.

    Raises Refused when the programme takes no mentors now or an application is under way.
    """
    PROGRAMME_RIGHTS.decide(by, programme, "apply").or_refuse()
    return _create(
        programme, by.person_id, ApplicationStatus.DRAFT, "application.start", by, answers
    )


def nominate(programme: Programme, person: Person, *, by: Viewer, **answers: Any) -> Application:
    """An office names a mentor from its own list: sent as if by the mentor, then screened and
    read by reviewers like any other. Raises Refused when the blueprint's minimum of years is
    not met."""
    PROGRAMME_RIGHTS.decide(by, programme, "nominate").or_refuse()
    if "says" in answers:
        raise TypeError("what somebody says in confidence is said by nobody else")
    with transaction.atomic():
        application = _create(
            programme, person.pk, ApplicationStatus.SUBMITTED, "application.nominate", by, answers
        )
        experienced(by, application).or_refuse()
        Application.objects.filter(pk=application.pk).update(submitted_at=by.now)
    application.submitted_at = by.now
    return application


def _create(
    programme: Programme,
    person_id: int,
    status: ApplicationStatus,
    verb: str,
    by: Viewer,
    answers: dict[str, Any],
) -> Application:
    plain, ranks = _checked(programme, answers, ANSWERS)
    mentor = rules_of(programme).mentor
    plain.setdefault("capacity", mentor.caseload.default)
    plain.setdefault("hours_a_month", mentor.hours_a_month.default)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                programme=programme, person_id=person_id, status=status, **plain
            )
            _rank(application, ranks)
            trail.record(
                verb=verb,
                subject=trail.subject_of(application),
                scope=_scope(application),
                by=by,
            )
    except IntegrityError as error:
        raise Refused(denied(_("There is an application under way already."))) from error
    return application


def change_application(application: Application, *, by: Viewer, **answers: Any) -> Application:
    """Change a draft, or what a mentor in the pool offers; what is not given stays.

    `answers`: domains and languages (codes, the strongest first), organisation, years, subjects,
    stages, hours, capacity, hours_a_month, format, about, motivation, domain_levels (how sure she
    is, by domain: of Sure), levels (how well she speaks, by language: of Speaks), and says (in
    confidence, which only she does). Raises Refused for codes that the blueprint does not know, and
    Stale when it was changed since this row was read.
    """
    draft = application.status == ApplicationStatus.DRAFT
    APPLICATION_RIGHTS.decide(by, application, "change" if draft else "adjust").or_refuse()
    plain, ranks = _checked(application.programme, answers, ANSWERS if draft else ADJUSTABLE)
    with transaction.atomic():
        _bump(application, **plain)
        _rank(application, ranks)
        _record("application.change", application, by)
    return application


def add_evidence(
    application: Application, title: str, text: str, link: str, *, by: Viewer
) -> Evidence:
    """What shows experience: words, and a link where there is one. The same given again is the same
    piece."""
    APPLICATION_RIGHTS.decide(by, application, "change").or_refuse()
    said = {"title": title.strip(), "text": text.strip(), "link": link.strip()}
    with transaction.atomic():
        Application.objects.select_for_update(no_key=True).only("pk").get(pk=application.pk)
        if there := Evidence.objects.filter(application=application, **said).first():
            return there  # from another tab
        evidence = Evidence.objects.create(application=application, **said)
        _record("application.add_evidence", application, by)
    return evidence


def remove_evidence(evidence: Evidence, *, by: Viewer) -> None:
    """Take a piece back out of a draft."""
    APPLICATION_RIGHTS.decide(by, evidence.application, "change").or_refuse()
    with transaction.atomic():
        _record("application.remove_evidence", evidence.application, by)
        evidence.delete()


def submit(application: Application, *, by: Viewer) -> Application:
    """To the programme, which reads it from now on."""
    return _move(application, "submit", by, submitted_at=by.now)


def screen(application: Application, *, by: Viewer) -> Application:
    """It is in order; the reviewers read it."""
    return _move(application, "screen", by)


def pass_on(application: Application, *, by: Viewer) -> Application:
    """It is in order; the readers of the programme judge it."""
    return _move(application, "pass_on", by)


def admit(application: Application, *, by: Viewer) -> Application:
    """The readers found that it meets every criterion: into the pool, once oriented."""
    return _move(application, "admit", by, decided_at=by.now)


def turn_down(application: Application, *, by: Viewer) -> Application:
    """The readers found that something is missing; what they said stands with the reading."""
    return _move(application, "turn_down", by, decided_at=by.now)


def reinstate(application: Application, *, by: Viewer) -> Application:
    """After a dispute it is accepted. Raises Refused while another application of the same person
    is under way."""
    try:
        with transaction.atomic():
            return _move(application, "reinstate", by, decided_at=by.now)
    except IntegrityError as error:
        raise Refused(
            denied(_("Another application of this person is under way: that one is decided on."))
        ) from error


def review(application: Application, advice: str, words: str, *, by: Viewer) -> Review:
    """One reviewer's advice; said again before the decision, it replaces what she said. The same
    again changes nothing."""
    APPLICATION_RIGHTS.decide(by, application, "review").or_refuse()
    own: dict[str, Any] = {"application": application, "reviewer_id": by.person_id}
    said = {"advice": Advice(advice).value, "words": words.strip()}
    with transaction.atomic():
        Application.objects.select_for_update(no_key=True).only("pk").get(pk=application.pk)
        if same := Review.objects.filter(**own, **said).first():
            return same
        given, _new = Review.objects.update_or_create(**own, defaults=said | {"given_at": by.now})
        _record("application.review", application, by)
    return given


def accept(application: Application, *, by: Viewer) -> Application:
    """Into the pool, once oriented."""
    return _move(application, "accept", by, decided_at=by.now)


def refuse(application: Application, reason: str, *, by: Viewer) -> Application:
    """Not this time; the reason is told to the applicant. Raises Refused without one."""
    APPLICATION.decide(by, application, "refuse").or_refuse()
    if not reason.strip():
        raise Refused(denied(_("Say why: the applicant will read it.")))
    return _move(application, "refuse", by, decided_at=by.now, refusal=reason.strip())


@transaction.atomic
def orient(
    application: Application, on: date, *, by: Viewer, trainings: Collection[str] | None = None
) -> Application:
    """The mentor has been oriented, on that day, and had these trainings with it: codes of the
    blueprint; by default all that come before the first teacher."""
    if trainings is None:
        trainings = before_first_teacher(application.programme)
    moved = _move(application, "orient", by, oriented_on=on)
    for code in trainings:
        record_training(application.programme, application.person, code, on, by=by)
    return moved


def activate(application: Application, *, by: Viewer) -> Application:
    """Teachers can be matched from now on; the mentor's role is held over the programme's area."""
    with transaction.atomic():
        moved = _move(application, "activate", by)
        # Who holds the role follows from the table above, not from a right to hand out roles.
        organisations.give_role(
            moved.person,
            moved.programme.organisation,
            Role.MENTOR,
            by=system(by.now),
            starts_on=by.today,
        )
    return moved


def rest(application: Application, *, by: Viewer) -> Application:
    """No new teachers for now; those there are stay."""
    return _move(application, "rest", by)


def return_to_pool(application: Application, *, by: Viewer) -> Application:
    """New teachers again."""
    return _move(application, "return", by)


def withdraw_application(application: Application, *, by: Viewer) -> Application:
    """The applicant or mentor takes it back; it also leaves the public directory."""
    return _move(application, "withdraw", by, listed=False)


def publish(
    application: Application, listed: bool, publishes: Iterable[str], *, by: Viewer
) -> Application:
    """What the public directory may show: nothing, or name, domains and languages, and of the
    rest exactly the fields named in `publishes` (values of Publishable)."""
    APPLICATION_RIGHTS.decide(by, application, "publish").or_refuse()
    chosen = sorted({Publishable(name).value for name in publishes})
    with transaction.atomic():
        _bump(application, listed=listed, publishes=chosen)
        _record("application.publish", application, by)
    return application


def _checked(
    programme: Programme, answers: dict[str, Any], allowed: frozenset[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers as columns, and those of RANKED that were given."""
    if unknown := set(answers) - ANSWERS:
        raise TypeError(f"not an answer of an application: {sorted(unknown)}")
    if set(answers) - allowed:
        raise Refused(denied(_("What the reviewers have read can no longer be changed.")))
    plain: dict[str, Any] = {
        name: list(value) if name in CODED else value
        for name, value in answers.items()
        if name not in RANKED
    }
    if "format" in plain:
        plain["format"] = Format(plain["format"]).value
    ranks: dict[str, Any] = {
        name: list(dict.fromkeys(answers[name]))
        for name in ("domains", "languages")
        if name in answers
    }
    choosable(
        programme,
        **ranks,
        **{name: plain.get(name, ()) for name in CODED},
    ).or_refuse()
    bearable(programme, plain.get("capacity", 0), plain.get("hours_a_month", 0)).or_refuse()
    ranks |= {name: answers[name] for name in ("domain_levels", "levels") if name in answers}
    on_the_scales(ranks.get("levels", {}), ranks.get("domain_levels", {})).or_refuse()
    return plain, ranks


def _rank(application: Application, ranks: Mapping[str, Any]) -> None:
    """Both lists are short: they are written anew, so that ranks never collide on the way. What is
    not given stays."""
    if {"domains", "domain_levels"} & set(ranks):
        rows = Expertise.objects.filter(application=application)
        held = dict(rows.values_list("domain", "level"))
        levels = ranks.get("domain_levels", held)
        rows.delete()
        Expertise.objects.bulk_create(
            Expertise(application=application, domain=code, rank=rank, level=levels.get(code))
            for rank, code in enumerate(ranks.get("domains", held), 1)
        )
    if {"languages", "levels"} & set(ranks):
        spoken = Fluency.objects.filter(application=application)
        before = dict(spoken.values_list("language", "level"))
        known = ranks.get("levels", before)
        spoken.delete()
        Fluency.objects.bulk_create(
            Fluency(application=application, language=code, rank=rank, level=known.get(code, ""))
            for rank, code in enumerate(ranks.get("languages", before), 1)
        )


def _bump(application: Application, **changes: Any) -> None:
    changed = Application.objects.filter(pk=application.pk, version=application.version).update(
        version=F("version") + 1, **changes
    )
    if not changed:
        raise Stale(_("This application has been changed since you opened the page."))
    application.version += 1
    for name, value in changes.items():
        setattr(application, name, value)


def _move(application: Application, verb: str, by: Viewer, **changes: Any) -> Application:
    return trail.move(application, APPLICATION, verb, by=by, scope=_scope(application), **changes)


def _record(verb: str, application: Application, by: Viewer) -> None:
    trail.record(verb=verb, subject=trail.subject_of(application), scope=_scope(application), by=by)


def _scope(application: Application) -> str:
    return application.programme.organisation.path or ""
