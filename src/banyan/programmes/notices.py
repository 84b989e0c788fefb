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
from banyan.programmes.queries import (
    application_status,
    design_of,
    enrolment_status,
    screeners_of,
    told_application,
    told_enrolment,
    words_of_notice,
)
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.trail import registry as trail
from banyan.trail.models import Event


def _still_invited(data: Mapping[str, Any]) -> bool:
    return enrolment_status(int(data["enrolment"])) == EnrolmentStatus.INVITED


def _still_sent(data: Mapping[str, Any]) -> bool:
    return application_status(int(data["application"])) == ApplicationStatus.SUBMITTED


def _still_read(data: Mapping[str, Any]) -> bool:
    return application_status(int(data["application"])) == ApplicationStatus.SCREENED


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
)

_TO_APPLICANT = {
    "application.nominate": "application.nominated",
    "application.accept": "application.accepted",
    "application.refuse": "application.answered",
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
    "application.accept": _("{actor} accepted the application."),
    "application.refuse": _("{actor} answered that it is not a yes this time."),
    "application.orient": _("{actor} recorded the orientation."),
    "application.activate": _("{actor} opened the place for teachers."),
    "application.rest": _("{actor} paused new teachers."),
    "application.return": _("{actor} opened the place for teachers again."),
    "application.withdraw": _("{actor} withdrew."),
    "application.publish": _("{actor} changed what the directory shows."),
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


notices.register(*KINDS)
notices.speak_with(words_of_notice)
trail.every(60 * 24, "banyan.programmes.jobs.forget_lists")
trail.every(1, "banyan.programmes.jobs.bring_in_all")
trail.tell(SENTENCES)
trail.follow("programmes.tell_teacher", tell_teacher, *_TO_TEACHER)
trail.follow("programmes.tell_applicant", tell_applicant, *_TO_APPLICANT)
trail.follow("programmes.tell_screeners", tell_screeners, *_TO_SCREENERS)
