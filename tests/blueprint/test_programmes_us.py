"""The three programmes of the United States, fact by fact, as a programme officer would check them.

Each line of the table is a programme, a place in its file, and what must stand there. Places are
written as in `provenance`: `doses[month].minutes` is the minutes of the dose with the code `month`.
A list of things is told by their codes.
"""

import datetime as dt
import re
from dataclasses import replace

import pytest

import blueprint
from blueprint import Blueprint, Facts, StageFacts, Status
from blueprint.language import Audience
from blueprint.text import Text

US = ("ct_team", "ntc_induction", "cps_induction")

MODULES_1_TO_4 = ("module_1", "module_2", "module_3", "module_4")
SEASONS = ("autumn_1", "winter_1", "spring_1", "autumn_2", "winter_2", "spring_2")

FACTS = [
    # Connecticut TEAM: who takes part.
    ("ct_team", "words.teacher.one", "beginning teacher"),
    ("ct_team", "words.coordinator.one", "district facilitator"),
    ("ct_team", "words.reviewer.one", "reviewer"),
    ("ct_team", "words.nodal_officer.one", "State programme manager"),
    ("ct_team", "teacher.minimum_post_months", 10),
    ("ct_team", "teacher.credentials[initial].takes_part", True),
    ("ct_team", "teacher.credentials[interim_initial].takes_part", True),
    ("ct_team", "teacher.credentials[long_term_substitute].takes_part", True),
    ("ct_team", "teacher.credentials[part_time].takes_part", True),
    ("ct_team", "teacher.credentials[dsap].takes_part", False),
    ("ct_team", "teacher.credentials[resident].takes_part", False),
    ("ct_team", "teacher.credentials[adjunct].takes_part", False),
    ("ct_team", "teacher.credentials[ninety_day].takes_part", False),
    ("ct_team", "mentor.minimum_years", 3),
    ("ct_team", "mentor.minimum_years_here", 1),
    ("ct_team", "mentor.caseload.default", 2),
    ("ct_team", "mentor.caseload.maximum", 3),
    ("ct_team", "training[initial_support].hours", 18),  # three days
    ("ct_team", "training[initial_support].valid_months", 36),
    ("ct_team", "matching.mode", "administered"),
    ("ct_team", "conflicts.mentor_never_evaluator", True),
    ("ct_team", "conflicts.reviewer_other_school", True),
    # Connecticut TEAM: two years and one, five modules, five phases.
    ("ct_team", "relationship.months.default", 24),
    ("ct_team", "relationship.extension.months", 12),
    ("ct_team", "completion.within.months", 24),
    ("ct_team", "completion.extension.months", 12),
    ("ct_team", "completion.modules", "all"),
    ("ct_team", "modules", ("module_1", "module_3", "module_5", "module_2", "module_4")),
    ("ct_team", "modules[module_1].weeks", 10),  # eight to ten
    ("ct_team", "modules[module_3].after", ("module_1",)),
    ("ct_team", "modules[module_4].after", ("module_2",)),
    ("ct_team", "modules[module_2].starts.after.months", 12),
    ("ct_team", "modules[module_5].starts.after.months", 2),  # October
    ("ct_team", "steps[performance_profile].modules", MODULES_1_TO_4),
    ("ct_team", "steps[performance_profile].kind", "self_assessment"),
    ("ct_team", "steps[performance_profile].instrument", "performance_profile"),
    ("ct_team", "steps[goal].after", ("performance_profile",)),
    ("ct_team", "steps[goal_endorsed].by", "mentor"),
    ("ct_team", "steps[goal_endorsed].after", ("goal",)),
    ("ct_team", "steps[growth_plan].after", ("goal_endorsed",)),
    ("ct_team", "steps[growth_plan].evidence", ("new_learning", "application")),
    ("ct_team", "steps[growth_plan].evidence[new_learning].required", True),
    ("ct_team", "steps[growth_plan].evidence[application].required", True),
    ("ct_team", "steps[new_learning].after", ("growth_plan",)),
    ("ct_team", "steps[application].after", ("new_learning",)),
    ("ct_team", "steps[documenting].after", ("application",)),
    ("ct_team", "steps[submission].modules", MODULES_1_TO_4),
    ("ct_team", "steps[submission].evidence", ("paper", "project", "review_of_practice")),
    ("ct_team", "steps[submission].due.after.weeks", 10),
    ("ct_team", "steps[dilemma_conversation].modules", ("module_5",)),
    ("ct_team", "steps[dilemma_conversation].kind", "conversation"),
    ("ct_team", "steps[safe_school].modules", ("module_1",)),
    # Connecticut TEAM: who judges.
    ("ct_team", "reviews[two_readers].readers", 2),
    ("ct_team", "reviews[two_readers].blind", True),
    ("ct_team", "reviews[two_readers].on_disagreement", "another_reader"),
    (
        "ct_team",
        "reviews[two_readers].criteria",
        ("new_learning", "impact_on_practice", "impact_on_students"),
    ),
    ("ct_team", "reviews[two_readers].readers_differ_in_school", True),
    ("ct_team", "steps[review].review", "two_readers"),
    # Connecticut TEAM: hours and money.
    ("ct_team", "doses[module].minutes", 600),  # about ten hours
    ("ct_team", "doses[whole].minutes", 3000),  # fifty hours, recalled
    ("ct_team", "doses[year_full].minutes", 960),  # sixteen hours
    ("ct_team", "doses[year_half].minutes", 480),  # eight hours
    ("ct_team", "pay.currency", "USD"),
    ("ct_team", "pay.least", 500),
    ("ct_team", "pay.per", "teacher"),
    ("ct_team", "pay.tranches[first_half].percent", 50),
    ("ct_team", "pay.tranches[first_half].dose", "year_half"),
    ("ct_team", "pay.tranches[second_half].percent", 50),
    ("ct_team", "pay.tranches[second_half].dose", "year_full"),
    # Connecticut TEAM: the district and the State.
    (
        "ct_team",
        "stages",
        (
            "three_year_plan", "committee", "mentors", "reviewers", "placement", "orientation",
            "roster_check", "conversations", "hours_and_stipends", "disputes", "completion_report",
            "audit",
        ),
    ),
    ("ct_team", "stages[three_year_plan].before_opening", True),
    ("ct_team", "stages[committee].before_opening", True),
    ("ct_team", "stages[placement].due.after.working_days", 10),
    ("ct_team", "stages[audit].responsible", "nodal_officer"),
    # The New Teacher Center: who takes part.
    ("ntc_induction", "words.teacher.one", "new teacher"),
    ("ntc_induction", "teacher.maximum_years", 2),
    ("ntc_induction", "mentor.caseload.maximum", 15),
    ("ntc_induction", "training[foundation_institute].hours", 48),  # eight days
    ("ntc_induction", "training[yearly_learning].hours", 100),
    ("ntc_induction", "training[yearly_learning].valid_months", 12),
    ("ntc_induction", "relationship.months.default", 24),
    ("ntc_induction", "reviews", ()),  # nobody judges
    # The New Teacher Center: every week, and 180 minutes a month.
    ("ntc_induction", "doses[week].contacts", 1),
    ("ntc_induction", "doses[month].minutes", 180),
    ("ntc_induction", "doses[month].per", "month"),
    ("ntc_induction", "doses[month].required", True),
    ("ntc_induction", "completion.doses", ("month",)),
    ("ntc_induction", "steps[weekly_log].every.span.weeks", 1),
    (
        "ntc_induction",
        "session.log",
        (
            "works", "focus", "processes", "teacher_next_steps", "mentor_next_steps", "next_date",
            "next_focus", "standards",
        ),
    ),
    ("ntc_induction", "session.log[teacher_next_steps].kind", "steps"),
    ("ntc_induction", "session.log[mentor_next_steps].by", "mentor"),
    # The New Teacher Center: its tools and when they are used.
    ("ntc_induction", "modules", SEASONS),
    ("ntc_induction", "steps[before_observation].modules", SEASONS),
    ("ntc_induction", "steps[observation].after", ("before_observation",)),
    ("ntc_induction", "steps[co_analysis].after", ("observation",)),
    ("ntc_induction", "steps[co_analysis].due.after.working_days", 5),
    ("ntc_induction", "steps[student_work].modules", SEASONS),
    ("ntc_induction", "steps[continuum_teacher].modules", SEASONS),
    ("ntc_induction", "steps[continuum_mentor].modules", SEASONS),
    ("ntc_induction", "steps[class_profile].modules", ("autumn_1", "autumn_2")),
    ("ntc_induction", "steps[learning_plan].kind", "plan"),
    ("ntc_induction", "steps[mid_year_review].modules", ("winter_1", "winter_2")),
    ("ntc_induction", "steps[inquiry_learning].after", ("inquiry_challenge",)),
    ("ntc_induction", "steps[inquiry_data].after", ("inquiry_learning",)),
    ("ntc_induction", "steps[inquiry_outcome].after", ("inquiry_data",)),
    (
        "ntc_induction",
        "instruments[self_audit].questions",
        (
            "commitment", "administration", "principals", "accountability", "mentors",
            "mentor_learning", "assessing_practice", "teacher_learning", "instruction", "equity",
            "next_steps",
        ),
    ),
    ("ntc_induction", "stages[forums].after", ("foundation",)),
    # Chicago: who takes part.
    ("cps_induction", "words.mentor.one", "new teacher mentor"),
    ("cps_induction", "mentor.minimum_years_here", 3),
    ("cps_induction", "mentor.hours_a_month.maximum", 6),
    ("cps_induction", "mentor.term_months", 11),  # 1 July to 8 June
    ("cps_induction", "relationship.forms", ("school_based", "district", "cohort")),
    ("cps_induction", "relationship.months.maximum", 24),
    ("cps_induction", "matching.rules.shared_domain", True),  # the content area
    ("cps_induction", "stages[applications].due.before.months", 3),  # 31 March
    ("cps_induction", "stages[applications].due.before.days", 1),
    ("cps_induction", "stages[school_conditions].responsible", "principal"),
    (
        "cps_induction",
        "instruments[school_conditions].questions",
        ("vision", "climate", "learning", "progress", "mentors", "change"),
    ),
    # Chicago: cycles of support, expectations, pay.
    ("cps_induction", "modules", ("cycle_1", "cycle_2", "cycle_3")),
    ("cps_induction", "steps[cohort_session].every.span.months", 1),
    ("cps_induction", "pay.currency", "USD"),
    ("cps_induction", "pay.least", 1700),
    ("cps_induction", "pay.most", 2300),
    ("cps_induction", "pay.per", "mentor"),
    ("cps_induction", "pay.tranches", ("first", "second")),
    ("cps_induction", "pay.tranches[first].expectations_over", 75),
    ("cps_induction", "pay.tranches[second].expectations_over", 75),
]  # fmt: skip


def told(programme: Blueprint, place: str) -> object:
    """What a file says at a place: a list of things by their codes, a text in English."""
    found: object = programme
    for name in re.findall(r"[a-z0-9_]+", place):
        if isinstance(found, tuple):
            (found,) = (item for item in found if item.code == name)
        else:
            found = getattr(found, name)
    if isinstance(found, tuple):
        return tuple(getattr(item, "code", item) for item in found)
    return found.in_("en") if isinstance(found, Text) else found


@pytest.mark.parametrize(
    ("code", "place", "fact"), FACTS, ids=[f"{code} {place}" for code, place, _ in FACTS]
)
def test_the_programme_says_what_is_known_of_it(code: str, place: str, fact: object) -> None:
    assert told(blueprint.get(code), place) == fact


@pytest.mark.parametrize("code", US)
def test_the_programme_produces_its_papers(code: str) -> None:
    programme = blueprint.get(code)
    assert programme.recognition is not None
    certificate = next(
        paper for paper in programme.documents if paper.code == programme.recognition.certificate
    )
    assert certificate.kind == "certificate"
    assert "{hours}" in certificate.paragraphs[0].text.in_("en")
    kinds = {paper.kind for paper in programme.documents}
    assert {"agreement", "plan", "report", "certificate"} - kinds == set()


@pytest.mark.parametrize(
    ("code", "paper"),
    [
        ("ct_team", "three_year_plan"),
        ("ct_team", "mentoring_plan"),
        ("ct_team", "stipend_statement"),
        ("ct_team", "audit_sample"),
        ("ct_team", "dispute_decision"),
        ("ct_team", "completion_report"),
        ("ntc_induction", "learning_plan"),
        ("ntc_induction", "self_audit"),
        ("cps_induction", "stipend_statement"),
        ("cps_induction", "warning_letter"),
        ("cps_induction", "offboarding_decision"),
        ("cps_induction", "waiting_report"),
    ],
)
def test_this_paper_is_among_them(code: str, paper: str) -> None:
    assert [each.code for each in blueprint.get(code).documents].count(paper) == 1


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("ct_team", "doses[whole].minutes"),
        ("ct_team", "pay.least"),
        ("ct_team", "reviews[two_readers].readers"),
        ("ct_team", "reviews[two_readers].resubmissions"),
        ("ct_team", "steps[safe_school].due.after.weeks"),
        ("ntc_induction", "steps[mid_year_review].due.after.weeks"),
        ("ntc_induction", "steps[continuum_teacher].due.after.weeks"),
    ],
)
def test_what_no_source_confirmed_says_so(code: str, place: str) -> None:
    origin = blueprint.get(code).provenance_of(place)
    assert origin is not None
    assert origin.note is not None
    assert re.search(
        "(?i)recalled, not confirmed against a source; change it if your state says otherwise",
        origin.note.in_("en"),
    )


@pytest.mark.parametrize(
    ("code", "place", "source"),
    [
        ("ct_team", "doses[module].minutes", "monitoring"),
        ("ct_team", "doses[year_full].minutes", "crec"),
        ("ct_team", "mentor.caseload.maximum", "crec"),
        ("ct_team", "modules[module_1].weeks", "review_of_practice"),
        ("ct_team", "teacher.minimum_post_months", "participation"),
        ("ntc_induction", "doses[month].minutes", "hawaii"),
        ("ntc_induction", "mentor.caseload.maximum", "trials"),
        ("cps_induction", "pay.least", "school_page"),
        ("cps_induction", "mentor.minimum_years_here", "cohort_page"),
    ],
)
def test_what_a_source_says_names_it(code: str, place: str, source: str) -> None:
    origin = blueprint.get(code).provenance_of(place)
    assert origin is not None
    assert origin.source == source


@pytest.mark.parametrize("code", US)
def test_every_number_of_it_has_an_origin(code: str) -> None:
    programme = blueprint.get(code)
    assert [path for path, _ in programme.numbers() if not programme.provenance_of(path)] == []


@pytest.mark.parametrize("code", US)
def test_no_text_calls_anybody_a_mentee_or_shouts(code: str) -> None:
    texts = [(path, text.in_("en")) for path, text in blueprint.get(code).texts()]
    assert [path for path, words in texts if re.search("(?i)mentee|!", words)] == []


@pytest.mark.parametrize("code", US)
def test_nobody_above_the_pair_reads_what_it_writes(code: str) -> None:
    private = ("needs", "plan", "practice", "session_log", "journey")
    above: tuple[Audience, ...] = ("coordinator", "principal", "nodal_officer", "administrator")
    readers = [
        (line.record, audience)
        for line in blueprint.get(code).visibility.records
        for audience in above
        if line.record in private and line.to(audience) in ("own", "text")
    ]
    assert readers == []


# What follows from the facts.

TEAM = Facts(
    programme_starts_on=dt.date(2026, 8, 1),
    programme_ends_on=dt.date(2028, 8, 1),
    starts_on=dt.date(2026, 9, 1),
    ends_on=dt.date(2028, 9, 1),
    traits=frozenset({"category_one"}),
)
CHICAGO = Facts(
    programme_starts_on=dt.date(2026, 7, 1),
    programme_ends_on=dt.date(2027, 6, 9),
    starts_on=dt.date(2026, 8, 24),
    ends_on=dt.date(2027, 6, 9),
    form="district",
)


def needed_modules(facts: Facts) -> list[str]:
    journey = blueprint.journey(blueprint.get("ct_team"), facts, dt.date(2026, 9, 1))
    return [each.module.code for each in journey.modules if each.status is not Status.NOT_NEEDED]


def test_five_modules_are_asked_of_category_one() -> None:
    assert needed_modules(TEAM) == ["module_1", "module_3", "module_5", "module_2", "module_4"]


def test_modules_one_and_five_are_asked_of_category_two() -> None:
    facts = replace(TEAM, traits=frozenset({"category_two"}))
    assert needed_modules(facts) == ["module_1", "module_5"]


def test_module_three_waits_until_the_readers_are_done_with_module_one() -> None:
    journey = blueprint.journey(blueprint.get("ct_team"), TEAM, dt.date(2027, 1, 10))
    starts = {each.module.code: each.starts_on for each in journey.modules}
    assert starts["module_1"] == dt.date(2026, 9, 1)
    assert starts["module_3"] is None
    assert starts["module_5"] == dt.date(2026, 10, 1)
    assert starts["module_2"] == dt.date(2027, 9, 1)


def test_a_goal_can_be_set_only_after_the_profile() -> None:
    journey = blueprint.journey(blueprint.get("ct_team"), TEAM, dt.date(2026, 9, 2))
    status = {each.key: each.status for each in journey.steps}
    assert status["module_1/performance_profile"] is Status.OPEN
    assert status["module_1/goal"] is Status.NOT_YET


@pytest.mark.parametrize(
    ("code", "begins", "stage", "day"),
    [
        ("ct_team", dt.date(2026, 8, 1), "roster_check", dt.date(2026, 10, 31)),
        ("ct_team", dt.date(2026, 8, 1), "placement", dt.date(2026, 9, 15)),
        ("ct_team", dt.date(2026, 8, 1), "conversations", dt.date(2026, 11, 30)),
        ("cps_induction", dt.date(2026, 7, 1), "applications", dt.date(2026, 3, 31)),
    ],
)
def test_a_stage_is_due_on_its_day_of_the_year(
    code: str, begins: dt.date, stage: str, day: dt.date
) -> None:
    facts = StageFacts(programme_starts_on=begins, programme_ends_on=dt.date(2027, 6, 9))
    found = blueprint.stages(blueprint.get(code), facts, begins)
    assert {each.stage.code: each.due_on for each in found}[stage] == day


@pytest.mark.parametrize(
    ("day", "due", "met", "percent", "paid"),
    [
        (dt.date(2026, 10, 5), 4, 4, 100, True),
        (dt.date(2026, 10, 5), 4, 3, 75, False),  # exactly three quarters is not more than that
        (dt.date(2027, 2, 1), 13, 13, 100, True),
        (dt.date(2027, 2, 1), 13, 10, 77, True),
        (dt.date(2027, 2, 1), 13, 9, 70, False),
    ],
)
def test_a_part_is_paid_for_more_than_three_quarters_of_the_expectations(
    day: dt.date, due: int, met: int, percent: int, paid: bool
) -> None:
    programme = blueprint.get("cps_induction")
    owed = [
        each.key
        for each in blueprint.journey(programme, CHICAGO, day).steps
        if each.step.kind == "expectation" and each.due_on and each.due_on <= day
    ]
    assert len(owed) == due
    facts = replace(CHICAGO, done=dict.fromkeys(owed[:met], day))
    share = blueprint.journey(programme, facts, day).expectations_percent
    assert share == percent
    assert programme.pay is not None
    lines = [tranche.expectations_over for tranche in programme.pay.tranches]
    assert [line is not None and share > line for line in lines] == [paid, paid]


def test_a_month_with_fewer_than_180_minutes_keeps_induction_from_being_complete() -> None:
    programme = blueprint.get("ntc_induction")
    facts = Facts(
        programme_starts_on=dt.date(2026, 9, 1),
        programme_ends_on=dt.date(2028, 9, 1),
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2028, 9, 1),
        minutes=((dt.date(2026, 9, 8), 120), (dt.date(2026, 10, 6), 180)),
    )
    journey = blueprint.journey(programme, facts, dt.date(2026, 11, 2))
    months = {
        each.period[0]: (each.held, each.status)
        for each in journey.doses
        if each.dose.code == "month"
    }
    assert months[dt.date(2026, 9, 1)] == (120, Status.OVERDUE)
    assert months[dt.date(2026, 10, 1)] == (180, Status.DONE)
    assert not journey.complete
