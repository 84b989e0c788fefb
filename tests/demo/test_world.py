from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rich.console import Console

import blueprint
from banyan.demo.actions import build
from banyan.demo.actions.world import SIZES, World
from banyan.demo.people import Names
from banyan.demo.places import SCHOOLS
from banyan.demo.programmes import SIX, Setting
from banyan.demo.queries import CAST, persona, personas, seven
from banyan.matching import snapshot
from banyan.matching.models import Preference, Round
from banyan.matching.queries.listing import ranked_in
from banyan.matching.queries.rematches import finding
from banyan.mentoring.models import (
    Carrying,
    EmergencyAccess,
    Mentorship,
    Record,
    Rematch,
    Report,
    Session,
    StepRecord,
)
from banyan.mentoring.queries.rematches import pair_to_rematch
from banyan.mentoring.snapshot import journeys_of
from banyan.organisations.queries import places, viewer_for
from banyan.organisations.states import SchoolType
from banyan.people.models import Person
from banyan.practice.models import Anchor, Dispute, Observation, Submission, Upload, Video
from banyan.practice.queries.submissions import first_readings
from banyan.programmes.models import Programme
from banyan.surveys.models import FitPulse
from banyan.surveys.queries.fits import fits_due
from banyan.trail.models import Delivery
from blueprint import Journey, Status, library
from tests.kept import Kept

# One process lives the world, which takes longer than all that is asked of it.
pytestmark = pytest.mark.xdist_group("demo")

CODES = [setting.blueprint for setting in SIX]


def build_tiny() -> None:
    build(size="tiny", console=Console(quiet=True))


kept_world = Kept(build_tiny)


@pytest.fixture
def world(db: None) -> None:
    kept_world()


@pytest.fixture
def visitor(settings: LazySettings) -> Client:
    """Somebody at the demonstration, whose pages are installed only there."""
    settings.INSTALLED_APPS = ["banyan.demo", *settings.INSTALLED_APPS]
    settings.ROOT_URLCONF = "tests.demo.urls"
    return Client()


def pairs_of(setting: Setting) -> list[Mentorship]:
    rows = Mentorship.objects.filter(cohort__programme__code=setting.code, form="pair")
    return list(rows.select_related("mentor", "mentee", "cohort__programme", "school"))


def journeys(setting: Setting) -> list[tuple[Mentorship, Journey]]:
    pairs = pairs_of(setting)
    found = journeys_of(pairs, timezone.now().date())
    return [(pair, found[pair.pk]) for pair in pairs]


def test_the_pilot_is_as_it_was() -> None:
    kinds = [place.type for place in SCHOOLS]
    assert [kinds.count(k) for k in (SchoolType.KV, SchoolType.JNV, SchoolType.CBSE)] == [15, 10, 5]
    assert (
        len({place.code for place in SCHOOLS}) == len({place.district for place in SCHOOLS}) == 30
    )


def test_the_same_seed_gives_the_same_people() -> None:
    first, second = Names(7), Names(7)
    assert [first.one(["hi"]) for _ in range(30)] == [second.one(["hi"]) for _ in range(30)]


def test_nobodys_address_can_exist() -> None:
    names = Names(7)
    assert {names.one(["en"])[1].rsplit(".", 1)[1] for _ in range(20)} == {"invalid"}


def test_the_six_are_the_rest_of_the_library_and_nobody_has_two_keys() -> None:
    assert sorted([*CODES, "in_nmm"]) == sorted(library())
    keys = [key for key, *_rest in CAST] + [one.key for each in SIX for one in each.people]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("now", "days_ago", "zone", "day"),
    [
        # Half an hour before midnight in New York, the day after its clocks went back.
        (datetime(2026, 11, 3, 4, 30, tzinfo=UTC), 2, "America/New_York", date(2026, 10, 31)),
        # Half past midnight there, two days after they went forward.
        (datetime(2026, 3, 10, 4, 30, tzinfo=UTC), 3, "America/New_York", date(2026, 3, 7)),
        (datetime(2026, 7, 1, 20, 0, tzinfo=UTC), 1, "Asia/Kolkata", date(2026, 7, 1)),
    ],
)
def test_days_are_counted_on_the_clocks_of_a_place(
    now: datetime, days_ago: int, zone: str, day: date
) -> None:
    world = World(SIZES["tiny"], now, Random(1), Names(1), blueprint.get("in_nmm"))
    local = world.at(days_ago, 11, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour) == (day, 11)


def test_a_small_world_is_lived_and_every_home_opens(world: None) -> None:
    assert [p.key for p in personas()] == [key for key, *_rest in CAST]
    assert Delivery.objects.filter(done_at__isnull=True).count() == 0
    pair = Mentorship.objects.get(mentee=persona("arun"), form="pair")
    assert (pair.mentor, pair.status) == (persona("meera"), "active")
    assert Session.objects.filter(mentorship=pair, status="held").exists()
    assert Session.objects.filter(mentorship=pair, status="confirmed").count() == 1
    rounds = Round.objects.filter(cohort__programme__blueprint="in_nmm")
    assert sorted(r.status for r in rounds) == ["draft", "draft", "published", "published"]
    for key, *_rest in CAST:
        browser = Client()
        browser.force_login(persona(key))
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize("setting", SIX, ids=CODES)
def test_each_of_the_six_runs_with_pairs_at_different_stages(world: None, setting: Setting) -> None:
    assert Programme.objects.get(code=setting.code).status == "open"
    found = journeys(setting)
    assert len(found) == len(setting.pairs)
    stand = {pair.mentee.name: (pair.status, journey) for pair, journey in found}
    for plan in setting.pairs:
        status, journey = stand[setting.teachers[plan.teacher].name]
        required = [s for s in journey.steps if s.step.required and s.status != Status.NOT_NEEDED]
        done = sum(s.status == Status.DONE for s in required)
        overdue = [s.key for s in required if s.status == Status.OVERDUE]
        assert status == ("paused" if plan.pace.leave_for else "active")
        late = plan.pace.quiet_for or plan.pace.disputed  # what came back is to be done once more
        assert bool(overdue) == bool(late), f"{plan}: {overdue}"
        if plan is setting.pairs[-1]:
            undone = {s.step.code for s in required if s.status != Status.DONE}
            assert done / len(required) > 0.5, undone
        assert done > 2


@pytest.mark.parametrize("setting", SIX, ids=CODES)
def test_the_pages_of_each_pair_open_for_all_three(
    world: None, setting: Setting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = setting.pairs[0]
    pair = Mentorship.objects.get(mentee=persona(setting.teachers[first.teacher].key), form="pair")
    for _part, someone in setting.personas[:3]:
        browser = Client()
        browser.force_login(persona(someone.key))
        assert browser.get("/").status_code == 200
        with django_assert_max_num_queries(10):  # two of them are who it is
            assert browser.get(f"/mentorships/{pair.pk}/").status_code == 200


@pytest.mark.parametrize(
    "who",
    [
        *(key for key, *_rest in CAST),
        *(each.key for setting in SIX for _part, each in setting.personas),
    ],
)
def test_a_home_asks_at_most_ten_times(
    world: None, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Client()
    browser.force_login(persona(who))
    browser.get("/")
    with django_assert_max_num_queries(10):  # two of them are who it is, with her roles
        assert browser.get("/").status_code == 200


def test_papers_stand_at_every_point_of_their_way(world: None) -> None:
    """One waits to be given out, one for its second reader; one took three; one is disputed. Of
    those by the edition of the district one waits for the mentor, and one for a decision."""
    read = sorted(
        (paper.status, sorted((r.status, r.decision) for r in paper.readings.all()))
        for paper in Submission.objects.all()
    )
    done, again = ("done", "successful"), ("done", "not_yet")
    assert read == [
        ("in_review", []),
        ("in_review", []),
        ("in_review", [("assigned", ""), done]),
        ("in_review", [again, done]),
        ("not_yet", [again, again]),
        ("successful", [again, done, done]),
    ]
    joseph = viewer_for(persona("joseph"), now=timezone.now())
    assert first_readings(joseph)[1] == 1
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.submission.status) == ("raised", "not_yet")
    denise = Client()
    denise.force_login(persona("denise"))
    assert "Record the decision" in denise.get(f"/disputes/{dispute.pk}/").content.decode()


def waiting(key: str) -> Client:
    browser = Client()
    browser.force_login(persona(key))
    return browser


def work_of(key: str) -> Submission:
    return Submission.objects.get(mentorship__mentee=persona(key), status="in_review")


def test_a_mentor_is_asked_whether_a_paper_is_ready(world: None) -> None:
    """By the edition of the district, whose own way the pair goes since then."""
    paper, robert = work_of("sofia"), waiting("robert")
    assert paper.mentorship is not None
    assert paper.design == paper.mentorship.cohort.blueprint + "@1.0" == "team_laurel_hollow@1.0"
    page = robert.get(f"/submissions/{paper.pk}/").content.decode()
    assert f'action="/submissions/{paper.pk}/sign-off/"' in page
    assert f'href="/submissions/{paper.pk}/return/"' in page
    assert robert.get(f"/submissions/{paper.pk}/return/").status_code == 200


def test_a_coordinator_decides_where_two_readers_disagree(world: None) -> None:
    paper, denise = work_of("owen"), waiting("denise")
    page = denise.get(f"/submissions/{paper.pk}/").content.decode()
    assert f'href="/submissions/{paper.pk}/decide/"' in page
    assert "Record the result" in denise.get(f"/submissions/{paper.pk}/decide/").content.decode()


def test_a_coordinator_has_a_text_to_give_to_readers(world: None) -> None:
    given, fresh = Anchor.objects.order_by("pk")
    denise = waiting("denise")
    for one, readers in ((given, 0), (fresh, 3)):
        page = denise.get(f"/anchors/{one.pk}/").content.decode()
        assert page.count('name="readers"') == readers
    assert given.readings.count() == 3


@pytest.mark.parametrize(
    ("key", "observed", "address", "words"),
    [
        ("arun", "meera", "write/", "What the evidence shows"),
        ("hannah", "olivia", "", "We have looked at it together"),
        ("olga", "anna", "write/", "Что получилось"),
        ("pooja", "pooja", "write/", "हर समूह में काम बाँटें"),
    ],
)
def test_observations_wait_for_each_of_their_stages(
    world: None, key: str, observed: str, address: str, words: str
) -> None:
    """What the evidence shows; the talk about it; the feedback; the answer to it."""
    row = Observation.objects.exclude(status__in=["answered", "agreed", "planned"]).get(
        record__owner=persona(observed)
    )
    page = waiting(key).get(f"/observations/{row.record_id}/{address}")
    assert page.status_code == 200
    assert words in page.content.decode()


def test_a_piece_of_a_video_has_arrived_and_another_can_be_sent(world: None) -> None:
    arun = waiting("arun")
    coming = Upload.objects.get(owner=persona("arun"), video=None)
    assert 0 < coming.offset < coming.length
    assert coming.title in arun.get("/videos/").content.decode()
    assert 'type="file"' in arun.get("/videos/new/").content.decode()


@pytest.mark.parametrize(
    ("mentor", "teacher", "without_seat"),
    [("angela", "jasmine", "kevin"), ("olga", "anna", "maksim"), ("sunita", "pooja", "vikram")],
)
def test_a_group_of_teachers_has_met_and_meets_again(
    world: None, mentor: str, teacher: str, without_seat: str
) -> None:
    met, meets = Session.objects.filter(kind="group", host=persona(mentor)).order_by("starts_at")
    assert (met.status, meets.status) == ("held", "confirmed")
    for key in (mentor, teacher, without_seat):
        page = waiting(key).get(f"/sessions/{meets.pk}/").content.decode()
        assert ("/take-seat/" in page) == (key == without_seat)
        assert ("/give-seat-back/" in page) == (key == teacher)


def test_rina_takes_on_what_she_kept_with_meera_and_leaves_the_rest(world: None) -> None:
    rina = persona("rina")
    pairs = Mentorship.objects.filter(mentee=rina).order_by("pk")
    assert [(pair.mentor == persona("meera"), pair.status) for pair in pairs] == [
        (True, "ended"), (False, "active"),
    ]  # fmt: skip
    browser = Client()
    browser.force_login(rina)
    page = browser.get(f"/mentorships/{pairs[1].pk}/hand-over/").content.decode()
    assert "Reading in pairs: the crow and the pot" in page
    assert "Every child reads aloud once a week" not in page  # it has come with her
    assert Record.objects.filter(mentorship=pairs[1], continues__mentorship=pairs[0]).count() == 1


def test_an_emergency_was_told_and_another_waits_for_a_second_person(world: None) -> None:
    found = EmergencyAccess.objects.order_by("pk")
    assert [one.status for one in found] == ["closed", "asked", "closed"]
    for key, url, words in (
        ("hema", "/emergencies/", "Asked for"),
        ("asha", f"/emergencies/{found[1].pk}/", "Open it"),
        ("rina", "/me/who-sees-what/", "Opened for safeguarding"),
        ("meera", "/me/who-sees-what/", "Opened for safeguarding"),
    ):
        browser = Client()
        browser.force_login(persona(key))
        assert words in browser.get(url).content.decode(), (key, url)


def test_a_question_without_a_name_was_shown_in_confidence_and_opened_in_an_emergency(
    world: None,
) -> None:
    shown = Report.objects.get(question__isnull=False)
    opened = EmergencyAccess.objects.get(question__isnull=False)
    assert opened.question == shown.question
    assert shown.question is not None and shown.question.is_nameless
    name = shown.question.teacher.name
    for key, url, words, named in (
        ("devi", "/questions/", "Shown to you in confidence", False),
        ("devi", f"/reports/{shown.pk}/", "I shout every day now", True),
        ("meera", f"/reports/{shown.pk}/", "I shout every day now", False),
        ("hema", f"/emergencies/{opened.pk}/", "asked without a name", False),
        ("meera", f"/emergencies/{opened.pk}/", "asked without a name", False),
        ("meera", "/notices/", "was opened for safeguarding", None),  # of others, too
    ):
        browser = Client()
        browser.force_login(persona(key))
        page = browser.get(url).content.decode()
        assert words in page, (key, url)
        assert named is None or (name in page) is named, (key, url)


def test_people_live_by_their_own_clocks_and_languages(world: None) -> None:
    found = {
        setting.blueprint: set(
            Person.objects.filter(
                pk__in=[persona(someone.key).pk for someone in setting.people]
            ).values_list("locale", "time_zone")
        )
        for setting in SIX
    }
    assert found == {
        "ct_team": {("en", "America/New_York")},
        "ntc_induction": {("en", "America/New_York")},
        "cps_induction": {("en", "America/Chicago")},
        "ru_target_model": {("ru", "Europe/Moscow")},
        "school_inhouse": {("en", "Asia/Kolkata")},
        "peer": {("hi", "Asia/Kolkata")},
    }


def test_those_who_coordinate_india_see_nothing_of_other_nations(world: None) -> None:
    devi = viewer_for(persona("devi"), now=timezone.now())
    assert {place.name for place in places(devi) if place.level == "nation"} == {"India"}
    browser = Client()
    browser.force_login(persona("devi"))
    for setting in SIX:
        pair = pairs_of(setting)[0]
        abroad = setting.nation != "India"
        assert (browser.get(f"/mentorships/{pair.pk}/").status_code == 404) == abroad


def test_steps_are_written_by_those_who_owe_them_and_never_in_the_future(world: None) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    for record in StepRecord.objects.filter(written_by__isnull=False):
        assert record.written_at is not None and record.written_at < tomorrow
        assert record.words


def test_seven_programmes_stand_on_one_page_with_somebody_to_look_as(
    world: None, visitor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert [len(shown.faces) for shown in seven()] == [3, 4, 3, 3, 3, 3, 3]
    with django_assert_max_num_queries(10):
        page = visitor.get("/demo/programmes/")
    text = page.content.decode()
    assert text.count("/demo/") >= 22
    for setting in SIX:
        for _part, someone in setting.personas:
            assert f'action="/demo/{someone.key}/"' in text
    assert "beginning teacher" in text
    assert 'href="/demo/programmes/"' in visitor.get("/blueprints/").content.decode()
    assert 'href="/demo/programmes/"' in visitor.get("/demo/").content.decode()


def test_one_press_makes_a_visitor_somebody_of_a_programme(world: None, visitor: Client) -> None:
    for key in ("denise", "olga", "anna", "yolanda", "nisha", "pooja"):
        assert visitor.get(f"/demo/{key}/").status_code == 405
        answer = visitor.post(f"/demo/{key}/", follow=True)
        assert answer.status_code == 200
        assert answer.wsgi_request.user == persona(key)
    greeting = visitor.post("/demo/anna/", follow=True).content.decode()
    assert re.search(r'<html[^>]* lang="ru"', greeting)
    assert visitor.post("/demo/nobody/").status_code == 404


def test_arun_has_filmed_a_lesson_and_meera_speaks_of_two_moments(world: None) -> None:
    film = Video.objects.get()
    assert (film.owner.name, film.content_type) == ("Arun Patel", "video/webm")
    assert film.record is not None
    said = film.record.comments.order_by("at_seconds")
    assert list(said.values_list("author__name", "at_seconds", "tag")) == [
        ("Meera Iyer", 40, "waiting"),
        ("Meera Iyer", 80, "try"),
    ]
    assert film.delete_on > timezone.now().date()


def test_pairs_say_how_they_fit_and_one_asks_for_another(world: None) -> None:
    """Meera is asked today, Arun has answered, and a wish for another mentor waits for Devi."""
    people = {one.key: Person.objects.get(pk=one.person_id) for one in personas()}
    now = timezone.now()
    meera, arun = (viewer_for(people[key], now=now) for key in ("meera", "arun"))
    assert [one.person_id for one in fits_due(meera)] == [people["meera"].pk]
    assert FitPulse.objects.filter(person=people["arun"], status="given").count() == 1
    assert fits_due(arun) == []
    wish = Rematch.objects.select_related("mentorship").get(status="open")
    devi = viewer_for(people["devi"], now=now)
    taken = snapshot.leaving(devi, pair_to_rematch(devi, wish.mentorship_id))
    choices = finding(wish.mentorship, taken.problem, taken.barred_teachers, taken.people).choices
    assert len(choices) > 1
    assert Carrying.objects.get().mentorship == wish.mentorship


def test_lists_are_open_and_wait_for_two_who_can_be_looked_as(world: None) -> None:
    """Farah finds hers on her home, as Kamala does; each ranks, and of a coordinator's numbers
    only so many are told that nobody can be told from them."""
    round_ = Round.objects.get(lists_opened_at__isnull=False)
    before = ranked_in(round_)
    assert before.is_told
    for key, side in (("farah", "teacher"), ("kamala", "mentor")):
        somebody, url = waiting(key), f"/rounds/{round_.pk}/list/{side}/"
        home = somebody.get("/").content.decode()
        assert "Whom would you like to work with?" in home and f'href="{url}"' in home
        first = Preference.objects.get(round=round_, person=persona(key), place=1)
        assert somebody.post(url, {"choice_1": str(first.pk)}).status_code == 302
        assert url not in somebody.get("/").content.decode()
    page = waiting("devi").get(f"/rounds/{round_.pk}/").content.decode()
    assert f"Have ranked theirs: {before.ranked + 2}." in page
    assert "Find the best pairs</button>" not in page  # not before the lists are closed
