"""What the two of a pair write to each other: once each, to each other alone, and little each time
a page asks for news."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import Unfit
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.jobs import clear_attachments
from banyan.mentoring.models import Attachment, Mentorship, Message, Report, ThreadReading
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.queries import messages as queries
from banyan.mentoring.queries.mentorships import mentorship, own_pairs_at_once
from banyan.mentoring.rules.messages import MOST_BYTES, MOST_WORDS
from banyan.notifications.actions import mail_due
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.portal.queries import home
from tests.conftest import LONG_AGO, NOW, Cast

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj"
SIGNED = Callable[[Person], Client]


def at(person: Person, minutes: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(minutes=minutes))


def send(
    pair: Mentorship, person: Person, text: str = "Shall we?", *, minutes: float = 0, form: str = ""
) -> Message:
    form = form or f"{Message.objects.count()}"
    return actions.send(pair, text, by=at(person, minutes), form=form)


def give_power(cast: Cast, person: Person) -> None:
    organisations.give_role(person, cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO)


def texts(viewer: Viewer, pair: Mentorship) -> list[str]:
    return [one.text for one in queries.thread(viewer, pair).lines]


def thread_page(browser: Client, pair: Mentorship, **query: str) -> str:
    return str(browser.get(f"/mentorships/{pair.pk}/messages/", query).content.decode())


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
    opened = queries.thread(at(cast.arun), pair), queries.thread(at(cast.meera), pair)
    for seen, who in zip(opened, (cast.arun, cast.meera), strict=True):
        send(seen.pair, who, f"From {who}")
    assert texts(at(cast.arun), pair) == ["From Arun Patel", "From Meera Iyer"]


# Files


def _zip(*names: str, mimetype: str = "") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


OFFICE = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (PDF, "a.pdf"),
        (b"\xff\xd8\xff\xe0 picture", "a.jpg"),
        (b"\x89PNG\r\n\x1a\n picture", "a.png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp"),
        (_zip(*OFFICE), "a.docx"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx"),
        (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "a.odt"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",  # an archive has the time in it
)
def test_what_a_file_is_says_its_content(
    content: bytes, title: str, pair: Mentorship, cast: Cast
) -> None:
    made = actions.send(
        pair, "", by=at(cast.arun), form="f", file=BytesIO(content), called="../x/a.exe"
    )
    assert made.attachment.title == title
    assert place_of(made.attachment.name).read_bytes() == content


def _damaged(packing: int) -> bytes:
    """An ODT of which the packed stream that says what it is does not hold together."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    whole = made.getvalue()
    begins = whole.index(b"mimetype") + len("mimetype")
    return whole[:begins] + b"\xff" * 12 + whole[begins + 12 :]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_document_is_told_beside_the_field(
    packing: int, pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    file = SimpleUploadedFile("plan.odt", _damaged(packing))
    url = f"/mentorships/{pair.pk}/messages/"
    answer = signed_in(cast.arun).post(url, {"text": "Kept words", "file": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Send a PDF" in page, "Kept words" in page) == (True, True)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"MZ\x90 a program", id="program"),
        pytest.param(b"<html><script>", id="page"),
        pytest.param(b"<svg onload=x>", id="drawing with a script"),
        pytest.param(b"PK\x03\x04 broken", id="broken archive"),
        pytest.param(_zip("a.txt"), id="archive"),
        pytest.param(_zip(*OFFICE, "word/vbaProject.bin"), id="document with macros"),
        pytest.param(_zip("x", mimetype="application/x-shellscript"), id="archive of a script"),
        pytest.param(b"GIF89a", id="moving picture"),
        pytest.param(b"\x1a\x45\xdf\xa3 film", id="film"),
        pytest.param(b"ID3 a song", id="song"),
    ],
)
def test_no_other_file_is_taken_however_it_is_called(
    content: bytes, pair: Mentorship, cast: Cast
) -> None:
    with pytest.raises(Unfit) as refused:
        actions.send(
            pair, "", by=at(cast.arun), form="f", file=BytesIO(content), called="paper.pdf"
        )
    assert refused.value.field == "file"
    assert not Message.objects.exists()


def test_a_file_has_a_largest_size_and_a_pair_room_for_so_many(
    pair: Mentorship, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sends(size: int, form: str) -> None:
        file = BytesIO(PDF + bytes(size - len(PDF)))
        actions.send(pair, "", by=at(cast.arun), form=form, file=file, called="a.pdf")

    sends(MOST_BYTES, "largest")
    with pytest.raises(Unfit, match=r"5 MB"):
        sends(MOST_BYTES + 1, "too large")
    monkeypatch.setattr(actions, "MOST_BYTES_OF_PAIR", MOST_BYTES + 1000)
    sends(1000, "the last one")
    with pytest.raises(Unfit, match="no more room"):
        sends(1000, "too many")


def test_a_full_disk_refuses_the_file_and_keeps_nothing(
    pair: Mentorship, cast: Cast, settings: object
) -> None:
    settings.DISK_RESERVE_BYTES = 10**18  # type: ignore[attr-defined]
    with pytest.raises(Unfit, match="no room for files"):
        actions.send(pair, "Hi", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    assert (Message.objects.count(), Attachment.objects.count()) == (0, 0)


def test_the_proxy_hands_a_file_out_where_there_is_one(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, settings: object
) -> None:
    settings.ACCEL_PREFIX = "/inside"  # type: ignore[attr-defined]
    made = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    handed = signed_in(cast.meera).get(f"/messages/{made.pk}/file/")
    name = made.attachment.name
    assert handed["X-Accel-Redirect"] == f"/inside/messages/{name[:2]}/{name}"
    assert handed.content == b""


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
    first = queries.thread(at(cast.arun), pair).earlier
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
        actions.show(queries.message(at(cast.meera), made.pk), "", by=at(cast.meera, 15 * 1440))


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


def test_files_that_belong_to_nobody_are_cleared(pair: Mentorship, cast: Cast) -> None:
    made = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    lost = place_of("ab" * 16)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(PDF)
    with time_machine.travel(lost.stat().st_mtime + 90_000, tick=False):
        assert clear_attachments() >= 1
    assert (lost.exists(), Path(place_of(made.attachment.name)).exists()) == (False, True)


def test_files_of_nobody_are_looked_for_folder_by_folder(pair: Mentorship, cast: Cast) -> None:
    """The database is asked for the names of one folder, and never for all."""
    kept = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    for name in ("ab" * 16, "abc" + "d" * 29, "cd" * 16):
        place_of(name).parent.mkdir(parents=True, exist_ok=True)
        place_of(name).write_bytes(PDF)
    folders = {path.parent for path in place_of("00").parent.parent.glob("??/*")}
    later = datetime.fromtimestamp(place_of("cd" * 16).stat().st_mtime + 10, UTC)
    with CaptureQueriesContext(connection) as asked:
        found = queries.files_of_nobody(later)
    assert {file.name for file in found} >= {"ab" * 16, "abc" + "d" * 29, "cd" * 16}
    assert kept.attachment.name not in {file.name for file in found}
    assert len(asked) == len(folders)
    assert all("LIKE" in one["sql"] for one in asked)
    assert queries.files_of_nobody(later - timedelta(days=1)) == []


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


# Shown to the coordinators


def shown(pair: Mentorship, cast: Cast, words: str = "It hurts.") -> Report:
    made = send(pair, cast.meera, "Hard words")
    return actions.show(queries.message(at(cast.arun), made.pk), words, by=at(cast.arun))


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
    report = actions.show(queries.message(at(cast.arun), made.pk), "", by=at(cast.arun))
    actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera, 1))
    devi = signed_in(cast.devi)
    assert "Hard words" in devi.get(f"/reports/{report.pk}/").content.decode()
    assert devi.get(f"/messages/{made.pk}/file/").status_code == 200
    assert signed_in(cast.arun).get(f"/messages/{made.pk}/file/").status_code == 404
    actions.settle_report(queries.report(at(cast.devi), report.pk), by=at(cast.devi))
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
    report = actions.show(queries.message(at(cast.arun), made.pk), "", by=at(cast.arun))
    actions.take_back(queries.message(at(cast.meera), made.pk), by=at(cast.meera, 1))
    for settled in (False, True):
        if settled:
            actions.settle_report(queries.report(at(cast.devi), report.pk), by=at(cast.devi))
        with time_machine.travel(NOW + timedelta(days=15), tick=False):
            clear_attachments()
        assert Attachment.objects.exists() is not settled


def test_showing_settling_and_withdrawing_in_two_tabs(
    pair: Mentorship, cast: Cast, worker: Callable[..., int]
) -> None:
    report = shown(pair, cast)
    message = queries.message(at(cast.arun), report.message_id)
    with pytest.raises(Refused, match="have it already"):
        actions.show(message, "Again", by=at(cast.arun))
    with pytest.raises(Refused, match="your own message"):
        own = send(pair, cast.arun)
        actions.show(queries.message(at(cast.arun), own.pk), "", by=at(cast.arun))
    tabs = [queries.report(at(cast.devi), report.pk) for _tab in range(2)]
    hers = queries.report(at(cast.arun), report.pk)
    actions.settle_report(tabs[0], by=at(cast.devi))
    with pytest.raises(Stale):
        actions.settle_report(tabs[1], by=at(cast.devi))
    with pytest.raises(Stale):
        actions.withdraw_report(hers, by=at(cast.arun))
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
