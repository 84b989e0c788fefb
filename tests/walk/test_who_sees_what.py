"""Everybody sees who can read what of hers, and who has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import system
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, SessionLog
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.portal.queries import readers
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.walk.conftest import Story

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]


def who_reads(story: Story, person: Person, kind: str) -> list[set[str]]:
    """The names on the page of one kind, row by row."""
    viewer = viewer_for(person, now=NOW)
    found = readers.KINDS[kind]
    rows = readers.readable(viewer, found, found.rows(viewer))
    return [{name for name, _why in row.readers} for row in rows]


def test_each_record_names_everybody_who_reads_it(story: Story) -> None:
    arun, meera = story.cast.arun, story.cast.meera
    pair = {arun.name, meera.name}
    assert who_reads(story, arun, "lesson_plan") == [pair]
    assert who_reads(story, arun, "journal") == [{arun.name, story.bina.name}]
    assert who_reads(story, arun, "log") == [pair]
    assert who_reads(story, arun, "submission") == [pair, pair]
    deciders = {story.cast.devi.name, story.latha.name}
    assert who_reads(story, arun, "dispute") == [pair | deciders]
    assert who_reads(story, arun, "enrolment")[0] >= {story.cast.devi.name, arun.name}
    assert who_reads(story, story.bina, "request") == [{meera.name, story.bina.name}]
    assert who_reads(story, arun, "feedback") == [
        {arun.name, story.cast.devi.name, story.latha.name}
    ]


def test_no_principal_and_no_official_is_named_for_words_of_practice(story: Story) -> None:
    cast = story.cast
    officials = {cast.kavita.name, cast.nandan.name, cast.asha.name, story.hema.name}
    for kind in [*RecordKind, "log", "request", "submission", "feedback", "dispute"]:
        for names in who_reads(story, cast.arun, str(kind)):
            assert not names & officials


def test_who_has_read_what_is_told_to_its_owner_alone(story: Story, signed_in: SIGNED) -> None:
    signed_in(story.cast.meera).get(f"/records/{story.record.pk}/history/")
    page = signed_in(story.cast.arun).get("/me/who-sees-what/").content.decode()
    assert f"{story.cast.meera.name}: <a" in page
    assert f"{story.cast.arun.name}: <a" not in (
        signed_in(story.cast.meera).get("/me/who-sees-what/").content.decode()
    )


def test_readings_of_logs_requests_and_work_are_told_to_whoever_wrote_them(
    story: Story, signed_in: SIGNED
) -> None:
    meera, arun = story.cast.meera, story.cast.arun
    log = SessionLog.objects.select_related("session", "written_by").get(session=story.held)
    other = arun if log.written_by == meera else meera
    asked, handed = f"/requests/{story.request.pk}/", f"/submissions/{story.handed.pk}/"
    for reader, url in ((other, f"/sessions/{story.held.pk}/"), (meera, asked), (meera, handed)):
        for _again in range(2):
            assert signed_in(reader).get(url).status_code == 200
    for owner, reader, url in (
        (log.written_by, other, f"/sessions/{story.held.pk}/"),
        (story.bina, meera, asked),
        (arun, meera, handed),
    ):
        page = signed_in(owner).get("/me/who-sees-what/").content.decode()
        assert page.count(f'{reader.name}: <a href="{url}"') == 1
        hers = signed_in(reader).get("/me/who-sees-what/").content.decode()
        assert f'{reader.name}: <a href="{url}"' not in hers
    signed_in(log.written_by).get(f"/sessions/{story.held.pk}/")
    verbs = ("log.read", "request.read", "submission.read")
    assert Event.objects.filter(verb__in=verbs).count() == 3


def test_whoever_decides_a_dispute_is_on_the_log_of_who_raised_it(
    story: Story, signed_in: SIGNED
) -> None:
    devi, arun, url = story.cast.devi, story.cast.arun, f"/disputes/{story.dispute.pk}/"
    for who in (devi, devi, arun, story.cast.meera):
        assert signed_in(who).get(url).status_code == 200
    page = signed_in(arun).get("/me/who-sees-what/").content.decode()
    for reader in (devi, story.cast.meera):
        assert page.count(f'{reader.name}: <a href="{url}"') == 1
    assert Event.objects.filter(verb="dispute.read").count() == 2


def test_as_many_queries_for_many_records_as_for_one(story: Story, signed_in: SIGNED) -> None:
    cast = story.cast
    client = signed_in(cast.arun)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get("/me/who-sees-what/lesson_plan/").status_code == 200
        return len(counted)

    asked()
    few = asked()
    pair = Mentorship.objects.get(pk=story.pair.pk)
    for _each in range(12):
        records.begin(RecordKind.LESSON_PLAN, by=viewer_for(cast.arun, now=NOW), pair=pair)
    assert asked() == few <= 10


def test_the_page_of_all_kinds_takes_nine_queries_however_much_was_written_and_read(
    story: Story, signed_in: SIGNED
) -> None:
    cast, pair = story.cast, Mentorship.objects.get(pk=story.pair.pk)
    arun, meera = signed_in(cast.arun), signed_in(cast.meera)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as counted:
            page = arun.get("/me/who-sees-what/").content.decode()
        return len(counted), page.count(f"{cast.meera.name}: <a")

    before = asked()[1]
    for read in range(1, 4):
        made = records.begin(
            RecordKind.LESSON_PLAN, by=viewer_for(cast.arun, now=NOW), pair=pair, tier=Tier.PAIR
        )
        assert meera.get(f"/records/{made.pk}/history/").status_code == 200
        assert asked() == (9, before + read)


def test_as_many_queries_where_the_mentor_comes_to_head_the_school(
    story: Story, signed_in: SIGNED
) -> None:
    """Whether she has power over the teacher is asked once, and not of each record."""
    cast, pair = story.cast, Mentorship.objects.get(pk=story.pair.pk)
    give_role(cast.meera, cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO)
    client = signed_in(cast.arun)

    def asked(kind: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as counted:
            page = client.get(f"/me/who-sees-what/{kind}/").content.decode()
        return len(counted), page.count(f"{cast.meera.name} cannot read this now")

    asked("lesson_plan")
    few, barred = asked("lesson_plan")
    assert (few <= 10, barred) == (True, 1)
    for _each in range(12):
        records.begin(RecordKind.LESSON_PLAN, by=viewer_for(cast.arun, now=NOW), pair=pair)
    assert asked("lesson_plan") == (few, 13)
    for kind in ("step", "log", "submission", "dispute"):  # a row, or two, without a query more
        assert asked(kind)[0] <= 10, kind
