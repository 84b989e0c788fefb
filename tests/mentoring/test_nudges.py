"""“Not now, because …”: reminders of one kind stop for a while, and nobody is to blame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.insights import queries as insights
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import nudges as actions
from banyan.mentoring.jobs import nudge_quiet_at, remind_of_steps
from banyan.mentoring.models import Mentorship, NotNow, Question, Seat, Session
from banyan.mentoring.queries import nudges as queries
from banyan.mentoring.queries.mentorships import mentorship
from banyan.mentoring.states import Nudge, QuestionStatus, SessionStatus
from banyan.notifications.actions import mail_digests, mail_due, tell
from banyan.notifications.models import Notice
from banyan.notifications.queries import in_words
from banyan.notifications.registry import kind_of, kinds
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.ui import words
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.conftest import World

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]


def at(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def say(
    pair: Mentorship, person: Person, nudge: Nudge = Nudge.QUIET, weeks: int = 2, days: float = 0
) -> NotNow:
    return actions.say_not_now(pair, nudge, "exams", weeks, "In confidence.", by=at(person, days))


def quietly(days: float) -> list[tuple[str, str]]:
    """Who is newly asked after a silence so many days from now, by kind and name."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    nudge_quiet_at(NOW + timedelta(days=days))
    rows = Notice.objects.filter(pk__gt=last, kind__startswith="session.quiet").order_by("pk")
    return [(row.kind, str(row.person)) for row in rows.select_related("person")]


def test_a_silence_is_asked_after_unless_somebody_said_not_now(
    pair: Mentorship, cast: Cast
) -> None:
    assert quietly(7) == [("session.quiet_mentor", "Meera Iyer")]
    say(pair, cast.meera, days=8)
    assert quietly(14) == [("session.quiet_pair", "Arun Patel")]
    # Until then the coordinator is not told of it either: her list shows what was said.
    assert quietly(21) == []
    assert quietly(22) == [("session.quiet_area", "Devi Nair")]


def test_a_mentor_who_rests_alone_is_asked_when_the_day_has_come(
    pair: Mentorship, cast: Cast
) -> None:
    say(pair, cast.meera, weeks=1, days=5)
    assert quietly(7) == []
    assert quietly(12) == [("session.quiet_mentor", "Meera Iyer")]


def test_only_the_kind_that_was_named_stops_and_only_for_her(pair: Mentorship, cast: Cast) -> None:
    say(pair, cast.meera, Nudge.STEP)
    say(pair, cast.arun, Nudge.QUIET)
    assert quietly(7) == [("session.quiet_mentor", "Meera Iyer")]
    assert queries.resting(Nudge.STEP, [pair.pk], date(2026, 1, 20)) == {(pair.pk, cast.meera.pk)}
    assert queries.resting(Nudge.STEP, [pair.pk], date(2026, 1, 28)) == set()
    assert queries.resting(Nudge.FEEDBACK, [pair.pk], date(2026, 1, 20)) == set()


def test_steps_are_not_reminded_of_either(walking: Mentorship, cast: Cast) -> None:
    def reminded(days: int) -> set[str]:
        Notice.objects.all().delete()
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            remind_of_steps()
        rows = Notice.objects.filter(kind__in=("step.due", "step.late")).select_related("person")
        assert all(f"not-now/?of={Nudge.STEP}" in row.data["otherwise"] for row in rows)
        return {str(row.person) for row in rows}

    before = next(days for days in range(0, 200, 3) if len(reminded(days)) == 2)
    say(walking, cast.arun, Nudge.STEP, weeks=4, days=before - 1)
    assert reminded(before) == {"Meera Iyer"}


def test_saying_it_again_replaces_it_and_taking_it_back_ends_it(
    pair: Mentorship, cast: Cast
) -> None:
    first = say(pair, cast.arun, weeks=1)
    again = say(pair, cast.arun, weeks=4)
    assert (first.pk, NotNow.objects.count()) == (again.pk, 1)
    assert NotNow.objects.get().until == date(2026, 2, 11)
    tabs = [queries.not_now(at(cast.arun), again.pk) for _tab in range(2)]
    with pytest.raises(NotNow.DoesNotExist):
        queries.not_now(at(cast.meera), again.pk)
    with pytest.raises(Refused):
        actions.take_not_now_back(tabs[0], by=at(cast.meera))
    actions.take_not_now_back(tabs[0], by=at(cast.arun))
    with pytest.raises(Stale):
        actions.take_not_now_back(tabs[1], by=at(cast.arun))
    assert not NotNow.objects.exists()


def test_only_what_is_offered_and_only_by_the_two_of_a_pair_that_runs(
    pair: Mentorship, cast: Cast
) -> None:
    for reason, weeks in (("fault", 1), ("exams", 3), ("exams", 52)):
        with pytest.raises(ValueError, match="neither is offered"):
            actions.say_not_now(pair, Nudge.QUIET, reason, weeks, by=at(cast.arun))
    for who in (cast.devi, cast.kavita, cast.omar):
        with pytest.raises(Refused):
            say(pair, who)
    pairs.end(pair, "no_time", "", False, by=at(cast.meera))
    with pytest.raises(Refused, match="not running"):
        say(mentorship(at(cast.arun), pair.pk), cast.arun)


def test_a_file_can_name_its_own_reasons(pair: Mentorship) -> None:
    design = blueprint.get("in_nmm")
    assert [one.code for one in blueprint.not_now_reasons(design)][:2] == ["exams", "duty"]
    own = (blueprint.Coded.model_validate({"code": "harvest", "title": {"en": "Harvest"}}),)
    nudges = design.nudges.model_copy(update={"not_now_reasons": own})
    assert blueprint.not_now_reasons(design.model_copy(update={"nudges": nudges})) == own


# Who knows


def test_the_page_says_who_reads_it_and_the_other_one_never_learns(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    arun, url = signed_in(cast.arun), f"/mentorships/{pair.pk}/not-now/"
    page = arun.get(f"{url}?of=quiet").content.decode()
    assert "You and the coordinators of the school who are not of the pair can read this." in page
    sent = {"nudge": "quiet", "reason": "duty", "weeks": "1", "words": "Census in my ward."}
    with time_machine.travel(NOW, tick=False):
        done = arun.post(url, sent, follow=True).content.decode()
        worker()
        assert "Census in my ward." in done
        assert "Census in my ward." in signed_in(cast.devi).get(url).content.decode()
        hers = signed_in(cast.meera).get(url).content.decode()
        assert ("Census" in hers, "said: not now" in hers) == (False, False)
        of_pair = signed_in(cast.meera).get(f"/mentorships/{pair.pk}/").content.decode()
        assert "said: not now" not in of_pair
        for who in (cast.kavita, cast.nandan, cast.omar, cast.asha):
            assert signed_in(who).get(url).status_code == 404
    assert not Notice.objects.filter(data__icontains="Census").exists()


def test_a_form_without_an_answer_says_what_is_missing_and_keeps_the_rest(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    answer = signed_in(cast.arun).post(
        f"/mentorships/{pair.pk}/not-now/", {"nudge": "quiet", "words": "Kept words"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Choose the reason that comes closest.", "Choose for how long.", "Kept words"):
        assert sentence in page


def test_coordinators_see_what_was_said_and_tried_and_no_reason(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    quietly(7)
    quietly(14)
    said = say(pair, cast.arun, weeks=4, days=15)
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        browser = signed_in(cast.devi)
        page = browser.get("/insights/trouble/").content.decode()
    assert f"Arun Patel said: not now, until {words.day(said.until)}" in page
    days = " and ".join(words.day(date(2026, 1, day), "short") for day in (21, 28))
    assert f"Reminded: Meera Iyer and Arun Patel, on {days}." in page
    assert "In confidence." not in page
    assert "Examinations" not in page
    found = queries.tried_of(at(cast.omar, 25), [pair.pk])
    assert found == {}


def test_the_page_of_a_pair_says_what_was_tried_to_whoever_oversees_it_alone(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, world: World
) -> None:
    for days in (7, 14, 21):
        quietly(days)
    said = say(pair, cast.arun, weeks=4, days=22)
    (told,) = Notice.objects.filter(kind="session.quiet_area")
    assert "What was tried is on the page of the pair." in in_words(told).body
    aparna = world.person("Aparna Sen")
    organisations.give_role(
        aparna, cast.school, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    # One of the two who also coordinates is there as one of the two.
    organisations.give_role(
        cast.meera, cast.school, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    until = f"Arun Patel said: not now, until {words.day(said.until)}"
    days = " and ".join(words.day(date(2026, 1, day), "short") for day in (21, 28))
    reminded = f"Reminded: Meera Iyer and Arun Patel, on {days}."
    seen = {}
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        for who in (cast.devi, aparna, cast.meera, cast.arun):
            browser = signed_in(who)
            browser.get(told.link)  # templates are read once
            with CaptureQueriesContext(connection) as asked:
                page = browser.get(told.link).content.decode()
            assert len(asked) <= 10, [query["sql"][:90] for query in asked]
            assert "In confidence." not in page
            seen[who.name] = (until in page, reminded in page, "What was tried" in page)
        for who in (cast.kavita, cast.nandan, cast.omar, cast.asha):
            assert signed_in(who).get(told.link).status_code == 404
    assert seen == {
        "Devi Nair": (True, True, True),
        "Aparna Sen": (True, True, True),
        "Meera Iyer": (False, False, False),
        "Arun Patel": (False, False, False),
    }
    assert queries.tried_with(at(cast.omar, 25), pair) is None


def test_where_nothing_was_tried_the_page_says_nothing_of_it(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    page = signed_in(cast.devi).get(f"/mentorships/{pair.pk}/").content.decode()
    assert "What was tried" not in page


def test_a_coordinator_who_is_one_of_the_two_or_in_power_reads_nothing(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    for who, role in ((cast.meera, Role.COORDINATOR), (cast.kavita, Role.COORDINATOR)):
        organisations.give_role(who, cast.school, role, by=system(NOW), starts_on=LONG_AGO)
    say(pair, cast.arun)
    for who in (cast.meera, cast.kavita):
        assert queries.said_of(at(who), pair) == []
        page = signed_in(who).get(f"/mentorships/{pair.pk}/not-now/").content.decode()
        assert "In confidence." not in page
    assert queries.tried_of(at(cast.meera), [pair.pk]) == {}


def test_what_was_tried_is_asked_in_two_queries_however_many(
    world: World, pair: Mentorship, cast: Cast
) -> None:
    quietly(7)
    counts = []
    for number in (1, 3):
        for n in range(number):
            teacher = world.person(f"Teacher {number} {n}")
            other = Mentorship.objects.create(
                mentor=cast.meera, mentee=teacher, cohort=world.cohort, school=cast.school,
                status="active", proposed_at=NOW, starts_on=NOW.date(),
            )  # fmt: skip
            say(other, teacher)
        ids = list(Mentorship.objects.values_list("pk", flat=True))
        devi = at(cast.devi, 8)
        with CaptureQueriesContext(connection) as asked:
            found = queries.tried_of(devi, ids)
        assert sum(len(one.said) for one in found.values()) == number + (number == 3)
        counts.append(len(asked))
    assert counts == [2, 2]


def test_nothing_is_counted_from_it(pair: Mentorship, cast: Cast) -> None:
    """The order in which pairs come to their coordinator stays the same."""
    before = [one.mentorship_id for one in insights.pairs_in_trouble(at(cast.devi, 30))]
    say(pair, cast.arun)
    assert [one.mentorship_id for one in insights.pairs_in_trouble(at(cast.devi, 30))] == before


# One mail


def test_whatever_offers_not_now_is_a_reminder_and_gathered() -> None:
    assert {kind.code for kind in kinds() if kind.otherwise} == set(queries.KINDS)
    assert {kind.code for kind in kinds() if kind.otherwise and not kind.nudges} == set()


@pytest.mark.parametrize("kind", queries.KINDS)
def test_five_reminders_of_one_day_are_one_mail(
    kind: str, world: World, pair: Mentorship, cast: Cast
) -> None:
    held = datetime(2026, 1, 14, 4, 0, tzinfo=UTC)
    five = [
        Session.objects.create(
            mentorship=pair, cohort=world.cohort, host=cast.meera, school=cast.school,
            proposed_by=cast.meera, proposed_at=NOW - timedelta(days=2),
            starts_at=held + timedelta(hours=hour), ends_at=held + timedelta(hours=hour + 1),
            status=SessionStatus.CONFIRMED,
        )
        for hour in range(5)
    ]  # fmt: skip
    for session in five:
        Seat.objects.create(session=session, person=cast.arun, taken_at=NOW)
    answered = Question.objects.create(
        teacher=cast.arun, mentor=cast.meera, cohort=world.cohort, school=cast.school,
        domain="digital_education", language="en", text="How?", key="one", asked_at=NOW,
        status=QuestionStatus.ANSWERED, due_at=NOW + timedelta(days=3),
    )  # fmt: skip
    mail.outbox.clear()
    Notice.objects.all().delete()
    nudge = queries.KINDS[kind]
    for number, session in enumerate(five):
        tell(
            [cast.meera.pk], kind, key=f"one:{number}", now=NOW,
            otherwise=f"/mentorships/{pair.pk}/not-now/?of={nudge.value}",
            mentorship=pair.pk, mentor="Meera Iyer", teacher="Arun Patel", other="Arun Patel",
            days=7, person=cast.meera.pk, step=f"step:{number}", due_on="2026-01-20",
            session=session.pk, starts_at=session.starts_at.isoformat(),
            question=answered.pk, due_at=str(answered.due_at),
        )  # fmt: skip
    assert mail_due(now=NOW + timedelta(minutes=1)) == 0
    digest_at = NOW + timedelta(days=1)
    assert mail_digests(now=digest_at) == 1
    assert mail_due(now=digest_at) == mail_digests(now=digest_at + timedelta(days=1)) == 0
    (one,) = mail.outbox
    assert one.to == ["meera@example.org"]
    assert one.body.count(f"{kind_of(kind).action}: http") == 5
    later = f"http://127.0.0.1:8000/mentorships/{pair.pk}/not-now/?of={nudge.value}"
    assert one.body.count(f"Not now, because … {later}") == 5


def test_the_page_of_notices_leads_to_not_now(
    pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    quietly(7)
    page = signed_in(cast.meera).get("/notices/").content.decode()
    assert f'href="/mentorships/{pair.pk}/not-now/?of=quiet"' in page
