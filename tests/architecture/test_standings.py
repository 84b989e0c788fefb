"""Every standing says the same to Python and to SQL, for everybody and every row of a story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from banyan.config.documents import standings
from banyan.kernel.viewer import Grant, Viewer, stranger, system
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import NOW
from tests.walk.conftest import kept_story

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("standings")]

# To what one stands so; a standing without a line here fails below.
ROWS = {
    "people.Person": ["HERSELF"],
    "people.TypedForm": ["TYPIST"],
    "notifications.Notice": ["READER"],
    "organisations.Organisation": [
        "COORDINATOR", "ADMINISTRATOR", "PRINCIPAL", "NODAL_OFFICER", "KEEPER",
    ],
    "organisations.Membership": ["KEEPER_OF_HOLDER"],
    "organisations.ReportingLine": ["KEEPER_OF_HOLDER"],
    "organisations.DirectoryImport": ["IMPORTER"],
    "programmes.Programme": ["PROGRAMME_COORDINATOR", "ANYBODY", "PROGRAMME_READERS"],
    "programmes.Cohort": ["COHORT_COORDINATOR", "AREA_COORDINATOR", "COHORT_READERS"],
    "programmes.Enrolment": ["ENROLLED", "ENROLMENT_COORDINATOR", "ENROLMENT_READERS"],
    "programmes.Application": ["APPLICANT", "SCREENER", "APPLICATION_READERS", "PUBLIC"],
    "programmes.Consent": ["CONSENTER", "CONSENT_KEEPER", "CONSENT_READERS"],
    "programmes.TrainingRecord": ["LEARNER", "TRAINING_KEEPER", "TRAINING_READERS"],
    "programmes.PeopleImport": ["IMPORT_COORDINATOR"],
    "programmes.Design": ["DESIGN_KEEPER"],
    "training.Workshop": [
        "AUDIENCE", "INVITED", "SEATED", "WAITING", "FREED", "SEAT_HOLDERS",
        "WORKSHOP_COORDINATOR", "LEADER", "WORKSHOP_TEAM", "WORKSHOP_READERS",
    ],
    "training.Site": ["SITE_LEADER", "SITE_COORDINATOR", "SITE_TEAM"],
    "training.MeetingDay": ["DAY_LEADER", "DAY_COORDINATOR", "DAY_TEAM"],
    "training.Seat": [
        "SEAT_HOLDER", "SEAT_LEADER", "SEAT_COORDINATOR", "SEAT_READERS", "SEAT_TEAM",
        "SEAT_COUNTER",
    ],
    "mentoring.Mentorship": [
        "MENTOR", "MENTEE", "COORDINATOR", "PAIR", "INVOLVED", "OVERSEER", "PAY_READERS", "ENDER",
        "END_WORDS_READERS", "SAFEGUARDING", "CONFIDANT", "PAIR_WORDS_READERS",
    ],
    "mentoring.StepRecord": [
        "STEP_AUTHOR", "STEP_MENTOR", "STEP_MENTEE", "STEP_COORDINATOR", "STEP_WORDS_READERS",
    ],
    "mentoring.Request": ["ASKER", "ASKED", "REQUEST_PARTIES", "REQUEST_WORDS_READERS"],
    "mentoring.Session": [
        "HOST", "SESSION_MENTEE", "SEATED", "WAITING", "COHORT_TEACHER", "SESSION_COORDINATOR",
        "SESSION_PAIR", "SESSION_PARTIES", "SEAT_HOLDERS", "SESSION_READERS", "HOST_CONFIDANT",
        "SESSION_PAIR_WORDS", "SESSION_WORDS_READERS", "SESSION_SETTLER",
    ],
    "mentoring.Record": [
        "RECORD_OWNER", "RECORD_OTHER", "RECORD_NAMED", "RECORD_NAMED_FOR_PARTS", "PUBLISHED",
        "RECORD_CLOSE", "RECORD_WHOLE", "RECORD_READERS",
    ],
    "mentoring.EmergencyAccess": [
        "EMERGENCY_ASKER", "EMERGENCY_OPENER", "EMERGENCY_TOLD", "EMERGENCY_READER",
        "EMERGENCY_KNOWERS",
    ],
    "mentoring.Goal": ["GOAL_COORDINATOR"],
    "mentoring.Rematch": ["REMATCH_ASKER", "REMATCH_COORDINATOR", "REMATCH_READERS"],
    "mentoring.Message": [
        "MESSAGE_MENTOR", "MESSAGE_MENTEE", "MESSAGE_READERS", "MESSAGE_AUTHOR",
    ],
    "mentoring.Report": [
        "REPORTER", "REPORTER_CONFIDANT", "REPORT_COORDINATOR", "REPORT_READERS",
        "PAIR_REPORT_COORDINATOR", "PAIR_REPORT_READERS", "QUESTION_REPORT_COORDINATOR",
        "QUESTION_REPORT_READERS",
    ],
    "mentoring.Turn": ["TURN_PARTIES"],
    "mentoring.Question": [
        "QUESTION_ASKER", "QUESTION_MENTOR", "QUESTION_ELIGIBLE", "QUESTION_PARTIES",
        "QUESTION_READERS",
    ],
    "mentoring.AnsweredQuestion": ["PUBLIC_KEEPER", "PUBLIC_READERS", "PUBLIC_WRITERS"],
    "mentoring.NotNow": ["NOT_NOW_SAYER", "NOT_NOW_COORDINATOR", "NOT_NOW_READERS"],
    "mentoring.Mark": ["MARKED", "MARK_COORDINATOR", "MARK_READERS"],
    "mentoring.Carrying": ["CARRIER"],
    "mentoring.Availability": ["HOURS_KEEPER"],
    "mentoring.WeeklyHours": ["WEEKLY_KEEPER"],
    "mentoring.DayHours": ["DAY_KEEPER"],
    "mentoring.Leave": ["LEAVER"],
    "matching.Round": ["COORDINATOR"],
    "matching.Apart": ["ASKS_APART", "APART_COORDINATOR", "APART_READERS"],
    "matching.GenderSaid": ["GENDER_SAYER"],
    "matching.Lottery": ["LOTTERY_COORDINATOR", "LOTTERY_COUNTERS"],
    "matching.Lot": ["LOT_COORDINATOR", "LOT_HOLDER", "LOT_READERS"],
    "matching.PairRequest": [
        "CHOOSER", "CHOSEN", "CHOSEN_CONFIDANT", "CHOICE_COORDINATOR", "CHOICE_PARTIES",
        "CHOICE_READERS", "CHOICE_WORDS_READERS",
    ],
    "matching.Preference": ["RANKER"],
    "matching.Rota": ["ROTA_COORDINATOR"],
    "matching.RotaPlace": ["ROTA_GUEST"],
    "matching.Impression": ["IMPRESSED"],
    "matching.Proposal": ["PROPOSAL_COORDINATOR", "PROPOSED", "PROPOSAL_READERS"],
    "credentials.Certificate": [
        "HOLDER", "ISSUER", "WORKSHOP_ISSUER", "CERTIFICATE_ISSUERS", "CERTIFICATE_READERS",
    ],
    "credentials.ProgrammePaper": [
        "PAPER_COORDINATOR", "PAPER_HEAD", "PAPER_OF_ALL", "PAPER_READERS",
    ],
    "credentials.HoursClaim": [
        "CLAIMANT", "ATTESTER", "CLAIM_COORDINATOR", "CLAIM_READERS",
    ],
    "credentials.StipendLine": ["PAYEE", "STIPEND_COORDINATOR", "STIPEND_READERS"],
    "practice.Observation": [
        "OBSERVED", "OBSERVER", "OBSERVATION_COORDINATOR", "OBSERVATION_PAIR",
        "OBSERVATION_KNOWERS",
    ],
    "practice.Submission": [
        "AUTHOR", "AUTHORS_MENTOR", "AUTHORS_CONFIDANT", "SUBMISSION_READERS", "SUBMISSION_PAIR",
        "ASSIGNER", "SUBMISSION_KNOWERS",
    ],
    "practice.Reading": ["READER", "READING_ASSIGNER"],
    "practice.Anchor": ["ANCHOR_KEEPER"],
    "practice.Dispute": ["DISPUTANT", "DISPUTANTS_MENTOR", "DECIDER", "DISPUTE_PARTIES"],
    "practice.FilmingConsent": ["FILMER"],
    "practice.Upload": ["UPLOADER"],
    "practice.Video": ["VIDEO_OWNER", "VIDEO_WATCHER", "VIDEO_READERS"],
    "practice.Pulse": ["PULSE_COUNTER"],
    "surveys.FitPulse": ["FIT_AUTHOR", "FIT_COUNTER"],
    "surveys.Response": ["AUTHOR", "AREA_COORDINATOR", "CONFIDANT", "IN_CONFIDENCE_READERS"],
}  # fmt: skip
ELSEWHERE = {("mentoring", "COHORT_MENTOR"): "programmes.Cohort"}

NAMED = {(context, name): standing for context, name, standing in standings()}


def row_of(context: str, name: str) -> str:
    """The label of the model to whose rows one stands so."""
    for label, names in ROWS.items():
        if label.startswith(f"{context}.") and name in names:
            return label
    return ELSEWHERE.get((context, name), "")


def own() -> list[tuple[str, str]]:
    """Each standing once, in the context that declares it: others may import it."""
    seen: dict[int, tuple[str, str]] = {}
    for key, standing in NAMED.items():
        seen.setdefault(id(standing), key)
    return list(seen.values())


@pytest.fixture(scope="module")
def viewers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Viewer]]:
    """Everybody of one story, each also with a second hat, that of a coordinator of everything, and
    with a third, that of its head; a stranger and the platform. The story is rolled back after."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        kept_story()
        everything = Organisation.objects.filter(parent=None).values_list("path", flat=True)
        hats = {Grant(Role.COORDINATOR, path) for path in everything}
        heads = hats | {Grant(Role.PRINCIPAL, path) for path in everything}
        people = {p.name: viewer_for(p, now=NOW) for p in Person.objects.order_by("pk")}
        yield {
            "a stranger": stranger(NOW),
            "the platform": system(NOW),
            **people,
            **{
                f"{name}, coordinating": replace(viewer, grants=viewer.grants | hats)
                for name, viewer in people.items()
            },
            **{
                f"{name}, in power": replace(viewer, grants=viewer.grants | heads)
                for name, viewer in people.items()
            },
        }
        transaction.set_rollback(True)


def test_of_every_standing_it_is_known_to_what_one_stands_so() -> None:
    assert [f"{context}.{name}" for context, name in own() if not row_of(context, name)] == []


@pytest.mark.parametrize(("context", "name"), own(), ids=lambda key: key)
def test_python_and_sql_agree_for_everybody_and_every_row(
    context: str, name: str, viewers: dict[str, Viewer]
) -> None:
    standing = NAMED[context, name]
    model: type[Model] = apps.get_model(row_of(context, name))
    rows = list(model._base_manager.order_by("pk"))
    assert rows, f"the story has no {model.__name__}"
    told = {
        who: {
            "python": [row.pk for row in rows if standing.holds(viewer, row)],
            "sql": sorted(
                set(model._base_manager.filter(standing.where(viewer)).values_list("pk", flat=True))
            ),
        }
        for who, viewer in viewers.items()
    }
    assert {who: both for who, both in told.items() if both["python"] != both["sql"]} == {}
