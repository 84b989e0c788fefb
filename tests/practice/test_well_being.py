"""Well-being: hers alone, off until she wants it, counted only with many, and told to nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.test import Client

import blueprint
from banyan.insights.queries import well_being as counted
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Record
from banyan.mentoring.queries import records
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Pulse, WellBeing
from banyan.practice.queries import well_being as queries
from banyan.practice.queries.needs import NEUTRAL, can_be_evidence
from banyan.practice.states import Source
from banyan.programmes.models import Cohort, Design
from banyan.programmes.queries.frameworks import frameworks
from banyan.programmes.states import DesignStatus
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import World

pytestmark = pytest.mark.django_db

HEAVY = "I do not want to live like this."
LIGHT = "I do not want to leave like this."


def gives(person: Person, words: dict[str, Any], days: int = 0) -> Record:
    by = viewer_for(person, now=NOW + timedelta(days=days))
    actions.turn_on(by=by)
    return actions.give_check(words, by=by)


def test_it_is_off_until_she_turns_it_on(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(world.cast.arun)
    assert WellBeing.objects.count() == 0
    assert client.get("/well-being/new/").status_code == 403
    with pytest.raises(Refused):
        actions.give_check({"rest": 2}, by=world.by(world.cast.arun))
    client.post("/well-being/turn-on/")
    assert client.get("/well-being/new/").status_code == 200
    client.post("/well-being/turn-off/")
    assert client.get("/well-being/new/").status_code == 403


def test_nothing_of_a_check_is_left_on_a_phone(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(world.cast.arun)
    client.post("/well-being/turn-on/")
    page = client.get("/well-being/new/")
    assert b'data-keep="' not in page.content and b"data-offline" not in page.content
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_check_is_hers_alone(world: World, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(world.cast.arun)
    client.post("/well-being/turn-on/")
    made = client.post("/well-being/new/", {"rest": "2", "words": "Long days."})
    record = Record.objects.get(kind=RecordKind.WELL_BEING)
    assert (record.tier, record.mentorship, record.words) == (
        Tier.OWN, None, {"rest": 2, "words": "Long days."},
    )  # fmt: skip
    answers = {
        name: signed_in(person).get(made.headers["Location"]).status_code
        for name, person in world.cast.everybody().items()
    }
    assert {name for name, status in answers.items() if status == 200} == {"arun"}


def test_whom_she_names_reads_it_until_she_takes_it_back(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    record = gives(world.cast.arun, {"rest": 2, "words": HEAVY})
    arun, url = world.by(world.cast.arun), f"/well-being/{record.pk}/"
    kept.share(records.record(arun, record.pk), world.cast.meera, by=arun)
    page = signed_in(world.cast.meera).get(url)
    assert HEAVY in page.content.decode()
    assert page.context["offered"] == []  # help is offered to whoever wrote it
    kept.take_back(records.record(arun, record.pk), world.cast.meera, by=arun)
    assert signed_in(world.cast.meera).get(url).status_code == 404


def rows_of_everything() -> dict[str, list[dict[str, Any]]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def added(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """The rows that came, by table, without what differs from one row to the next anyway."""
    return {
        label: [repr(sorted(row)) for row in rows if row not in before[label]]
        for label, rows in after.items()
        if rows != before[label]
    }


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG, logger="banyan"):
        yield caplog


def test_words_of_distress_are_told_to_nobody_and_kept_nowhere_else(
    world: World, signed_in: Callable[[Person], Client], logged: pytest.LogCaptureFixture
) -> None:
    client = signed_in(world.cast.arun)
    client.post("/well-being/turn-on/")
    came, offered = {}, {}
    for words in (LIGHT, HEAVY):
        before = rows_of_everything()
        made = client.post("/well-being/new/", {"rest": "1", "words": words})
        shown = client.get(made.headers["Location"])
        world.work()
        came[words] = added(before, rows_of_everything())
        offered[words] = bool(shown.context["offered"])
    assert offered == {LIGHT: False, HEAVY: True}
    assert came[HEAVY] == came[LIGHT]
    holding = [
        label
        for label, rows in rows_of_everything().items()
        if any(HEAVY in str(row) for row in rows)
    ]
    assert holding == ["mentoring.Record", "mentoring.RecordVersion"]
    assert HEAVY not in logged.text


def test_the_page_that_offers_help_writes_nothing(
    world: World, signed_in: Callable[[Person], Client], logged: pytest.LogCaptureFixture
) -> None:
    record = gives(world.cast.arun, {"words": HEAVY})
    client = signed_in(world.cast.arun)
    client.get("/well-being/")
    before = rows_of_everything()
    logged.clear()
    page = client.get(f"/well-being/{record.pk}/")
    assert "14416" in page.content.decode()
    assert rows_of_everything() == before
    assert logged.records == []


@pytest.mark.parametrize(
    "text",
    [
        "Sometimes I think of SUICIDE.", "I can’t go on", "i  want\nto die", "अब जीना नहीं चाहती।",
        "मैं आत्महत्या के बारे में सोचता हूँ", "mujhe jeena nahi hai", "Я больше не могу.",
        "Думаю о самоубийстве", "Не хочу жить", "Муж бьёт меня",
    ],
)  # fmt: skip
def test_heavy_words_are_known_in_each_language_however_they_are_written(text: str) -> None:
    assert queries.sounds_distressed([text])


@pytest.mark.parametrize(
    "text", ["", "I am tired.", "आज का दिन लंबा था।", "Устала, но рада.", "We wanted to dine."]
)
def test_light_words_are_not(text: str) -> None:
    assert not queries.sounds_distressed([text])


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_help_is_where_she_lives_and_in_her_language(language: str) -> None:
    (india,) = queries.signposts("Asia/Kolkata", language)
    english = queries.signposts("Asia/Kolkata", "en")[0]
    assert india.lines[0].numbers == ("14416", "1800 891 4416")
    assert (india.lines[0].about == english.lines[0].about) == (language == "en")


def test_whoever_lives_elsewhere_is_shown_every_country() -> None:
    assert len(queries.signposts("Europe/Lisbon", "en")) == 3


def test_every_number_says_where_and_when_it_was_read() -> None:
    found = yaml.safe_load((queries.DATA / "signposts.yaml").read_text("utf-8"))
    lines = [line for country in found for line in country["lines"]]
    assert [one for one in lines if "https://" not in one["source"] or not one["read_on"]] == []
    assert {tuple(one["about"]) for one in lines} == {("en", "hi", "ru")}


def test_signposts_are_there_for_whoever_has_turned_nothing_on(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    assert "14416" in signed_in(world.cast.meera).get("/well-being/").content.decode()


POST = """
signposts:
- code: house
  title: {en: House of teachers, hi: शिक्षक भवन, ru: Дом учителя}
  about: {en: Colleagues listen., hi: साथी सुनते हैं।, ru: Выслушают коллеги.}
  telephones: ["+91 11 5550 0100"]
  web: https://house.example.org/talk
  languages: [hi]
  hours: {en: "On school days, 9 to 5.", hi: "स्कूल के दिनों में, 9 से 5.", ru: "По учебным дням, 9–17."}
visibility:
"""


@pytest.fixture
def named(world: World) -> None:
    """The programme of the pair names a signpost of its own."""
    text = blueprint.file_of("in_nmm", blueprint.get("in_nmm").version)
    text = text.replace("code: in_nmm", "code: near", 1).replace("\nvisibility:\n", POST, 1)
    near = blueprint.load(text)
    Design.objects.create(
        code=near.code, version=near.version, title="Near", organisation=world.cast.state,
        status=DesignStatus.PUBLISHED, text=text, written_at=NOW,
    )  # fmt: skip
    Cohort.objects.update(blueprint=near.code, blueprint_version=near.version)


@pytest.mark.parametrize(
    ("language", "name", "hours"),
    [
        ("en", "House of teachers", "On school days, 9 to 5. Languages: Hindi."),
        ("hi", "शिक्षक भवन", "स्कूल के दिनों में, 9 से 5. भाषाएँ: हिन्दी।"),
        ("ru", "Дом учителя", "По учебным дням, 9–17. Языки: Хинди."),
    ],
)
def test_a_programme_shows_its_own_signposts_first_in_the_readers_language(
    world: World, named: None, signed_in: Callable[[Person], Client],
    language: str, name: str, hours: str,
) -> None:  # fmt: skip
    Person.objects.update(locale=language)
    page = signed_in(world.cast.arun).get("/well-being/").content.decode()
    assert page.index(name) < page.index("14416")
    assert hours in page
    assert 'href="tel:+911155500100"' in page
    assert '<a href="https://house.example.org/talk">house.example.org/talk</a>' in page


def test_its_signposts_stand_beside_heavy_words_too(
    world: World, named: None, signed_in: Callable[[Person], Client]
) -> None:
    record = gives(world.cast.arun, {"words": HEAVY})
    page = signed_in(world.cast.arun).get(f"/well-being/{record.pk}/")
    assert [group.of for group in page.context["offered"]][1:] == ["India"]
    assert page.context["offered"][0].lines[0].numbers == ("+91 11 5550 0100",)


def test_whoever_takes_no_part_is_shown_none_of_a_programme(
    world: World, named: None, signed_in: Callable[[Person], Client]
) -> None:
    stranger = add_person("Somebody", by=world.by(world.cast.asha), email="some@example.org")
    page = signed_in(stranger).get("/well-being/")
    assert [group.of for group in page.context["signposts"]] == ["India"]


def test_the_switch_is_on_no_trail_of_an_area(world: World) -> None:
    gives(world.cast.arun, {"rest": 2})
    actions.turn_off(by=world.by(world.cast.arun))
    told = Event.objects.filter(verb__startswith="well_being.")
    assert [(one.verb, one.scope) for one in told.order_by("pk")] == [
        ("well_being.turn_on", ""), ("well_being.turn_off", ""),
    ]  # fmt: skip


@pytest.fixture
def many(world: World) -> list[Person]:
    """Nine teachers of Arun's school."""
    by, people = world.by(world.cast.asha), []
    for number in range(9):
        person = add_person(f"Teacher {number}", by=by, email=f"t{number}@example.org")
        give_role(person, world.cast.school, Role.TEACHER, by=by, starts_on=LONG_AGO)
        people.append(person)
    return people


def later(person: Person, days: int = 40) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def means(viewer: Viewer) -> list[tuple[str, dict[str, tuple[float, int]]]]:
    return [
        (area.name, {one.question: (one.value, one.people) for one in area.means})
        for area in counted(viewer)
    ]


def test_seven_are_not_counted_and_eight_are(world: World, many: list[Person]) -> None:
    for person in many[:7]:
        gives(person, {"rest": 2, "words": HEAVY})
    gives(many[0], {"rest": 5}, days=1)  # again: still seven people
    devi = later(world.cast.devi)
    assert means(devi) == []
    gives(many[7], {"rest": 4}, days=1)
    assert means(devi) == [(world.cast.district.name, {"rest": ((2 * 6 + 5 + 4) / 8, 8)})]


def test_a_ninth_changes_no_number_by_which_she_could_be_told_apart(
    world: World, many: list[Person]
) -> None:
    for person in many[:8]:
        gives(person, {"rest": 2})
    before = means(later(world.cast.devi))
    gives(many[8], {"rest": 5}, days=1)
    assert means(later(world.cast.devi)) == before


def test_a_question_that_one_of_eight_left_out_is_not_told(
    world: World, many: list[Person]
) -> None:
    for person in many[:8]:
        gives(person, {"rest": 2, "joy": 4} if person != many[3] else {"rest": 2})
    assert means(later(world.cast.devi)) == [(world.cast.district.name, {"rest": (2.0, 8)})]


def test_whoever_turns_it_off_takes_the_whole_of_her_group_out(
    world: World, many: list[Person]
) -> None:
    for person in many[:8]:
        gives(person, {"rest": 2})
    actions.turn_off(by=later(many[2], days=2))
    gives(many[8], {"rest": 5}, days=3)
    assert means(later(world.cast.devi)) == []
    assert {row.answers.get("rest") for row in Pulse.objects.filter(person=many[2])} == {None}


def test_the_running_month_waits(world: World, many: list[Person]) -> None:
    for person in many[:8]:
        gives(person, {"rest": 2})
    assert means(later(world.cast.devi, days=1)) == []


def test_only_who_coordinates_the_whole_district_is_told_of_it(
    world: World, many: list[Person], signed_in: Callable[[Person], Client]
) -> None:
    for person in many[:8]:
        gives(person, {"rest": 2})
    of_school = many[8]
    give_role(
        of_school,
        world.cast.school,
        Role.COORDINATOR,
        by=world.by(world.cast.asha),
        starts_on=LONG_AGO,
    )
    seen = {
        name: bool(means(later(person)))
        for name, person in {**world.cast.everybody(), "of_school": of_school}.items()
    }
    assert {name for name, told in seen.items() if told} == {"devi"}
    reached = {
        name: signed_in(person).get("/insights/well-being/").status_code
        for name, person in world.cast.everybody().items()
    }
    assert {name for name, status in reached.items() if status == 200} == {"devi", "omar"}
    page = signed_in(world.cast.devi).get("/insights/well-being/").content.decode()
    assert "Teacher 0" not in page


def test_a_check_is_no_evidence_of_anything(world: World) -> None:
    check = gives(world.cast.arun, {"rest": 2})
    (ours,) = [one for one in frameworks() if one.code == NEUTRAL]
    arun = world.by(world.cast.arun)
    made = actions.begin_assessment(Source.SELF, ours, by=arun, pair=world.pair)
    assert check.pk not in {one.pk for one in can_be_evidence(arun, made)}
