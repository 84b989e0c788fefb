"""The six programmes beside the pilot, each a small running cohort of its own blueprint."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import override
from rich.progress import Progress

import blueprint
from banyan.demo import voices
from banyan.demo.actions.editions import LAUREL_HOLLOW, own_edition
from banyan.demo.actions.groups import gather
from banyan.demo.actions.issues import before_opening, of_cohort
from banyan.demo.actions.papers import calibrate, sign_off_and_argue, write_another
from banyan.demo.actions.stages import go_on, prepare
from banyan.demo.actions.walks import Walking, hand_in_late, walk
from banyan.demo.actions.world import World
from banyan.demo.programmes import SIX, Pair, Setting, Someone
from banyan.demo.queries import address_of
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions as matching
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.consents import is_asked, others_consenting
from banyan.programmes.queries.trainings import READING, months_of_readers, states_of
from banyan.programmes.states import Advice, Side

SEED = 20260731  # their own, so that the pilot stays as it is whatever they do


@dataclass
class Running:
    """One of the six while it is being set up."""

    world: World
    setting: Setting
    design: blueprint.Blueprint
    people: dict[str, Person]
    area: Organisation
    schools: list[Organisation]

    def person(self, someone: Someone) -> Person:
        return self.people[someone.key]

    def seen(self, someone: Someone, days_ago: float, hour: int = 11) -> Viewer:
        """This person, that many days ago at that hour where the programme runs."""
        at = self.world.at(days_ago, hour, self.setting.zone)
        return self.world.seen(self.person(someone), at)

    def coordinator(self, days_ago: float, hour: int = 11) -> Viewer:
        return self.seen(self.setting.coordinator, days_ago, hour)


def six(world: World, progress: Progress) -> None:
    """Each from its places to the last step of its pairs."""
    pilot, world.chance = world.chance, random.Random(SEED)  # noqa: S311  # as in `build`
    task = progress.add_task("Six more programmes", total=sum(len(one.pairs) for one in SIX))
    for setting in SIX:
        with transaction.atomic(), override(setting.locale):
            running = _people_in_place(world, setting)
            programme = _started(running)
            _mentors(running, programme)
            cohorts = [_cohort(running, programme, number) for number in _oldest_first(setting)]
        for cohort, number in zip(cohorts, _oldest_first(setting), strict=True):
            for pair in (pair for pair in setting.pairs if pair.cohort == number):
                with transaction.atomic(), override(setting.locale):
                    _live(running, cohort, pair)
                progress.advance(task)
        with transaction.atomic(), override(setting.locale):
            _lately(running, programme, cohorts[-1])
    world.chance = pilot


def _oldest_first(setting: Setting) -> list[int]:
    return sorted(range(len(setting.cohorts)), key=lambda number: -setting.cohorts[number][1])


def _began(setting: Setting) -> int:
    return max(days_ago for _name, days_ago, _days in setting.cohorts)


def _people_in_place(world: World, setting: Setting) -> Running:
    by = system(world.at(_began(setting) + 40, 11, setting.zone))
    nation = Organisation.objects.filter(level=Level.NATION, name=setting.nation).first()
    nation = nation or organisations.found_nation(setting.nation, by=by)
    places = {Level.NATION: nation, Level.STATE: _under(nation, Level.STATE, setting.state, by)}
    above = places[Level.STATE]
    if setting.district:
        above = places[Level.DISTRICT] = _under(above, Level.DISTRICT, setting.district, by)
    schools = [
        organisations.add_organisation(
            name, level=Level.SCHOOL, parent=above, by=by, school_type=setting.school_type.value
        )
        for name in setting.schools
    ]
    places[Level.SCHOOL] = schools[0]
    area = places[setting.runs_at]
    known = {someone.key: _person(setting, someone, area, by) for someone in setting.people}
    running = Running(world, setting, blueprint.get(setting.blueprint), known, area, schools)
    for someone in (setting.coordinator, setting.reader):
        organisations.give_role(
            running.person(someone), area, Role.COORDINATOR, by=by, starts_on=by.today
        )
    for someone in setting.readers:
        organisations.give_role(
            running.person(someone),
            places[Level.STATE],
            Role.REVIEWER,
            by=by,
            starts_on=by.today,
        )
    return running


def _under(above: Organisation, level: Level, name: str, by: Viewer) -> Organisation:
    there = Organisation.objects.filter(parent=above, level=level, name=name).first()
    return there or organisations.add_organisation(name, level=level, parent=above, by=by)


def _person(setting: Setting, someone: Someone, area: Organisation, by: Viewer) -> Person:
    person = people.add_person(
        someone.name,
        email=address_of(someone.key),
        locale=setting.locale,
        time_zone=str(setting.zone),
        scope=area.path or "",
        by=by,
    )
    EmailAddress.objects.filter(user=person).update(verified=True)
    return person


def _started(running: Running) -> Programme:
    """The coordinator starts the programme from its blueprint and opens it."""
    setting = running.setting
    by = running.coordinator(_began(setting) + 32)
    ends = max(days - days_ago for _name, days_ago, days in setting.cohorts)
    programme = programmes.start_programme(
        setting.code,
        setting.name,
        running.area,
        setting.blueprint,
        by.today + timedelta(days=32),
        by.today + timedelta(days=_began(setting) + 32 + ends),
        by=by,
    )
    for number in _oldest_first(setting):
        name, began, days = setting.cohorts[number]
        starts = running.coordinator(began).today
        programmes.add_cohort(programme, name, starts, starts + timedelta(days=days), by=by)
    before_opening(programme, running.coordinator, _began(setting) + 32)
    prepare(programme, running.coordinator, _began(setting) + 32)
    programmes.open_programme(programme, by=by)
    go_on(running.world, programme, running.coordinator, _began(setting) + 31)
    trained = running.coordinator(_began(setting) + 30)
    for reader in setting.readers if months_of_readers(programme) else ():
        programmes.record_training(
            programme, running.person(reader), READING, trained.today, by=trained
        )
    if setting.readers:
        readers = [running.person(reader) for reader in setting.readers]
        asked = running.coordinator(_began(setting) + 28)
        done = running.world.at(_began(setting) + 20, 16, setting.zone)
        calibrate(programme, readers, lambda person: running.world.seen(person, done), asked)
    return programme


def _mentors(running: Running, programme: Programme) -> None:
    """They apply, are read by as many as the blueprint asks, and come into the pool."""
    setting, design, world = running.setting, running.design, running.world
    began, language = _began(setting), setting.writes
    codes = [domain.code for domain in design.domains]
    subjects = [entry.code for entry in design.vocabularies.subjects]
    stages = [entry.code for entry in design.vocabularies.stages]
    readers = (setting.coordinator, setting.reader)[: design.mentor.reviewers]
    for number, mentor in enumerate(setting.mentors):
        by = running.seen(mentor, began + 26 - number)
        application = programmes.start_application(
            programme,
            by=by,
            organisation=running.schools[number % len(running.schools)],
            domains=[*codes[number : number + 3], codes[-1]][:3],
            languages=setting.languages,
            years=world.chance.randrange(9, 27),
            subjects=world.chance.sample(subjects, 2),
            stages=stages[1:3],
            hours=["tue-afternoon", "wed-afternoon", "thu-afternoon"],
            capacity=min(3, design.mentor.caseload.maximum),
            about=world.chance.choice(voices.ABOUT[language]),
            motivation=voices.HOPES[language],
        )
        title, text = voices.EVIDENCE[language]
        programmes.add_evidence(application, title, text, "", by=by)
        programmes.submit(application, by=by)
        programmes.screen(application, by=running.coordinator(began + 22))
        for reader in readers:
            advice = voices.ADVICE[language]
            programmes.review(
                application, Advice.ACCEPT, advice, by=running.seen(reader, began + 20)
            )
        programmes.accept(application, by=running.coordinator(began + 18))
        oriented = running.coordinator(began + 15)
        programmes.orient(application, oriented.today, by=oriented)
        programmes.activate(application, by=running.coordinator(began + 14))
        world.viewers.pop(by.person_id, None)  # she holds a role now


def _cohort(running: Running, programme: Programme, number: int) -> Cohort:
    """An intake: its teachers come in, its pairs are matched in one round, and both say yes."""
    setting, world = running.setting, running.world
    name, began, _days = setting.cohorts[number]
    pairs = [pair for pair in setting.pairs if pair.cohort == number]
    cohort = Cohort.objects.select_related("programme__organisation").get(
        programme=programme, name=name
    )
    domains = [domain.code for domain in running.design.domains]
    subjects = [entry.code for entry in running.design.vocabularies.subjects]
    stages = [entry.code for entry in running.design.vocabularies.stages]
    for pair in pairs:
        programmes.enrol(
            cohort,
            running.person(setting.teachers[pair.teacher]),
            running.schools[pair.school],
            by=running.coordinator(began + 9),
            needs=[domains[pair.mentor], domains[pair.mentor + 1]],
            languages=setting.languages,
            subjects=[world.chance.choice(subjects)],
            stages=stages[1:2],
            hours=["tue-afternoon", "wed-afternoon"],
            traits=pair.traits,
            years=world.chance.randrange(0, 3),
            hopes=voices.HOPES[setting.writes],
            confirmed=True,
        )
        world.viewers.pop(running.person(setting.teachers[pair.teacher]).pk, None)
    _learn(running, programme, began)
    _agree(running, cohort, pairs, began)
    _match(running, cohort, pairs, began)
    of_cohort(cohort, running.coordinator, began - 1)
    return cohort


def _learn(running: Running, programme: Programme, began: int) -> None:
    """Mentors of an earlier intake renew what has run out before they are matched again."""
    by = running.coordinator(began + 8)
    asked = [one for one in running.design.training if one.required]
    mentors = {person.pk: person for person in map(running.person, running.setting.mentors)}
    for pk, states in states_of(programme.pk, asked, list(mentors), by.today).items():
        for code, state in states.items():
            if not state.status.counts:
                programmes.record_training(programme, mentors[pk], code, by.today, by=by)


def _agree(running: Running, cohort: Cohort, pairs: list[Pair], began: int) -> None:
    """Where the blueprint asks for it, everybody consents: most on the page, one on paper."""
    setting = running.setting
    sides = {
        Side.TEACHER: [setting.teachers[pair.teacher] for pair in pairs],
        Side.MENTOR: setting.mentors,
    }
    for side, everybody in sides.items():
        for number, someone in enumerate(everybody if is_asked(cohort, side) else ()):
            by = running.seen(someone, began + 8)
            asked = others_consenting(cohort, side, by.person_id)
            if number:
                programmes.give_consent(asked, by=by, language=setting.locale)
                continue
            clerk = running.coordinator(began + 7)
            programmes.record_consent(
                asked, clerk.today, voices.FOLDER[setting.writes], by=clerk, language=setting.locale
            )


def _match(running: Running, cohort: Cohort, pairs: list[Pair], began: int) -> None:
    setting = running.setting
    by = running.coordinator(began + 6)
    match = matching.open_round(cohort, by=by)
    for pair in pairs:
        teacher = running.person(setting.teachers[pair.teacher])
        matching.pin(match, teacher, running.person(setting.mentors[pair.mentor]), by=by)
    matching.compute(match, by=by)
    match.refresh_from_db()
    matching.publish(match, by=running.coordinator(began + 5))
    matched = Mentorship.objects.filter(cohort=cohort).select_related("mentor", "mentee", "school")
    for made in matched.order_by("pk"):
        zone = setting.zone
        asked = running.world.at(began + 3, 16, zone)
        mentoring.accept(made, by=running.world.seen(made.mentor, asked))
        begins = running.world.at(began, 9, zone)
        mentoring.accept(made, by=running.world.seen(made.mentee, begins))


def _live(running: Running, cohort: Cohort, pair: Pair) -> None:
    walk(_walking(running, cohort, pair))


def _walking(running: Running, cohort: Cohort, plan: Pair) -> Walking:
    setting = running.setting
    rows = Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
    pair = rows.get(
        cohort=cohort, mentee=running.person(setting.teachers[plan.teacher]), form="pair"
    )
    readers = [running.person(reader) for reader in setting.readers]
    chief = running.person(setting.coordinator)
    return Walking(running.world, setting, pair, plan, chief, readers)


def _lately(running: Running, programme: Programme, newest: Cohort) -> None:
    """What has come to the newest cohort in the last days: a group of its own, an edition of its
    own and what was handed in by it, another text for its readers."""
    setting, world = running.setting, running.world
    if any(form.kind == "group" for form in running.design.relationship.forms):
        pairs = [pair for pair in setting.pairs if pair.cohort == 0 and not pair.pace.leave_for]
        teachers = [running.person(setting.teachers[pair.teacher]) for pair in pairs]
        gather(world, setting, newest, running.person(setting.mentors[pairs[0].mentor]), teachers)
    if setting.edition:
        own_edition(newest, running.design, LAUREL_HOLLOW, by=running.coordinator(7))
        for plan in setting.pairs:
            if plan.pace.later:
                _by_own_edition(_walking(running, newest, plan))
    if setting.readers:
        write_another(programme, by=running.coordinator(1))


def _by_own_edition(walking: Walking) -> None:
    argued = walking.pace.later == "argued"
    hand_in_late(walking, 6 if argued else 1)
    if argued:
        at = partial(walking.world.at, hour=19, zone=walking.setting.zone)
        sign_off_and_argue(walking.world, walking.pair, walking.coordinator, walking.readers, at)
