"""A message that is shown to the coordinators: which of them read it, and that its author learns
nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.actions import reports as reporting
from banyan.mentoring.jobs import clear_attachments
from banyan.mentoring.models import Attachment, Mentorship, Report
from banyan.mentoring.queries import messages as queries
from banyan.mentoring.queries.reports import report as report_of
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.writing import PDF, SIGNED, at, give_power, send

pytestmark = pytest.mark.django_db


def shown(pair: Mentorship, cast: Cast, words: str = "It hurts.") -> Report:
    made = send(pair, cast.meera, "Hard words")
    return reporting.show(queries.message(at(cast.arun), made.pk), words, by=at(cast.arun))


def test_one_message_is_shown_to_coordinators_alone_and_its_author_learns_nothing(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    send(pair, cast.arun, "What nobody else reads")
    report = shown(pair, cast)
    worker()
    url = f"/reports/{report.pk}/"
    page = signed_in(cast.devi).get(url).content.decode()
    assert ("Hard words" in page, "It hurts." in page) == (True, True)
    assert "What nobody else reads" not in page
    for who in (cast.meera, cast.kavita, cast.nandan, cast.omar, cast.asha):
        assert signed_in(who).get(url).status_code == 404, who
    told = Notice.objects.filter(kind="report.shown")
    assert list(told.values_list("person_id", flat=True)) == [cast.devi.pk]
    pair_page = f"/mentorships/{pair.pk}/"
    assert "shown to you in confidence" in signed_in(cast.devi).get(pair_page).content.decode()
    hers = signed_in(cast.meera).get(pair_page).content.decode()
    assert "in confidence" not in hers.replace("What was said in confidence", "")
    assert not Notice.objects.filter(person=cast.meera, kind__startswith="report").exists()


def test_a_coordinator_with_power_or_of_the_pair_is_shown_nothing(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    for who in (cast.kavita, cast.meera):
        organisations.give_role(
            who, cast.school, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
        )
    report = shown(pair, cast)
    worker()
    for who in (cast.kavita, cast.meera):
        assert signed_in(who).get(f"/reports/{report.pk}/").status_code == 404
    told = Notice.objects.filter(kind="report.shown").values_list("person_id", flat=True)
    assert list(told) == [cast.devi.pk]


def test_where_no_coordinator_may_read_it_that_is_said_and_the_nearest_officer_hears(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    """Devi, the only coordinator, has come to head the school as well."""
    give_power(cast, cast.devi)
    arun = signed_in(cast.arun)
    made = send(pair, cast.meera, "Hard words")
    url = f"/messages/{made.pk}/show/"
    for officer, sentence in ((False, "nobody is told"), (True, "safeguarding officers hear")):
        if officer:
            # Somu is nearer than Omar; one of the pair and one with power hear nothing.
            for who, where in (
                (cast.somu, cast.district), (cast.omar, cast.nation), (cast.meera, cast.school),
                (cast.kavita, cast.school),
            ):  # fmt: skip
                organisations.give_role(
                    who, where, Role.SAFEGUARDING, by=system(NOW), starts_on=LONG_AGO
                )
        assert sentence in arun.get(url).content.decode()
    answer = arun.post(url, {"words": ""}, follow=True).content.decode()
    assert ("The coordinators have it." in answer, answer.count(sentence)) == (False, 2)
    worker()
    told = Notice.objects.filter(kind__startswith="report")
    assert list(told.values_list("kind", "person_id")) == [("report.unread", cast.somu.pk)]
    assert "Hard words" not in str(told.values_list("data", "link"))


def test_of_the_coordinators_who_may_read_it_the_nearest_hear_of_it(
    pair: Mentorship, cast: Cast, worker: Callable[..., int]
) -> None:
    """Meera would be nearer, and is of the pair."""
    for who, where in ((cast.somu, cast.district), (cast.meera, cast.school)):
        organisations.give_role(who, where, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO)
    shown(pair, cast)
    worker()
    told = Notice.objects.filter(kind="report.shown").values_list("person_id", flat=True)
    assert list(told) == [cast.somu.pk]


def test_what_was_shown_stays_shown_when_it_is_taken_back(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    made = actions.send(
        pair, "Hard words", by=at(cast.meera), form="f", file=BytesIO(PDF), called="a.pdf"
    )
    report = reporting.show(queries.message(at(cast.arun), made.pk), "", by=at(cast.arun))
    actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera, 1))
    devi = signed_in(cast.devi)
    assert "Hard words" in devi.get(f"/reports/{report.pk}/").content.decode()
    assert devi.get(f"/messages/{made.pk}/file/").status_code == 200
    assert signed_in(cast.arun).get(f"/messages/{made.pk}/file/").status_code == 404
    reporting.settle_report(report_of(at(cast.devi), report.pk), by=at(cast.devi))
    assert devi.get(f"/messages/{made.pk}/file/").status_code == 404
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        clear_attachments()
    assert not Attachment.objects.exists()


def test_the_file_of_an_open_report_is_kept_for_as_long_as_it_is_open(
    pair: Mentorship, cast: Cast
) -> None:
    made = actions.send(
        pair, "Hard words", by=at(cast.meera), form="f", file=BytesIO(PDF), called="a.pdf"
    )
    report = reporting.show(queries.message(at(cast.arun), made.pk), "", by=at(cast.arun))
    actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera, 1))
    for settled in (False, True):
        if settled:
            reporting.settle_report(report_of(at(cast.devi), report.pk), by=at(cast.devi))
        with time_machine.travel(NOW + timedelta(days=15), tick=False):
            clear_attachments()
        assert Attachment.objects.exists() is not settled


def test_showing_settling_and_withdrawing_in_two_tabs(
    pair: Mentorship, cast: Cast, worker: Callable[..., int]
) -> None:
    report = shown(pair, cast)
    message = queries.message(at(cast.arun), report.message_id)
    with pytest.raises(Refused, match="have it already"):
        reporting.show(message, "Again", by=at(cast.arun))
    with pytest.raises(Refused, match="your own message"):
        own = send(pair, cast.arun)
        reporting.show(queries.message(at(cast.arun), own.pk), "", by=at(cast.arun))
    tabs = [report_of(at(cast.devi), report.pk) for _tab in range(2)]
    hers = report_of(at(cast.arun), report.pk)
    reporting.settle_report(tabs[0], by=at(cast.devi))
    with pytest.raises(Stale):
        reporting.settle_report(tabs[1], by=at(cast.devi))
    with pytest.raises(Stale):
        reporting.withdraw_report(hers, by=at(cast.arun))
    worker()
    told = Notice.objects.filter(kind="report.settled").values_list("person_id", flat=True)
    assert list(told) == [cast.arun.pk]


def test_the_page_to_show_one_says_what_is_read_and_by_whom(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    made = send(pair, cast.meera, "Hard words")
    arun = signed_in(cast.arun)
    page = arun.get(f"/messages/{made.pk}/show/").content.decode()
    assert "They read this one message" in page
    assert "coordinators of the school who are not of the pair can read this" in page
    answer = arun.post(f"/messages/{made.pk}/show/", {"words": "It hurts."}, follow=True)
    assert "The coordinators have it." in answer.content.decode()
    assert Report.objects.get().words == "It hurts."
