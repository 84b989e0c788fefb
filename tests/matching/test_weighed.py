"""What a round weighs of people: said by themselves, or known from rows that are there anyway."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

import blueprint
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.matching import actions, snapshot
from banyan.matching.actions.rounds import open_round
from banyan.matching.models import Proposal, Round
from banyan.matching.queries.proposals import why
from banyan.matching.queries.reasons import Telling
from banyan.matching.snapshot.choosing import in_the_open, looking
from banyan.matching.snapshot.listing import lines
from banyan.matching.snapshot.people import parts_of_week
from banyan.mentoring.models import Availability, Mentorship, WeeklyHours
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.actions.trainings import record_training
from banyan.programmes.models import Application, Cohort, Enrolment, Programme
from banyan.programmes.queries.designs import blueprint_named
from matchmaker.problem import Criteria, Mentor, Problem, Teacher, Weights
from tests.conftest import NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db

ASKED = """
vocabularies:
  inclusion:
    - {code: woman, title: {en: She is a woman, hi: वे महिला हैं, ru: Это женщина}}
    - {code: first, title: {en: First to teach, hi: पहली शिक्षक, ru: Первая}}
"""
YOUNG = """
traits:
  - {code: young, title: {en: Under 18, hi: 18 से कम, ru: Младше 18}, under_age: true}
"""
CLEARS = """
training:
  - code: safe
    title: {en: Working with the young, hi: किशोरों के साथ, ru: Работа с юными}
    hours: 2
    required: false
    valid_months: 12
    refresh: {en: Once a year., hi: वर्ष में एक बार।, ru: Раз в год.}
    clears_for_under_age: true
"""
MORE = """    prefers: 3
    complement: 8
    fluency: 6
    formats: 4
    school: 3
    continuity: 5
    inclusion: 5
"""


def edition(world: World, rules: str = "", code: str = "weighs_more") -> None:
    """The cohort runs by an edition that weighs everything there is, with these hard rules."""
    by = world.devi
    draft = programmes.copy_blueprint(blueprint.get("in_nmm"), code, world.cast.nation, by=by)
    text = draft.text.replace("    prefers: 3\n", MORE).replace("\nvocabularies:\n", ASKED)
    text = text.replace("    same_state: false\n", "    same_state: false\n" + rules)
    text = text.replace("\ntraining:\n", CLEARS) + YOUNG
    draft = programmes.save_design(draft, text, draft.edition, by=by)
    made = programmes.publish_design(draft, draft.edition, by=by)
    pinned = "@".join(world.cohort.design)
    design = blueprint_named(made.code, made.version)
    world.cohort = programmes.move_cohort(world.cohort, design, pinned, by=by)
    # What its people are asked is what the programme began with.
    Programme.objects.update(blueprint=made.code, blueprint_version=made.version)
    world.cohort = Cohort.objects.select_related("programme__organisation").get(pk=world.cohort.pk)
    world.programme = world.cohort.programme


def at(person: Person) -> Viewer:
    return viewer_for(person, now=NOW)


def say(world: World, person: Person, **answers: Any) -> None:
    row = Enrolment.objects.select_related("cohort__programme__organisation", "school").get(
        person=person
    )
    programmes.change_enrolment(row, by=at(person), **answers)


def offer(world: World, person: Person, **answers: Any) -> None:
    row = Application.objects.select_related("programme__organisation").get(person=person)
    programmes.change_application(row, by=at(person), **answers)


def asked(world: World) -> Problem:
    round_ = Round.objects.filter(cohort=world.cohort, status="draft").first()
    taken = snapshot.taken(world.devi, round_ or open_round(world.cohort, by=world.devi))
    return taken.problem


def two_of(problem: Problem) -> tuple[Teacher, Mentor]:
    return problem.teachers[0], problem.mentors[0]


@pytest.fixture
def all_(pairable: World) -> World:
    edition(pairable)
    return pairable


def test_what_nobody_has_said_is_empty_and_counts_for_nothing(pairable: World) -> None:
    """A programme whose file says nothing of it asks for nothing more."""
    problem = asked(pairable)
    teacher, mentor = two_of(problem)
    assert (teacher.skills, teacher.fluency, teacher.earlier, teacher.asks) == ((), (), (), ())
    assert (mentor.skills, mentor.fluency, mentor.says) == ((), (), ())
    assert problem.criteria.weights.complement == 0
    assert problem.criteria.language_level == ""


def test_each_weight_of_the_file_is_one_of_the_matchmaker(all_: World) -> None:
    weights = asked(all_).criteria.weights
    assert (weights.complement, weights.fluency, weights.formats) == (8, 6, 4)
    assert (weights.contexts, weights.continuity, weights.inclusion) == (3, 5, 5)


def test_how_sure_and_how_well_both_see_themselves_is_weighed_and_told(all_: World) -> None:
    say(all_, all_.cast.arun, need_levels={"digital_education": 1}, levels={"hi": "C1"})
    offer(all_, all_.cast.meera, domain_levels={"digital_education": 4}, levels={"hi": "B2"})
    teacher, mentor = two_of(asked(all_))
    assert (teacher.skills, mentor.skills) == (("digital_education:1",), ("digital_education:4",))
    assert (teacher.fluency, mentor.fluency) == (("hi:C1",), ("hi:B2",))
    proposal = Proposal.objects.get(round=actions.compute(Round.objects.get(), by=all_.devi))
    told = [line.text for line in why(proposal)]
    assert "Is strong where the teacher wants to grow: Digital education." in told
    spoken = "Both speak Hindi at this level or above: Talk about teaching with ease (B2)."
    assert spoken in told


def test_what_is_said_of_a_level_stays_until_it_is_said_anew(all_: World) -> None:
    """A list that is brought in, or another page, says nothing of levels."""
    say(all_, all_.cast.arun, needs=["digital_education"], need_levels={"digital_education": 2})
    say(all_, all_.cast.arun, levels={"hi": "B1"})
    say(all_, all_.cast.arun, needs=["holistic_assessment", "digital_education"])
    say(all_, all_.cast.arun, languages=["en", "hi"])
    teacher, _mentor = two_of(asked(all_))
    assert (teacher.skills, teacher.fluency) == (("digital_education:2",), ("hi:B1",))
    offer(all_, all_.cast.meera, levels={"en": "B1"}, domain_levels={"digital_education": 3})
    offer(all_, all_.cast.meera, languages=["en"])
    _teacher, mentor = two_of(asked(all_))
    assert (mentor.skills, mentor.fluency) == (("digital_education:3",), ("en:B1",))
    say(all_, all_.cast.arun, need_levels={}, levels={})
    teacher, _mentor = two_of(asked(all_))
    assert (teacher.skills, teacher.fluency) == ((), ())


@pytest.mark.parametrize(
    "answers", [{"levels": {"hi": "B9"}}, {"need_levels": {"digital_education": 5}}]
)
def test_a_level_that_is_on_no_scale_is_refused(all_: World, answers: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        say(all_, all_.cast.arun, **answers)


def test_how_they_would_meet_and_which_schools_they_know_comes_from_rows_there_are(
    all_: World,
) -> None:
    Organisation.objects.filter(pk=all_.cast.school.pk).update(school_type="jnv")
    Organisation.objects.filter(pk=all_.cast.other_school.pk).update(school_type="kv")
    say(all_, all_.cast.arun, format="online")
    teacher, mentor = two_of(asked(all_))
    assert (teacher.formats, mentor.formats) == (("online",), ("online", "in_person"))
    # Meera works at one school, and holds a role at that of Arun, or has held one.
    assert teacher.contexts == ("jnv",)
    assert set(mentor.contexts) == {"kv", *_kinds_of(all_.cast.meera)}
    words = Telling(blueprint_of(all_.cohort))
    assert words.said("contexts", ("jnv",)) == "Jawahar Navodaya Vidyalaya"
    assert words.said("formats", ("in_person",)) == "in person"


def _kinds_of(person: Person) -> set[str]:
    found = person.memberships.exclude(organisation__school_type="")
    return set(found.values_list("organisation__school_type", flat=True))


def test_a_rule_on_level_hours_or_format_keeps_two_apart_where_the_file_has_it(
    pairable: World,
) -> None:
    rules = "    language_level: B1\n    shared_hours: 2\n    shared_format: true\n"
    edition(pairable, rules, "keeps_to_more")
    assert pairable.pairs(pairable.computed()) == {"Arun Patel": ""}
    reasons = {r["code"] for r in Proposal.objects.get().reasons}
    assert "count_below_language_level" in reasons
    say(pairable, pairable.cast.arun, levels={"hi": "B1"}, format="online")
    offer(pairable, pairable.cast.meera, levels={"hi": "C2"})
    problem = asked(pairable)
    assert problem.criteria == Criteria(
        weights=problem.criteria.weights, minimum_years=problem.criteria.minimum_years,
        same_school="never", language_level="B1", shared_hours=2, shared_format=True,
        shared_domain=True,
    )  # fmt: skip
    actions.compute(Round.objects.get(status="draft"), by=pairable.devi)
    reasons = {r["code"] for r in Proposal.objects.get().reasons}
    assert "count_too_few_hours" in reasons
    for who, form in ((pairable.cast.arun, say), (pairable.cast.meera, offer)):
        form(pairable, who, hours=["mon-evening", "sat-morning"])
    offer(pairable, pairable.cast.meera, format="in_person")
    actions.compute(Round.objects.get(status="draft"), by=pairable.devi)
    reasons = {r["code"] for r in Proposal.objects.get().reasons}
    assert "count_no_shared_format" in reasons
    offer(pairable, pairable.cast.meera, format="either")
    round_ = actions.compute(Round.objects.get(status="draft"), by=pairable.devi)
    assert pairable.pairs(round_) == {"Arun Patel": "Meera Iyer"}


def test_who_told_no_hours_is_free_when_she_can_be_booked(all_: World) -> None:
    kept = Availability.objects.create(person=all_.cast.meera, time_zone="Asia/Kolkata")
    for weekday, begins, ends in ((0, 16 * 60, 18 * 60), (5, 9 * 60, 9 * 60 + 30)):
        WeeklyHours.objects.create(availability=kept, weekday=weekday, begins=begins, ends=ends)
    assert two_of(asked(all_))[1].hours == ("sat-morning",)  # what she told the programme
    offer(all_, all_.cast.meera, hours=[])
    assert two_of(asked(all_))[1].hours == ("mon-afternoon", "mon-evening")


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ((0, 300, 360), ("mon-morning",)),
        ((0, 299, 358), ()),
        ((2, 11 * 60, 13 * 60), ("wed-morning", "wed-afternoon")),
        ((6, 22 * 60, 30 * 60), ("mon-morning", "sun-evening")),
        ((6, 23 * 60, 29 * 60), ()),
    ],
)
def test_hours_of_a_clock_are_parts_of_the_week(
    kept: tuple[int, int, int], expected: tuple[str, ...]
) -> None:
    weekday, begins, ends = kept
    assert parts_of_week([weekday * 100_000_000 + begins * 10_000 + ends]) == expected


def completed(world: World) -> None:
    """Arun and Meera have come to the end of a pair in an earlier cohort."""
    earlier = programmes.add_cohort(
        world.programme, "Before", date(2025, 7, 1), date(2025, 12, 1), by=world.devi
    )
    Mentorship.objects.create(
        cohort=earlier, mentor=world.cast.meera, mentee=world.cast.arun,
        school=world.cast.school, status=MentorshipStatus.COMPLETED,
        proposed_at=NOW - timedelta(days=200), domains=["digital_education"],
    )  # fmt: skip
    world.teacher("Bela Roy")
    world.mentor("Nima Rao", capacity=2)


def test_two_go_on_together_only_where_the_teacher_said_she_would(all_: World) -> None:
    completed(all_)
    problem = asked(all_)
    assert {each.earlier for each in problem.teachers} <= {()}
    arun, meera = all_.cast.arun, all_.cast.meera
    say(all_, arun, again=True)
    by_id = {each.id: each for each in asked(all_).teachers}
    assert by_id[str(arun.pk)].earlier == (str(meera.pk),)
    round_ = actions.compute(Round.objects.get(status="draft"), by=all_.devi)
    proposal = Proposal.objects.get(round=round_, teacher=arun)
    assert proposal.mentor == meera
    assert "continued" in {reason["code"] for reason in proposal.reasons}


def test_what_is_asked_in_confidence_counts_and_neither_of_the_two_reads_it(
    all_: World, client: Client
) -> None:
    """Arun asks for something, and Meera has said it: it leaks to neither, nor to her directory."""
    arun, meera = all_.cast.arun, all_.cast.meera
    say(all_, arun, asks=["woman"])
    assert two_of(asked(all_))[0].asks == ("woman",)
    before = Proposal.objects.get(round=actions.compute(Round.objects.get(), by=all_.devi))
    assert "inclusion_met" not in {reason["code"] for reason in before.reasons}
    offer(all_, meera, says=["woman", "first"])
    round_ = actions.compute(Round.objects.get(), by=all_.devi)
    proposal = Proposal.objects.get(round=round_)
    assert "inclusion_met" in {reason["code"] for reason in proposal.reasons}
    assert "woman" not in json.dumps([proposal.reasons, round_.summary])
    actions.publish(round_, by=all_.devi)
    with time_machine.travel(NOW, tick=False):
        for person in (arun, meera):
            client.force_login(person)
            page = client.get(f"/proposals/{proposal.pk}/").content.decode()
            assert "in confidence" not in page and "woman" not in page
        client.force_login(all_.cast.devi)
        assert "asked for in confidence" in client.get(f"/rounds/{round_.pk}/").content.decode()


def test_nobody_asks_or_says_it_in_the_place_of_another(all_: World) -> None:
    row = Enrolment.objects.select_related("cohort__programme__organisation", "school").get()
    with pytest.raises(Refused):
        programmes.change_enrolment(row, by=all_.devi, asks=["woman"])
    with pytest.raises(TypeError):
        programmes.nominate(all_.programme, all_.cast.somu, by=all_.devi, says=["woman"])
    with pytest.raises(Refused):
        say(all_, all_.cast.arun, asks=["caste"])


def test_the_page_keeps_what_was_said_and_shows_it_to_whom_it_says(
    all_: World, client: Client
) -> None:
    row = Enrolment.objects.get()
    address = f"/enrolments/{row.pk}/change/"
    typed = {
        "version": "0", "needs_1": "digital_education", "level_needs_1": "2", "format": "either",
        "languages_1": "hi", "level_languages_1": "B2", "again": "on", "asks": "woman",
    }  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        client.force_login(all_.cast.arun)
        page = client.get(address).content.decode()
        assert "Would one of these matter to you in a mentor?" in page
        assert client.post(address, typed).status_code == 302
        own = client.get(f"/enrolments/{row.pk}/").content.decode()
        assert "Hindi: Talk about teaching with ease (B2)" in own
        assert "Digital education: Getting there" in own
        assert "She is a woman" in own
        client.force_login(all_.cast.devi)
        assert 'name="asks"' not in client.get(address).content.decode()
    row.refresh_from_db()
    assert (row.levels, row.again, row.asks) == ({"hi": "B2"}, True, ["woman"])
    assert row.needs.get().level == 2


def test_a_mentor_says_on_one_page_how_far_along_she_is(all_: World, client: Client) -> None:
    row = Application.objects.get(person=all_.cast.meera)
    address = f"/applications/{row.pk}/offer/"
    typed = {
        "version": str(row.version), "capacity": "1", "hours_a_month": "6", "format": "either",
        "level_domains_1": "4", "languages_1": "hi", "level_languages_1": "C2", "says": "first",
    }  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        client.force_login(all_.cast.meera)
        page = client.get(address).content.decode()
        # Coordinators judge here, and they read it.
        assert "They also decide on your application." in page
        assert "nobody who judges" not in page
        assert client.post(address, typed).status_code == 302
        client.logout()
        listed = client.get(f"/mentors/{row.pk}/")
        assert listed.status_code == 404  # she is not listed
        programmes.publish(row_of(row), True, ["years"], by=at(all_.cast.meera))
        public = client.get(f"/mentors/{row.pk}/").content.decode()
    assert row.expertise.get().level == 4
    assert "Can show others" not in public and "(C2)" not in public and "First in" not in public


def row_of(row: Application) -> Application:
    return Application.objects.select_related("programme__organisation").get(pk=row.pk)


def test_who_is_under_age_is_paired_only_with_a_mentor_who_is_cleared_for_it(all_: World) -> None:
    say(all_, all_.cast.arun, traits=["young"])
    teacher, mentor = two_of(asked(all_))
    assert (teacher.minor, mentor.minor) == (True, False)
    round_ = actions.compute(Round.objects.get(), by=all_.devi)
    assert all_.pairs(round_) == {"Arun Patel": ""}
    assert "count_minor" in {reason["code"] for reason in Proposal.objects.get().reasons}
    held = NOW.date() - timedelta(days=400)
    record_training(all_.programme, all_.cast.meera, "safe", held, by=all_.devi)
    assert not two_of(asked(all_))[1].minor  # it has run out
    record_training(all_.programme, all_.cast.meera, "safe", NOW.date(), by=all_.devi)
    round_ = actions.compute(Round.objects.get(), by=all_.devi)
    assert all_.pairs(round_) == {"Arun Patel": "Meera Iyer"}


def test_no_list_tells_by_its_order_what_a_mentor_says_in_confidence(all_: World) -> None:
    """Arun asks for something, looks again, and asks for something else."""
    all_.mentor("Nima Rao")
    nima = Person.objects.get(name="Nima Rao")
    Application.objects.update(listed=True)
    round_ = open_round(all_.cohort, by=all_.devi)

    def orders() -> tuple[object, ...]:
        enrolment = Enrolment.objects.select_related(
            "cohort__programme__organisation", "person", "school"
        ).get(person=all_.cast.arun)
        found = lines(round_, snapshot.taken(all_.devi, round_), 5)
        told = [(line.person, line.other, line.place) for line in found]
        return looking(at(all_.cast.arun), enrolment).facts.fitting, told

    first = orders()
    assert set(first[0]) == {all_.cast.meera.pk, nima.pk}  # type: ignore[call-overload]
    last = Person.objects.get(pk=first[0][1])  # type: ignore[index]
    for answers, offered in (
        ({"asks": ["woman"]}, {"says": ["woman"]}),
        ({"levels": {"hi": "B1"}}, {"levels": {"hi": "C2"}}),
        ({"need_levels": {"digital_education": 1}}, {"domain_levels": {"digital_education": 4}}),
    ):
        say(all_, all_.cast.arun, **answers)
        offer(all_, last, **offered)
        assert orders() == first, answers
    # The round itself weighs all of it, and tells a coordinator.
    assert all_.pairs(actions.compute(round_, by=all_.devi)) == {"Arun Patel": last.name}


def test_where_only_what_is_never_shown_weighs_a_list_is_by_domain(all_: World) -> None:
    problem = asked(all_)
    weights = Weights(**{**dict.fromkeys(asdict(Weights()), 0), "inclusion": 5})
    alone = replace(problem, criteria=replace(problem.criteria, weights=weights))
    assert in_the_open(alone).criteria.weights == replace(weights, domains=1, inclusion=0)
