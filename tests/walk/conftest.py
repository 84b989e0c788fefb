"""A programme that has run for two months, lived through actions: two pairs in two districts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine

import blueprint
from banyan.credentials import actions as credentials
from banyan.credentials.models import (
    Certificate,
    HoursClaim,
    ProgrammePaper,
    Signature,
    StipendLine,
)
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions as matching
from banyan.matching.models import (
    Apart,
    GenderSaid,
    Lottery,
    PairRequest,
    Preference,
    Proposal,
    Rota,
    Round,
)
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import emergencies, nudges
from banyan.mentoring.models import (
    Carrying,
    DayHours,
    EmergencyAccess,
    Leave,
    Mark,
    Mentorship,
    Message,
    NextStep,
    NotNow,
    Question,
    Record,
    Rematch,
    Report,
    Request,
    Session,
    StepRecord,
    WeeklyHours,
)
from banyan.mentoring.queries.rematches import leaving
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import Nudge
from banyan.organisations import actions as organisations
from banyan.organisations.models import CalendarDays, DirectoryImport, Organisation
from banyan.organisations.states import DaysKind, ReportingKind, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.models import Anchor, Dispute, Reading, Submission, Upload, Video
from banyan.programmes import actions as programmes
from banyan.programmes.models import (
    Application,
    Cohort,
    Consent,
    Design,
    Enrolment,
    PeopleImport,
    Programme,
)
from banyan.surveys import actions as surveys
from banyan.surveys.queries.fits import fit_asked, own_pair
from banyan.trail import actions as trail
from banyan.training.models import Workshop
from tests.conftest import LONG_AGO, NOW, Cast, make_cast
from tests.kept import Kept
from tests.opening import open_up
from tests.walk import applying, filming, watching
from tests.walk.applying import apply
from tests.walk.gathering import gather
from tests.walk.handing_in import agree_on_one, hand_in
from tests.walk.keeping import (
    keep_records,
    look_at_himself,
    publish_plan,
    say_how_he_is,
    set_goal,
    sort_work,
    try_out,
)
from tests.walk.meeting import meet_shortly
from tests.walk.moments import at, later
from tests.walk.secrets import SECRETS
from tests.walk.signing import agree, certify, put_name_to
from tests.walk.writing import ask_in_writing, show_an_answer, write_to_each_other


@dataclass
class Story:
    """Meera with Arun in Kavita’s school; Manu with Tara in Omar’s district."""

    cast: Cast
    tara: Person
    manu: Person
    bina: Person  # teaches beside Arun, and has no mentor
    latha: Person  # a second coordinator, who reads applications
    ravi: Person  # reads what teachers hand in
    hema: Person  # answers for the safety of people in Arun's district
    programme: Programme
    cohort: Cohort
    application: Application  # Meera's
    waiting: Application  # Somu's, being read
    enrolment: Enrolment  # Arun's
    pair: Mentorship
    other_pair: Mentorship
    proposal: Proposal
    published: Round
    draft: Round
    lottery: Lottery  # of the published round, drawn and set aside
    rota: Rota  # of the whole cohort, held some days ago
    held: Session
    differing: Session
    marked: Mark
    coming: Session
    group: Session
    weekly: WeeklyHours  # Meera's, as are the next two
    day: DayHours
    leave: Leave
    step: NextStep
    need: StepRecord  # Arun's
    answer: StepRecord  # Meera's
    request: Request
    choice: PairRequest  # Bina would like Meera as a mentor
    people_import: PeopleImport
    directory_import: DirectoryImport
    closed_days: CalendarDays
    design: Design  # a draft
    claim: HoursClaim  # Arun’s, which waits for Meera
    stipend: StipendLine  # Meera’s, for Arun, in that programme; Devi has proposed it
    handed: Submission  # by Arun, in a second programme; came back once, and is being read
    came_back: Submission
    dispute: Dispute  # of what came back
    reading: Reading  # Ravi's, still to be done
    anchor: Anchor  # of the same programme; Ravi has it to read, too
    applied: Submission  # Manu's application in a programme whose readers judge those; Ravi has it
    certificate: Certificate  # Arun's, of that programme
    signature: Signature  # Arun's
    register: Cohort  # of a third programme, which asks for consent
    consent: Consent  # Arun's, there; Bina has given none
    issue: ProgrammePaper  # the report, to be signed
    draft_paper: ProgrammePaper  # of the second programme
    record: Record  # a lesson plan of Arun's, between the two
    entry: Record  # of his journal; Bina reads one paragraph
    tried: Record  # an experiment of his, his alone
    work: Record  # an analysis of student work, between the two
    edition: Record  # a plan that Tara has published
    emergency: EmergencyAccess  # Hema has asked; nobody has decided
    of_question: EmergencyAccess  # the same of a question in writing
    film: Video  # of a lesson of Arun's, shared with Meera
    coming_film: Upload  # Arun's, on its way
    watched: dict[str, Record]  # observations of Arun by Meera, by how far they have come
    goal: Record  # of Arun's, revised once and under way
    look: Record  # how Arun sees himself
    taught: Record  # the context of his teaching
    interview: Record  # the first of the two
    check: Record  # how Arun was, for himself alone
    asked: Rematch  # by Arun: for another mentor than Meera
    letter: Message  # from Meera to Arun, with a file
    taken: Question  # Arun asks all mentors; Meera has taken it and answered
    open_question: Question  # his, too; nobody has taken it
    shared: Question  # closed, and in words for everybody
    not_now: NotNow  # Arun would rather not be reminded of feedback
    shown: Report  # of another one, which Arun has shown the coordinators
    shown_turn: Report  # of the answer to the shared question
    workshop: Workshop  # that takes place now
    along: Carrying  # the lesson plan that would go along with him

    def person(self, key: str) -> Person:
        found: Person = getattr(self, key, None) or getattr(self.cast, key)
        return found


def keeping_hours(meera: Viewer) -> tuple[WeeklyHours, DayHours, Leave]:
    """She can be met at a place that is told to her teachers, every day but one, and rests once."""
    mentoring.set_limits("in_person", SECRETS["met_at"], 10, 24, None, by=meera)
    mentoring.add_hours(range(7), 16 * 60, 18 * 60, by=meera)
    rest = meera.today + timedelta(days=30)
    return (
        WeeklyHours.objects.order_by("pk")[0],
        mentoring.set_day(meera.today + timedelta(days=20), None, by=meera),
        mentoring.take_leave(rest, rest, by=meera),
    )


def tell_now() -> Story:
    with time_machine.travel(NOW, tick=False):
        return tell(make_cast())


def tell(cast: Cast) -> Story:
    """Live two months. Everything happens through the actions that pages use."""
    by = system(NOW - timedelta(days=90))
    who: dict[str, Person] = {}
    places: dict[str, tuple[Organisation, Role]] = {
        "tara": (cast.other_school, Role.TEACHER),
        "bina": (cast.school, Role.TEACHER),
        "latha": (cast.nation, Role.COORDINATOR),
        "ravi": (cast.other_district, Role.REVIEWER),
        "hema": (cast.district, Role.SAFEGUARDING),
    }
    for key in ("tara", "manu", "bina", "latha", "ravi", "hema"):
        who[key] = people.add_person(key.title(), email=f"{key}@example.org", by=by)
        if key in places:
            organisations.give_role(who[key], *places[key], by=by, starts_on=LONG_AGO)
    devi, latha = cast.devi, who["latha"]

    start = (NOW - timedelta(days=70)).date()
    programme = programmes.start_programme(
        "nmm-pilot",
        "Pilot",
        cast.nation,
        "in_nmm",
        start,
        start + timedelta(days=400),
        by=at(devi, 70),
    )
    cohort = programmes.add_cohort(
        programme, "First", start, start + timedelta(days=300), by=at(devi, 70)
    )
    open_up(programme, by=at(devi, 70))
    application = apply(programme, cast.meera, devi, latha, days_ago=68)
    apply(programme, who["manu"], devi, latha, days_ago=68)
    waiting = apply(programme, cast.somu, devi, latha, days_ago=3, accepted=False)
    programmes.publish(application, True, ["about", "years"], by=at(cast.meera, 60))

    enrolled = {}
    for person, school in (
        (cast.arun, cast.school),
        (who["tara"], cast.other_school),
    ):
        enrolled[person.pk] = programmes.enrol(
            cohort,
            person,
            school,
            by=at(devi, 66),
            needs=["classroom_management", "digital_education"],
            languages=["hi", "en"],
            subjects=["science"],
            stages=["middle"],
            hours=["mon-evening"],
            years=4,
            hopes=SECRETS["hopes"],
            confirmed=True,
        )

    published = matching.open_round(cohort, by=at(devi, 64))
    lottery = matching.freeze(published, by=at(devi, 64), seats=1)
    matching.draw(lottery, by=at(devi, 64))
    matching.set_aside(lottery, "Both are to begin at once.", by=at(devi, 64))
    matching.pin(published, cast.arun, cast.meera, by=at(devi, 64))
    matching.pin(published, who["tara"], who["manu"], by=at(devi, 64))
    matching.compute(published, by=at(devi, 64))
    published.refresh_from_db()
    matching.publish(published, by=at(devi, 63))
    pairs = {}
    for pair in Mentorship.objects.filter(cohort=cohort).select_related(
        "mentor", "mentee", "school"
    ):
        mentoring.accept(pair, by=at(pair.mentor, 62))
        mentoring.accept(pair, by=at(pair.mentee, 61))
        pairs[pair.mentee_id] = pair
    pair = pairs[cast.arun.pk]
    pair.refresh_from_db()

    held = session(pair, days_ago=20, topic=SECRETS["topic"], place=SECRETS["place"])
    after = held.ends_at + timedelta(hours=1)
    for person in (cast.meera, cast.arun):
        mentoring.say_attendance(held, cast.arun, 45, by=later(at(person, 19), after))
    held.refresh_from_db()
    differing = session(pair, days_ago=16, topic=SECRETS["topic"], place=SECRETS["place"])
    for person, minutes in ((cast.meera, 30), (cast.arun, 45)):
        mentoring.say_attendance(differing, cast.arun, minutes, by=at(person, 15))
    mentoring.write_log(
        held,
        by=later(at(cast.meera, 19), after),
        version=0,
        works=SECRETS["works"],
        challenges=SECRETS["challenges"],
        next_on=None,
        teacher_steps=[SECRETS["step"]],
        mentor_steps=[],
    )
    surveys.give_feedback(
        held,
        by=later(at(cast.arun, 19), after),
        answers={"useful": 5, "heard": 4, "will_try": "maybe"},
        themes=["time"],
        in_confidence=SECRETS["confidence"],
    )
    by = at(cast.arun, 30)
    asked_of_fit = fit_asked(by, own_pair(by, pair.pk))
    assert asked_of_fit is not None
    surveys.answer_fit(asked_of_fit, {"fits": 2, "open": 3, "helps": 3}, by=by)
    for person, key, words in (
        (cast.arun, "needs", {"strong": SECRETS["need"], "wanted": "Voices"}),
        (cast.meera, "written_answer", {"notes": SECRETS["answer"]}),
        (cast.arun, "goal", {"notes": SECRETS["goal"]}),
    ):
        by = later(at(person, 18), after)
        mentoring.finish_step(doing(by, pair, key), words, 0, by=by)
    coming = session(pair, days_ago=-3, topic=SECRETS["topic"], place=SECRETS["place"])
    mentoring.add_agenda_item(coming, SECRETS["agenda"], by=at(cast.arun, 1))
    hours = keeping_hours(at(cast.meera, 2))
    group = mentoring.announce_group(
        cohort, "Open to all", NOW + timedelta(days=9), 60, 5, by=at(cast.meera, 5)
    )
    mentoring.take_seat(group, by=at(cast.arun, 4))

    programmes.enrol(
        cohort,
        who["bina"],
        cast.school,
        by=at(devi, 6),
        needs=["digital_education"],
        languages=["hi"],
        confirmed=True,
    )
    draft = matching.open_round(cohort, by=at(devi, 2))
    matching.compute(draft, by=at(devi, 2))
    draft.refresh_from_db()
    request = mentoring.ask(
        cast.meera, cohort, "digital_education", SECRETS["request"], by=at(who["bina"], 2)
    )
    people_import, _report = programmes.keep_import(
        cohort, "people.csv", b"name,school,role\nRina,1005,teacher\n", by=at(devi, 1)
    )
    directory_import = organisations.check_import(
        "schools.csv", b"name,state\nKV Patan,Gujarat\n", cast.nation, by=at(cast.asha, 1)
    )
    organisations.enter_reporting_line(
        cast.arun, cast.kavita, ReportingKind.EVALUATOR, cast.school, by=at(devi, 1)
    )
    closed_days = organisations.add_days(
        cast.school, DaysKind.CLOSED, "Sports day", NOW.date(), NOW.date(), by=at(devi, 1)
    )
    handed = hand_in(cast, who["ravi"])
    typing = [("comment-new_learning", SECRETS["typed"])]  # the first criterion of TEAM
    page = f"/readings/{handed.readings.get().pk}/"
    people.keep_typed(page, typing, by=at(who["ravi"], 1))
    applied = applying.apply_to_readers(cast, who, at(devi, 50), SECRETS["applied"])
    consent = agree(cast, who["bina"])
    begun = credentials.begin(programme, "report", by=at(devi, 3), cohort=cohort)
    record, entry = keep_records(pair, who["bina"])
    for person, page, code in (
        (cast.meera, f"/records/{record.pk}/comment/", "remark_begun"),
        (cast.arun, f"/sessions/{coming.pk}/agenda/", "mooted"),
    ):
        people.keep_typed(page, [("text", SECRETS[code])], by=at(person, 1))
    emergency = emergencies.ask_for_emergency_access(
        pair, SECRETS["emergency"], 24, by=at(who["hema"], 1)
    )
    film, coming_film = filming.film(at(cast.arun, 1), at(cast.meera, 1), cast.meera, SECRETS)
    watched = {status: watching.watch(pair, status, SECRETS) for status in watching.STAGES}
    goal = set_goal(pair)
    late = session(pair, days_ago=10, topic=SECRETS["topic"], place=SECRETS["place"])
    two_hours_before = later(at(cast.arun, 11), late.starts_at - timedelta(hours=2))
    mentoring.cancel_session(late, "unwell", by=two_hours_before)
    marked = mentoring.explain_mark(
        Mark.objects.select_related("session__school", "session__cohort__programme").get(),
        SECRETS["explained"],
        by=at(cast.arun, 9),
    )
    asked = mentoring.ask_rematch(pair, "no_time", SECRETS["another"], by=at(cast.arun, 1))
    written = ask_in_writing(cast)
    rota = meet_shortly(cohort, devi, [cast.meera, who["manu"]], who["bina"])
    letter, shown = write_to_each_other(pair)
    arun = at(cast.arun, 1)
    along = mentoring.choose_plans(leaving(arun, pair.pk), [record.pk], by=arun)
    while trail.deliver_open(now=NOW, limit=5000):
        pass
    Preference.objects.create(
        round=draft,
        person=who["bina"],
        side="teacher",
        other=cast.meera,
        place=1,
        reasons=[],
        choice=1,
    )
    GenderSaid.objects.create(cohort=cohort, person=who["bina"], gender=SECRETS["gender"])
    Apart.objects.create(programme=programme, person=who["bina"], name=SECRETS["apart"])
    return Story(
        cast=cast,
        **who,
        programme=programme,
        cohort=cohort,
        application=application,
        waiting=waiting,
        enrolment=enrolled[cast.arun.pk],
        pair=pair,
        other_pair=pairs[who["tara"].pk],
        proposal=Proposal.objects.get(round=published, teacher=cast.arun),
        published=published,
        draft=draft,
        lottery=lottery,
        rota=rota,
        held=held,
        differing=differing,
        marked=marked,
        coming=coming,
        weekly=hours[0],
        day=hours[1],
        leave=hours[2],
        group=group,
        step=NextStep.objects.get(session=held),
        need=StepRecord.objects.get(mentorship=pair, key="needs"),
        answer=StepRecord.objects.get(mentorship=pair, key="written_answer"),
        request=request,
        choice=PairRequest.objects.create(
            teacher=who["bina"],
            mentor=cast.meera,
            cohort=cohort,
            school=cast.school,
            text=SECRETS["choice"],
            asked_at=at(devi, 2).now,
            expires_at=at(devi, -8).now,
        ),
        people_import=people_import,
        directory_import=directory_import,
        closed_days=closed_days,
        design=programmes.copy_blueprint(
            blueprint.get("peer"), "our_peers", cast.nation, by=at(devi, 5)
        ),
        handed=handed,
        dispute=Dispute.objects.create(
            submission=Submission.objects.get(attempt=1, application=None),
            words=SECRETS["dispute"],
            raised_at=NOW - timedelta(days=30),
            decide_by=at(devi, 2).today,
        ),
        came_back=Submission.objects.get(attempt=1, application=None),
        reading=handed.readings.get(),
        anchor=agree_on_one(handed.mentorship.cohort.programme, who["ravi"], at(devi, 3)),
        applied=applied,
        certificate=certify(handed.mentorship, at(devi, 1)),
        claim=HoursClaim.objects.create(
            person=cast.arun,
            mentorship=pair,
            share="professional_growth",
            words={"en": "Professional growth and development"},
            minutes=90,
            happened_on=at(devi, 9).today,
            evidence=SECRETS["hours"],
            claimed_at=at(cast.arun, 2).now,
        ),
        stipend=StipendLine.objects.create(
            cohort=handed.mentorship.cohort,
            payee=handed.mentorship.mentor,
            mentorship=handed.mentorship,
            tranche="second_half",
            due_on=at(devi, 3).today,
            percent=50,
            whole_minor=50_000,
            amount_minor=25_000,
            currency="USD",
            minutes=960,
            proposed_by=cast.devi,
            proposed_at=at(devi, 2).now,
        ),
        signature=put_name_to(pair, "plan", at(cast.arun, 1)),
        register=consent.cohort,
        consent=consent,
        issue=credentials.issue(begun, by=at(devi, 2)),
        draft_paper=credentials.begin(
            handed.mentorship.cohort.programme, "three_year_plan", by=at(devi, 1)
        ),
        record=record,
        entry=entry,
        tried=try_out(at(cast.arun, 4), SECRETS["entry"]),
        work=sort_work(pair, at(cast.arun, 4), SECRETS["record"]),
        edition=publish_plan(at(who["tara"], 4)),
        emergency=emergency,
        of_question=emergencies.ask_for_emergency_access(
            written[0], SECRETS["emergency"], 24, by=at(who["hema"], 1)
        ),
        film=film,
        coming_film=coming_film,
        watched=watched,
        goal=goal,
        check=say_how_he_is(cast.arun),
        asked=asked,
        taken=written[0],
        open_question=written[1],
        shared=written[2],
        letter=letter,
        not_now=nudges.say_not_now(
            pair, Nudge.FEEDBACK, "exams", 4, SECRETS["not_now"], by=at(cast.arun, 1)
        ),
        shown=shown,
        shown_turn=show_an_answer(written[2]),
        along=along,
        workshop=gather(programme, cast),
        look=look_at_himself(pair, record),
        taught=practice.begin_context(
            {"pupils": 38, "motivation": SECRETS["class"]}, by=at(cast.arun, 9), pair=pair
        ),
        interview=practice.begin_intake(
            {"consent": "agreed", "joy": SECRETS["interview"]}, by=at(cast.meera, 9), pair=pair
        ),
    )


kept_story = Kept(tell_now)


@pytest.fixture
def story(db: None) -> Story:
    return kept_story()


def session(pair: Mentorship, *, days_ago: float, topic: str, place: str) -> Session:
    """Proposed by the mentor five days before, confirmed by the teacher the next day."""
    starts = NOW - timedelta(days=days_ago)
    made = mentoring.propose_session(
        pair,
        starts,
        45,
        by=at(pair.mentor, max(days_ago + 5, 2)),
        mode="in_person",
        topic=topic,
        place=place,
    )
    return mentoring.confirm_session(made, by=at(pair.mentee, max(days_ago + 4, 1)))
