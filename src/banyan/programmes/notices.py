"""Who is told what when something happens in a programme, and how a timeline tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.models import Cohort
from banyan.programmes.queries import (
    application_status,
    design_of,
    enrolment_status,
    screeners_of,
    told_application,
    told_enrolment,
    words_of_notice,
)
from banyan.programmes.queries.consents import lacking_after_move, running_cohorts, still_lacks
from banyan.programmes.queries.trainings import still_running_out
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, Side
from banyan.trail import registry as trail
from banyan.trail.models import Event


def _still_invited(data: Mapping[str, Any]) -> bool:
    return enrolment_status(int(data["enrolment"])) == EnrolmentStatus.INVITED


def _still_sent(data: Mapping[str, Any]) -> bool:
    return application_status(int(data["application"])) == ApplicationStatus.SUBMITTED


def _still_read(data: Mapping[str, Any]) -> bool:
    return application_status(int(data["application"])) == ApplicationStatus.SCREENED


def _still_lacks(data: Mapping[str, Any]) -> bool:
    return still_lacks(int(data["cohort"]), str(data["side"]), int(data["person"]))


def _still_running_out(data: Mapping[str, Any]) -> bool:
    return still_running_out(
        int(data["programme_id"]), int(data["person"]), str(data["code"]), str(data["held_on"])
    )


KINDS = (
    Kind(
        "enrolment.invited",
        Category.PROGRAMME,
        _("You are invited to {programme}"),
        _("{school} has put you forward. Look at what it is, and join if you wish."),
        pgettext_lazy("link", "See the invitation"),
        _still_invited,
    ),
    Kind(
        "enrolment.enrolled",
        Category.PROGRAMME,
        _("You take part in {programme}"),
        _("Say what you would like help with, so that we find the mentor who fits you."),
        pgettext_lazy("link", "See my place"),
    ),
    Kind(
        "application.nominated",
        Category.PROGRAMME,
        _("You have been put forward as a mentor of {programme}"),
        _("Reviewers read it now. You can see it, and withdraw it if you do not wish this."),
        pgettext_lazy("link", "See the application"),
    ),
    Kind(
        "application.to_screen",
        Category.PROGRAMME,
        _("{mentor} wishes to mentor in {programme}"),
        _("The application is complete and waits to be screened."),
        pgettext_lazy("link", "Read the application"),
        _still_sent,
    ),
    Kind(
        "application.to_review",
        Category.PROGRAMME,
        _("{mentor}’s application waits for reviewers"),
        _("Two people read each application of {programme}. Perhaps you are one of them."),
        pgettext_lazy("link", "Read the application"),
        _still_read,
    ),
    Kind(
        "application.accepted",
        Category.PROGRAMME,
        _("You are accepted as a mentor of {programme}"),
        _("The next step is the orientation. Your coordinator tells you when it is."),
        pgettext_lazy("link", "See what comes next"),
    ),
    Kind(
        "application.answered",
        Category.PROGRAMME,
        _("There is an answer to your application to {programme}"),
        _("It is not a yes this time. The reason is on the page."),
        pgettext_lazy("link", "Read the answer"),
    ),
    Kind(
        "application.oriented",
        Category.PROGRAMME,
        _("Your orientation for {programme} is recorded"),
        _("Soon teachers can be matched with you."),
        pgettext_lazy("link", "See my place in the pool"),
    ),
    Kind(
        "application.activated",
        Category.PROGRAMME,
        _("You can now be matched with teachers of {programme}"),
        _("You decide what the public directory of mentors shows of you: nothing, until you say."),
        pgettext_lazy("link", "See my place in the pool"),
    ),
    Kind(
        "consent.wanted",
        Category.PROGRAMME,
        _("{programme} asks for your consent"),
        _("Nobody is matched with you before you say yes. Read what is kept and who reads it."),
        pgettext_lazy("link", "Read it and decide"),
        _still_lacks,
    ),
    Kind(
        "training.runs_out",
        Category.PROGRAMME,
        _("A training of yours runs out on {ends_on}"),
        _("{programme}: {title}. Renew it before, so that you can be matched, or read, after it."),
        pgettext_lazy("link", "See your trainings"),
        _still_running_out,
    ),
    Kind(
        "training.run_out",
        Category.PROGRAMME,
        _("A training of yours has run out"),
        _("{programme}: {title}. What runs goes on; nothing new comes to you until it is renewed."),
        pgettext_lazy("link", "See your trainings"),
        _still_running_out,
    ),
    Kind(
        "training.run_out_of",
        Category.PROGRAMME,
        _("A training of {name} has run out"),
        _("{programme}: {title}. Pairs that run go on; nobody new is matched until it is renewed."),
        pgettext_lazy("link", "See it"),
        _still_running_out,
    ),
)

_TO_APPLICANT = {
    "application.nominate": "application.nominated",
    "application.accept": "application.accepted",
    "application.admit": "application.accepted",
    "application.reinstate": "application.accepted",
    "application.refuse": "application.answered",
    "application.turn_down": "application.answered",
    "application.orient": "application.oriented",
    "application.activate": "application.activated",
}
_TO_SCREENERS = {
    "application.submit": "application.to_screen",
    "application.nominate": "application.to_screen",
    "application.screen": "application.to_review",
}
_TO_TEACHER = {
    "enrolment.invite": "enrolment.invited",
    "enrolment.enrol": "enrolment.enrolled",
    "enrolment.rejoin": "enrolment.enrolled",
}

SENTENCES: dict[str, object] = {
    "programme.start": _("{actor} began to prepare the programme."),
    "programme.open": _("{actor} opened the programme."),
    "programme.close": _("{actor} closed the programme."),
    "design.copy": _("{actor} copied the blueprint."),
    "design.save": _("{actor} saved the blueprint."),
    "design.publish": _("{actor} published the blueprint."),
    "cohort.move": _("{actor} moved the cohort to another version of the blueprint."),
    "stage.record": _("{actor} put on record that something of a stage exists."),
    "stage.take_back": _("{actor} took back that something of a stage exists."),
    "cohort.add": _("{actor} added the cohort."),
    "import.apply": _("{actor} brought in a list of people."),
    "enrolment.invite": _("{actor} sent the invitation."),
    "enrolment.enrol": _("{actor} enrolled the teacher."),
    "enrolment.change": _("{actor} changed the answers."),
    "enrolment.confirm": _("{actor} confirmed the place."),
    "enrolment.complete": _("{actor} marked the programme as completed."),
    "enrolment.withdraw": _("{actor} ended the place."),
    "enrolment.rejoin": _("{actor} took the teacher back in."),
    "application.start": _("{actor} began the application."),
    "application.nominate": _("{actor} put the mentor forward."),
    "application.submit": _("{actor} sent the application."),
    "application.screen": _("{actor} passed the application to the reviewers."),
    "application.pass_on": _("{actor} passed the application to the readers."),
    "application.admit": _("It was read, and the application is accepted."),
    "application.turn_down": _("It was read, and the application is not accepted this time."),
    "application.reinstate": _("After a dispute the application is accepted."),
    "application.accept": _("{actor} accepted the application."),
    "application.refuse": _("{actor} answered that it is not a yes this time."),
    "application.orient": _("{actor} recorded the orientation."),
    "application.activate": _("{actor} opened the place for teachers."),
    "application.rest": _("{actor} paused new teachers."),
    "application.return": _("{actor} opened the place for teachers again."),
    "application.withdraw": _("{actor} withdrew."),
    "application.publish": _("{actor} changed what the directory shows."),
    "training.record": _("{actor} recorded a training."),
    "training.take_back": _("{actor} took back the record of a training."),
    "consent.give": _("{actor} gave consent."),
    "consent.record": _("{actor} recorded a consent on paper."),
    "consent.withdraw": _("{actor} withdrew the consent."),
}


def tell_teacher(event: Event) -> None:
    """The teacher hears that she is invited or enrolled, unless she did it herself."""
    row = told_enrolment(event.subject)
    kind = _TO_TEACHER[event.verb]
    tell(
        [row.person_id] if row.person_id != event.actor else [],
        kind,
        key=f"{kind}:{event.pk}",
        now=event.happened_at,
        link=f"/enrolments/{row.pk}/",
        programme=row.cohort.programme.name,
        school=row.school.name,
        enrolment=row.pk,
        blueprint=design_of(row),
    )


def tell_applicant(event: Event) -> None:
    """The applicant hears each decision; the reason stays on the page."""
    row = told_application(event.subject)
    kind = _TO_APPLICANT[event.verb]
    tell(
        [row.person_id],
        kind,
        key=f"{kind}:{event.pk}",
        now=event.happened_at,
        link=f"/applications/{row.pk}/",
        programme=row.programme.name,
        blueprint=design_of(row),
        application=row.pk,
    )


def tell_screeners(event: Event) -> None:
    """The coordinators of the programme hear what waits for them."""
    row = told_application(event.subject)
    kind = _TO_SCREENERS[event.verb]
    tell(
        screeners_of(row, event.happened_at) - {row.person_id, event.actor},
        kind,
        key=f"{kind}:{event.pk}",
        now=event.happened_at,
        link=f"/applications/{row.pk}/",
        programme=row.programme.name,
        mentor=row.person.name,
        blueprint=design_of(row),
        application=row.pk,
    )


def ask_teacher_for_consent(event: Event) -> None:
    """Whoever comes into a cohort that asks for it is asked for her consent."""
    row = told_enrolment(event.subject)
    _ask_for_consent(row.cohort, Side.TEACHER, row.person_id, event)


def ask_mentor_for_consent(event: Event) -> None:
    """So is a mentor in the pool, for each cohort that is not over."""
    row = told_application(event.subject)
    for cohort in running_cohorts(row, event.happened_at.date()):
        _ask_for_consent(cohort, Side.MENTOR, row.person_id, event)


def ask_all_for_consent(event: Event) -> None:
    """A cohort has moved to a blueprint that may ask for what the one before did not."""
    for cohort, side, person in lacking_after_move(event.subject):
        _ask_for_consent(cohort, side, person, event)


def _ask_for_consent(cohort: Cohort, side: Side, person: int, event: Event) -> None:
    if not still_lacks(cohort.pk, side, person):
        return
    tell(
        [person],
        "consent.wanted",
        key=f"consent.wanted:{cohort.pk}:{side}:{person}",
        now=event.happened_at,
        link=f"/cohorts/{cohort.pk}/consent/{side}/",
        programme=cohort.programme.name,
        cohort=cohort.pk,
        side=side.value,
        person=person,
    )


_ACCEPTED = ("application.accept", "application.admit", "application.reinstate")
_COMES_IN = ("enrolment.invite", "enrolment.enrol", "enrolment.rejoin")

notices.register(*KINDS)
notices.speak_with(words_of_notice)
trail.every(60 * 24, "banyan.programmes.jobs.forget_lists")
trail.every(1, "banyan.programmes.jobs.bring_in_all")
trail.every(60 * 24, "banyan.programmes.jobs.remind_of_trainings")
trail.tell(SENTENCES)
trail.follow("programmes.tell_teacher", tell_teacher, *_TO_TEACHER)
trail.follow("programmes.tell_applicant", tell_applicant, *_TO_APPLICANT)
trail.follow("programmes.tell_screeners", tell_screeners, *_TO_SCREENERS)
trail.follow("programmes.ask_teacher_for_consent", ask_teacher_for_consent, *_COMES_IN)
trail.follow("programmes.ask_all_for_consent", ask_all_for_consent, "cohort.move")
trail.follow("programmes.ask_mentor_for_consent", ask_mentor_for_consent, *_ACCEPTED)
