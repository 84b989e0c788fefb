"""What the two of a pair write to each other: once each, to each other alone, and little each time
a page asks for news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.actions import reports
from banyan.mentoring.jobs import clear_attachments
from banyan.mentoring.models import Attachment, Mentorship, Message, Report, ThreadReading
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.queries import messages as queries
from banyan.mentoring.queries.mentorships import mentorship, own_pairs_at_once
from banyan.mentoring.rules.messages import MOST_WORDS
from banyan.notifications.actions import mail_due
from banyan.notifications.models import Notice
from banyan.portal.queries import home
from tests.conftest import NOW, Cast
from tests.mentoring.writing import PDF, SIGNED, at, give_power, send, texts, thread_page

pytestmark = pytest.mark.django_db


# Written and read


def test_both_read_in_order_and_nobody_else_finds_the_thread(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    send(pair, cast.meera, "How did the lab go?")
    send(pair, cast.arun, "Better than I feared.", minutes=3)
    for who in (cast.arun, cast.meera):
        page = thread_page(signed_in(who), pair)
        assert page.index("How did the lab go?") < page.index("Better than I feared.")
        assert "can read this" in page
    for who in (cast.devi, cast.kavita, cast.nandan, cast.omar, cast.asha):
        browser = signed_in(who)
        for url in ("messages/", "messages/news/?state=0-0"):
            assert browser.get(f"/mentorships/{pair.pk}/{url}").status_code == 404, who
        assert list(queries.messages(at(who))) == []


def test_a_coordinator_sees_on_the_page_of_the_pair_no_way_to_the_thread(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    send(pair, cast.meera)
    url = f"/mentorships/{pair.pk}/"
    assert "Messages of you two" in signed_in(cast.arun).get(url).content.decode()
    assert "Messages of you two" not in signed_in(cast.devi).get(url).content.decode()


def test_the_form_sends_words_and_a_file_without_a_script(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun = signed_in(cast.arun)
    url = f"/mentorships/{pair.pk}/messages/"
    answer = arun.post(url, {"text": "My plan.", "file": SimpleUploadedFile("plan.txt", PDF)})
    assert answer.status_code == 302
    made = Message.objects.get()
    assert (made.text, made.attachment.title, made.attachment.content_type) == (
        "My plan.", "plan.pdf", "application/pdf",
    )  # fmt: skip
    handed = signed_in(cast.meera).get(f"/messages/{made.pk}/file/")
    assert handed.getvalue() == PDF
    assert handed["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert handed["X-Content-Type-Options"] == "nosniff"
    assert handed["Cache-Control"] == "private, no-store"
    for who in (cast.devi, cast.kavita, cast.asha):
        assert signed_in(who).get(f"/messages/{made.pk}/file/").status_code == 404


def test_a_message_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun, url = signed_in(cast.arun), f"/mentorships/{pair.pk}/messages/"
    for given, sentence in (
        ({"text": " "}, "Write something, or choose a file."),
        ({"text": "x" * (MOST_WORDS + 1)}, "Keep it to 4000 characters."),
        ({"text": "Kept words", "file": SimpleUploadedFile("a.pdf", b"MZ\x90")}, "Send a PDF"),
        ({"text": "Kept words", "file": SimpleUploadedFile("a.pdf", b"")}, "This file is empty."),
    ):
        answer = arun.post(url, given)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (422, True), sentence
        assert str(given["text"]).strip() in page
    assert not Message.objects.exists()


def test_what_is_typed_is_kept_until_it_is_sent(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun, url = signed_in(cast.arun), f"/mentorships/{pair.pk}/messages/"
    kept = arun.post(url, {"text": "Half a tho", "keeps": url, "keep_for_later": "yes"})
    assert kept.status_code == 302
    assert not Message.objects.exists()
    assert "Half a tho" in thread_page(arun, pair)
    assert "Half a tho" not in thread_page(signed_in(cast.meera), pair)


def test_the_same_form_twice_is_one_message_and_two_forms_are_two(
    pair: Mentorship, cast: Cast
) -> None:
    first = send(pair, cast.arun, "Yes", form="one page")
    assert send(pair, cast.arun, "Yes", form="one page") == first
    send(pair, cast.arun, "Yes", form="another page")
    send(pair, cast.meera, "Yes", form="one page")
    # The same page, gone back to and written anew: not a word of it is swallowed.
    send(pair, cast.arun, "No, wait", form="one page")
    assert texts(at(cast.arun), pair) == ["Yes", "Yes", "Yes", "No, wait"]


def test_two_who_write_at_once_both_stand(pair: Mentorship, cast: Cast) -> None:
    opened = [
        queries.thread(by, queries.pair_of_thread(by, pair.pk))
        for by in (at(cast.arun), at(cast.meera))
    ]
    for seen, who in zip(opened, (cast.arun, cast.meera), strict=True):
        send(seen.pair, who, f"From {who}")
    assert texts(at(cast.arun), pair) == ["From Arun Patel", "From Meera Iyer"]


# Who is told


def test_a_notice_says_that_there_is_a_message_and_one_until_it_is_read(
    pair: Mentorship, cast: Cast, worker: Callable[..., int], mailoutbox: list[object]
) -> None:
    secret = "Please tell nobody"
    for _each in range(5):
        send(pair, cast.meera, secret)
        worker()
    (told,) = Notice.objects.filter(kind=actions.NEW)
    assert told.person == cast.arun
    mail_due(now=NOW)
    (mail,) = [one for one in mailoutbox if "arun@example.org" in one.to]  # type: ignore[attr-defined]
    assert secret not in mail.body + mail.subject  # type: ignore[attr-defined]
    assert secret not in str(Notice.objects.values_list("data", "link"))
    actions.look(pair, Message.objects.latest("pk").pk, by=at(cast.arun, 1))
    told.refresh_from_db()
    assert told.read_at is not None
    send(pair, cast.meera, secret, minutes=2)
    worker()
    assert Notice.objects.filter(kind=actions.NEW).count() == 2


def test_no_mail_goes_out_for_what_was_read_on_the_page(
    pair: Mentorship, cast: Cast, worker: Callable[..., int], signed_in: SIGNED,
    mailoutbox: list[object],
) -> None:  # fmt: skip
    send(pair, cast.meera)
    worker()
    thread_page(signed_in(cast.arun), pair)
    before = len(mailoutbox)
    mail_due(now=NOW)
    assert [one for one in mailoutbox[before:] if "written" in one.body] == []  # type: ignore[attr-defined]


def test_unread_is_shown_at_home_and_on_the_pair_until_it_is_read(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun = signed_in(cast.arun)
    send(pair, cast.meera, "One")
    send(pair, cast.meera, "Two")
    send(pair, cast.arun, "My own is not news to me")
    gone = send(pair, cast.meera, "Three")
    actions.take_back(queries.message(at(cast.meera), gone.pk), by=at(cast.meera))
    assert mentorship(at(cast.arun), pair.pk).unread == 2  # type: ignore[attr-defined]
    assert mentorship(at(cast.meera), pair.pk).unread == 1  # type: ignore[attr-defined]
    assert "2 new messages" in arun.get("/").content.decode()
    assert home(at(cast.arun), "")["next"].heading == "Meera Iyer has written to you"
    assert "2 new" in arun.get(f"/mentorships/{pair.pk}/").content.decode()
    thread_page(arun, pair)
    assert own_pairs_at_once(at(cast.arun))[0].unread == 0  # type: ignore[attr-defined]
    assert "new message" not in arun.get("/").content.decode()


def test_to_read_is_told_to_nobody(pair: Mentorship, cast: Cast, signed_in: SIGNED) -> None:
    send(pair, cast.meera)
    before = thread_page(signed_in(cast.meera), pair).count("Arun")
    thread_page(signed_in(cast.arun), pair)
    assert thread_page(signed_in(cast.meera), pair).count("Arun") == before
    assert ThreadReading.objects.filter(person=cast.arun).count() == 1


# The page asks by itself


def bytes_of(answer: HttpResponseBase) -> int:
    """What travels: the line of the status, every header, every cookie, the body."""
    lines = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines += [one.output() for one in answer.cookies.values()]
    return sum(len(line.encode()) + 2 for line in lines) + 2 + len(answer.getvalue())


def test_a_poll_without_news_costs_less_than_a_kilobyte_and_few_queries(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun = signed_in(cast.arun)
    send(pair, cast.meera)
    thread_page(arun, pair)
    url = f"/mentorships/{pair.pk}/messages/news/"
    state = queries.state_of(at(cast.arun), pair)
    with CaptureQueriesContext(connection) as asked:
        answer = arun.get(url, {"state": state}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert bytes_of(answer) < 1024
    assert len(asked) <= 6


def test_a_poll_brings_what_is_missing_on_the_page_and_nothing_else(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun = signed_in(cast.arun)
    send(pair, cast.meera, "Seen before")
    gone = send(pair, cast.meera, "Regretted")
    state = queries.state_of(at(cast.arun), pair)
    send(pair, cast.meera, "Quite new", minutes=1)
    actions.take_back(queries.message(at(cast.meera), gone.pk), by=at(cast.meera, 2))
    url = f"/mentorships/{pair.pk}/messages/news/"
    page = arun.get(url, {"state": state}).content.decode()
    assert ("Quite new" in page, "Seen before" in page, "Regretted" in page) == (True, False, False)
    assert f'id="m{gone.pk}"' in page
    assert f"state={queries.state_of(at(cast.arun), pair)}" in page
    assert mentorship(at(cast.arun), pair.pk).unread == 0  # type: ignore[attr-defined]
    for odd in ("", "x", "9" * 40, "1-", "-"):
        assert arun.get(url, {"state": odd}).status_code == 200


def test_earlier_messages_are_a_link_away_and_queries_stay_as_many(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    arun, counts = signed_in(cast.arun), []
    for number in range(30):
        send(pair, cast.meera if number % 3 else cast.arun, f"Line {number}.")
        if number in (0, 2, 29):
            thread_page(arun, pair)
            with CaptureQueriesContext(connection) as asked:
                page = thread_page(arun, pair)
            counts.append(len(asked))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 10
    assert ("Line 4." in page, "Line 5." in page, "Line 29." in page) == (False, True, True)
    by = at(cast.arun)
    first = queries.thread(by, queries.pair_of_thread(by, pair.pk)).earlier
    earlier = thread_page(arun, pair, before=str(first))
    assert ("Line 4." in earlier, "Line 5." in earlier) == (True, False)
    assert "Your message" not in earlier


# Taken back, ended, closed


def test_it_can_be_taken_back_within_a_quarter_of_an_hour_by_its_author(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    made = actions.send(
        pair, "Oh no", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf"
    )
    with pytest.raises(Refused, match="whoever wrote it"):
        actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera))
    with pytest.raises(Refused, match="quarter of an hour"):
        actions.take_back(queries.message(at(cast.arun), made.pk), by=at(cast.arun, 15.1))
    opened = [queries.message(at(cast.arun), made.pk) for _tab in range(2)]
    actions.take_back(opened[0], by=at(cast.arun, 15))
    made.refresh_from_db()
    assert (made.text, made.sealed) == ("", "Oh no")
    with pytest.raises(Stale):
        actions.take_back(opened[1], by=at(cast.arun, 15))
    for who in (cast.arun, cast.meera):
        for url in (f"/mentorships/{pair.pk}/messages/", f"/messages/{made.pk}/show/"):
            assert "Oh no" not in signed_in(who).get(url).content.decode()
        assert signed_in(who).get(f"/messages/{made.pk}/file/").status_code == 404


def test_what_was_taken_back_is_wiped_after_a_fortnight(
    pair: Mentorship, cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    made = actions.send(
        pair, "Oh no", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf"
    )
    path = place_of(made.attachment.name)
    actions.take_back(queries.message(at(cast.arun), made.pk), by=at(cast.arun))
    for days, kept in ((13.9, True), (14.1, False)):
        with (
            time_machine.travel(NOW + timedelta(days=days), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            clear_attachments()
        made.refresh_from_db()
        assert (made.sealed, path.exists(), Attachment.objects.exists()) == (
            "Oh no" if kept else "", kept, kept,
        )  # fmt: skip
    with pytest.raises(Refused, match="no longer kept"):
        reports.show(queries.message(at(cast.meera), made.pk), "", by=at(cast.meera, 15 * 1440))


def test_a_message_that_was_read_and_wiped_can_be_shown_and_is_not_read_by_that(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    """Delivered, read, and taken back at minute 14."""
    made = actions.send(
        pair, "Hard words", by=at(cast.meera), form="f", file=BytesIO(PDF), called="a.pdf"
    )
    actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera, 14))
    arun, devi = signed_in(cast.arun), signed_in(cast.devi)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert f"/messages/{made.pk}/show/" in thread_page(arun, pair)
        assert (
            "the coordinators can read what it said"
            in arun.get(f"/messages/{made.pk}/show/").content.decode()
        )
        arun.post(f"/messages/{made.pk}/show/", {"words": "It hurt."})
        report = Report.objects.get()
        page = devi.get(f"/reports/{report.pk}/").content.decode()
        assert ("Hard words" in page, "a.pdf" in page) == (True, True)
        assert devi.get(f"/messages/{made.pk}/file/").status_code == 200
        page = arun.get(f"/reports/{report.pk}/").content.decode()
        assert ("Hard words" in page, "a.pdf" in page) == (False, False)
        assert arun.get(f"/messages/{made.pk}/file/").status_code == 404
        assert signed_in(cast.meera).get(f"/reports/{report.pk}/").status_code == 404


def test_an_ended_pair_is_read_and_not_written_in(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    send(pair, cast.meera, "A word from before")
    opened = queries.pair_of_thread(at(cast.arun), pair.pk)
    pairs.end(pair, "no_time", "", False, by=at(cast.meera))
    arun = signed_in(cast.arun)
    page = thread_page(arun, pair)
    assert "A word from before" in page
    assert "Your message" not in page
    url = f"/mentorships/{pair.pk}/messages/"
    assert arun.post(url, {"text": "One more"}).status_code == 403
    with pytest.raises(Stale):  # another tab was open before
        actions.send(opened, "One more", by=at(cast.arun), form="f")
    assert Message.objects.count() == 1


def test_a_mentor_in_power_reads_no_word_and_writes_none(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    made = send(pair, cast.arun, "Between us two")
    give_power(cast, cast.meera)
    meera = signed_in(cast.meera)
    page = thread_page(meera, pair)
    assert "Between us two" not in page
    assert "What was said in confidence is closed to you" in page
    assert meera.get(f"/messages/{made.pk}/show/").status_code == 404
    url = f"/mentorships/{pair.pk}/messages/"
    assert meera.post(url, {"text": "And?"}).status_code == 403
    assert meera.get(f"{url}news/?state=1-1").status_code == 403
    assert home(at(cast.meera), "own")["cards"][0].unread == 0
    assert "Messages of you two" not in meera.get(f"/mentorships/{pair.pk}/").content.decode()
    Notice.objects.all().delete()
    send(pair, cast.arun, "Still between us", minutes=5)
    worker()
    assert not Notice.objects.filter(kind=actions.NEW, person=cast.meera).exists()
    assert "Meera Iyer cannot read this now" in thread_page(signed_in(cast.arun), pair)
