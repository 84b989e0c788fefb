"""Pay, hours of development, certificates, papers, feedback, calendars and notices, sent from two
tabs of one browser: it is done once, and the second tab is told so or thanked again, never shown a
fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.credentials import actions as credentials
from banyan.credentials.models import ProgrammePaper
from banyan.interop.calendar.actions import make_address
from banyan.notifications.states import Category, MailChoice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.surveys import actions as surveys
from tests.conftest import NOW
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once
from tests.walk.conftest import Story
from tests.walk.moments import at

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def _claim(story: Story, who: str, verb: str, page: bool = True, **said: str) -> Form:
    own = f"/hours/{story.claim.pk}/"
    return Form(who, f"{own}{verb}/", dict(said), own if page else "")


def _stipend(story: Story, who: str, verb: str, page: bool = True, **said: str) -> Form:
    own = f"/stipends/{story.stipend.pk}/"
    return Form(who, f"{own}{verb}/", dict(said), own if page else "")


def claim_hours(story: Story) -> Form:
    said = {
        "share": "professional_growth", "evidence": "A workshop on reading.", "hours": "1.5",
        "happened_on": "2026-01-10",
    }  # fmt: skip
    return Form("arun", f"/mentorships/{story.pair.pk}/hours/claim/", said)


def award_hours(story: Story) -> Form:
    credentials.attest_hours(story.claim, by=at(story.cast.meera, 1))
    return _claim(story, "devi", "award")


def sign(story: Story) -> Form:
    page = f"/mentorships/{story.pair.pk}/documents/plan/"
    return Form("meera", f"{page}sign/", page=page)


def _certificate(story: Story, who: str, verb: str, page: str = "") -> Form:
    own = f"/certificates/{story.certificate.code}/"
    return Form(who, f"{own}{verb}/", page=page or own)


def withdraw_certificate(story: Story) -> Form:
    page = f"/mentorships/{story.handed.mentorship_id}/documents/"
    return _certificate(story, "devi", "withdraw", page)


def award_certificate(story: Story) -> Form:
    credentials.withdraw_certificate(story.certificate, by=at(story.cast.devi, 1))
    page = f"/mentorships/{story.handed.mentorship_id}/"
    address = f"{page}certificates/{story.certificate.holder_id}/"
    return Form("devi", address, page=f"{page}documents/")


def hide_name(story: Story) -> Form:
    return _certificate(story, "arun", "hide-name")


def show_name(story: Story) -> Form:
    credentials.show_name(story.certificate, False, by=at(story.cast.arun, 1))
    return _certificate(story, "arun", "show-name")


def begin_paper(story: Story) -> Form:
    credentials.take_back(story.issue, by=at(story.cast.devi, 1))
    ProgrammePaper.objects.filter(pk=story.issue.pk).delete()
    page = f"/programmes/{story.programme.code}/papers/report/"
    return Form("devi", f"{page}begin/", page=page)


def write_paper(story: Story) -> Form:
    return _paper(story.draft_paper, "write", True, section_1="We meet monthly.", language="en")


def issue_paper(story: Story) -> Form:
    row = story.draft_paper
    said = {"version": row.version, "language": row.language, "sections": {"1": "Monthly."}}
    credentials.write(row, by=at(story.cast.devi, 1), **said)
    return _paper(row, "issue")


def sign_paper(story: Story) -> Form:
    return _paper(story.issue, "sign")


def take_paper_back(story: Story) -> Form:
    return _paper(story.issue, "take-back")


def withdraw_paper(story: Story) -> Form:
    ProgrammePaper.objects.filter(pk=story.issue.pk).update(status="in_force")
    return _paper(story.issue, "withdraw")


def _paper(row: ProgrammePaper, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/papers/{row.pk}/"
    return Form("devi", f"{page}{verb}/", dict(said), "" if own else page)


def give_feedback(story: Story) -> Form:
    said = {"worthwhile": "4", "prepared": "partly", "themes": ["time"]}
    return Form("meera", f"/sessions/{story.held.pk}/feedback/", dict(said))


def change_feedback(story: Story) -> Form:
    answers = {"worthwhile": 4, "prepared": "all"}
    surveys.give_feedback(story.held, by=at(story.cast.meera, 1), answers=answers)
    said = {"worthwhile": "3", "prepared": "partly", "in_confidence": "The room was taken."}
    return Form("meera", f"/sessions/{story.held.pk}/feedback/change/", dict(said))


def remark_on_video(story: Story) -> Form:
    address = f"/videos/{story.film.pk}/remark/"
    return Form("meera", address, {"at": "4:30", "text": "Here they begin to ask."})


def attest(story: Story) -> Form:
    return _claim(story, "meera", "attest")


def refuse_hours(story: Story) -> Form:
    return _claim(story, "meera", "refuse", False, because="We met on another day.")


def withdraw_hours(story: Story) -> Form:
    return _claim(story, "arun", "withdraw")


def refuse_pay(story: Story) -> Form:
    return _stipend(story, "latha", "refuse", False, because="The rate is last year’s.")


def withdraw_pay(story: Story) -> Form:
    return _stipend(story, "devi", "withdraw")


def remove_calendar(story: Story) -> Form:
    make_address(by=viewer_for(story.cast.arun, now=NOW))
    return Form("arun", "/me/calendar/remove/", page="/me/calendar/")


def close_days(story: Story) -> Form:
    said = {"title": "Exams", "kind": "closed", "first": "2026-03-02", "last": "2026-03-06"}
    return Form("devi", f"/organisations/{story.cast.district.pk}/calendar/add/", said)


def open_days(story: Story) -> Form:
    row = story.closed_days
    page = f"/organisations/{row.organisation_id}/calendar/"
    return Form("devi", f"/calendar-days/{row.pk}/drop/", page=page)


def make_calendar(story: Story) -> Form:
    return Form("arun", "/me/calendar/make/", page="/me/calendar/")


def read_all(story: Story) -> Form:
    return Form("arun", "/notices/read/", page="/notices/")


def be_told(story: Story) -> Form:
    said = {"quiet_from": "20:00", "quiet_until": "06:30", "digest_at": "07:00"}
    said |= dict.fromkeys(Category.values, MailChoice.DIGEST.value)
    return Form("arun", "/me/notices/", said)


CASES: dict[Callable[[Story], Form], Sent] = {
    claim_hours: Sent("credentials:hours_claim", THANKED),
    award_hours: Sent("credentials:hours_award", TOLD),
    sign: Sent("credentials:sign", TOLD),
    withdraw_certificate: Sent("credentials:withdraw", TOLD),
    award_certificate: Sent("credentials:award", TOLD),
    hide_name: Sent("credentials:hide_name", TOLD),
    show_name: Sent("credentials:show_name", TOLD),
    begin_paper: Sent("credentials:begin_paper", TOLD),
    write_paper: Sent("credentials:write_paper", TOLD),
    issue_paper: Sent("credentials:paper_issue", TOLD),
    sign_paper: Sent("credentials:approve_paper", TOLD),
    take_paper_back: Sent("credentials:paper_take_back", TOLD),
    withdraw_paper: Sent("credentials:paper_withdraw", TOLD),
    give_feedback: Sent("surveys:feedback", TOLD),
    change_feedback: Sent("surveys:change_feedback", TOLD),
    remark_on_video: Sent("practice:video_remark", THANKED),
    attest: Sent("credentials:hours_attest", TOLD),
    refuse_hours: Sent("credentials:hours_refuse", TOLD),
    withdraw_hours: Sent("credentials:hours_withdraw", TOLD),
    refuse_pay: Sent("credentials:stipend_refuse", TOLD),
    withdraw_pay: Sent("credentials:stipend_withdraw", TOLD),
    make_calendar: Sent("calendar:make", TOLD),
    remove_calendar: Sent("calendar:remove", THANKED),
    read_all: Sent("notifications:read_all", THANKED),
    close_days: Sent("organisations:calendar_add", TOLD),
    open_days: Sent("organisations:calendar_drop", GONE),
    be_told: Sent("notifications:preferences", THANKED),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    story: Story, signed_in: SignIn, case: Callable[[Story], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(story)
        done_once(signed_in(story.person(form.who)), form, CASES[case])
