"""The Russian, the Indian, the in-house and the peer programme, as a programme officer checks them.

Each line of the table is a programme, a place in its file, and what must stand there. Places are
written as in `provenance`: `training[workshop].hours` is the hours of the training with that code.
A list of things is told by their codes, and a text in English.
"""

import datetime as dt
import re
from collections.abc import Iterable

import pytest

import blueprint
from blueprint import Blueprint, Facts, Status
from blueprint.text import Text

OTHERS = ("ru_target_model", "in_nmm", "school_inhouse", "peer")

FORMS_OF_2019 = (
    "learner_learner",
    "student_learner",
    "employer_learner",
    "employer_student",
    "teacher_teacher",
)
KINDS_OF_2021 = (
    "traditional",
    "group",
    "virtual",
    "short_term",
    "reverse",
    "situational",
    "speed",
    "flash",
)

FACTS: list[tuple[str, str, object]] = [
    # Russia: forms, people, the two registries.
    ("ru_target_model", "languages", ("ru", "en")),
    ("ru_target_model", "relationship.forms", FORMS_OF_2019 + KINDS_OF_2021),
    ("ru_target_model", "relationship.default_form", "teacher_teacher"),
    ("ru_target_model", "relationship.forms[reverse].kind", "reverse"),
    ("ru_target_model", "relationship.forms[short_term].kind", "short_term"),
    ("ru_target_model", "relationship.forms[flash].kind", "flash"),
    (
        "ru_target_model",
        "teacher.entry_reasons",
        (
            "young_specialist",
            "burnt_out",
            "new_place",
            "digital_skills",
            "professional_difficulty",
        ),
    ),
    ("ru_target_model", "teacher.consent_required", True),
    ("ru_target_model", "mentor.consent_required", True),
    ("ru_target_model", "mentor.caseload.maximum", 3),
    ("ru_target_model", "words.coordinator.one", "curator"),
    # Russia: three to twelve months, article 351.8.
    ("ru_target_model", "relationship.months.minimum", 3),
    ("ru_target_model", "relationship.months.maximum", 12),
    ("ru_target_model", "relationship.early_exit.notice.working_days", 3),
    ("ru_target_model", "relationship.early_exit.by", ("mentor", "principal")),
    ("ru_target_model", "relationship.agreement.document", "agreement"),
    ("ru_target_model", "documents[consent_mentor].signed_by", ("mentor", "principal")),
    ("ru_target_model", "documents[contract_annex].kind", "agreement"),
    ("ru_target_model", "completion.extended_by", "principal"),
    # Russia: seven stages, who answers, what each leaves.
    (
        "ru_target_model",
        "stages",
        (
            "conditions",
            "base_of_mentees",
            "base_of_mentors",
            "selection_and_training",
            "pairs",
            "work",
            "completion",
        ),
    ),
    ("ru_target_model", "stages[conditions].responsible", "principal"),
    ("ru_target_model", "stages[conditions].before_opening", True),
    (
        "ru_target_model",
        "stages[conditions].artefacts",
        ("launch_order", "regulation", "road_map"),
    ),
    ("ru_target_model", "stages[base_of_mentees].responsible", "coordinator"),
    (
        "ru_target_model",
        "stages[base_of_mentees].artefacts",
        ("registry", "consents", "requests"),
    ),
    ("ru_target_model", "stages[base_of_mentors].artefacts", ("registry", "consents")),
    (
        "ru_target_model",
        "stages[pairs].artefacts",
        ("pairing_meeting", "pairing_questionnaires", "pair_order"),
    ),
    ("ru_target_model", "stages[pairs].artefacts[pair_order].document", "pairs_order"),
    ("ru_target_model", "documents[pairs_order].includes", ("pairs",)),
    ("ru_target_model", "stages[work].after", ("pairs",)),
    (
        "ru_target_model",
        "stages[completion].artefacts",
        ("exit_measurement", "practices", "report", "thanks"),
    ),
    # Russia: the sequence of meetings, measurement, SWOT.
    ("ru_target_model", "steps[trial_meeting].after", ("intro_meeting",)),
    ("ru_target_model", "steps[planning_meeting].after", ("trial_meeting",)),
    ("ru_target_model", "steps[personalised_programme].document", "personalised_programme"),
    ("ru_target_model", "steps[programme_approved].by", "coordinator"),
    ("ru_target_model", "steps[working_meeting].every.span.weeks", 2),
    ("ru_target_model", "steps[feedback].every.span.months", 1),
    ("ru_target_model", "steps[pair_order].by", "principal"),
    ("ru_target_model", "steps[swot].by", "coordinator"),
    (
        "ru_target_model",
        "instruments[swot].questions",
        ("strengths", "weaknesses", "opportunities", "threats"),
    ),
    ("ru_target_model", "steps[entry_measurement].kind", "measurement"),
    ("ru_target_model", "steps[entry_measurement].instrument", "growth"),
    ("ru_target_model", "steps[exit_measurement].instrument", "growth"),
    ("ru_target_model", "instruments[growth].only_own", True),
    ("ru_target_model", "steps[practice].required", False),
    # Russia: papers.
    ("ru_target_model", "documents[launch_order].kind", "order"),
    ("ru_target_model", "documents[regulation].kind", "regulation"),
    ("ru_target_model", "documents[road_map].includes", ("stages", "indicators")),
    ("ru_target_model", "documents[plan].kind", "plan"),
    ("ru_target_model", "documents[report].kind", "report"),
    # India: eight years, a request, domains, the workshop, master mentors.
    ("in_nmm", "version", "2.1"),
    ("in_nmm", "doses[sessions].groups", True),
    ("in_nmm", "languages", ("en", "hi", "ru")),
    ("in_nmm", "mentor.minimum_years", 8),
    ("in_nmm", "session.seats.default", 25),
    ("in_nmm", "relationship.forms", ("individual", "group")),
    ("in_nmm", "training", ("workshop", "master_mentor")),
    ("in_nmm", "training[master_mentor].required", False),
    ("in_nmm", "words.nodal_officer.one", "nodal officer"),
    # India: from the committee and the pilot to the expansion.
    (
        "in_nmm",
        "stages",
        ("expert_committee", "mentors", "schools", "pilot", "review", "expansion"),
    ),
    ("in_nmm", "stages[schools].responsible", "nodal_officer"),
    ("in_nmm", "stages[expansion].after", ("review",)),
    ("in_nmm", "stages[expansion].artefacts", ("plan", "master_mentors")),
    # India: what a pair does; live, in writing, in a forum.
    ("in_nmm", "steps[session].kind", "meeting"),
    ("in_nmm", "steps[session].minutes", 30),
    ("in_nmm", "steps[written_answer].kind", "conversation"),
    ("in_nmm", "steps[forum].kind", "learning"),
    ("in_nmm", "steps[closing_reflection].by", "both"),
    # India: fifty hours, 12, 24 and 14 by the standards for teachers.
    ("in_nmm", "recognition.hours", 50),
    (
        "in_nmm",
        "recognition.shares",
        ("values_and_ethics", "knowledge_and_practice", "professional_growth"),
    ),
    ("in_nmm", "recognition.shares[values_and_ethics].hours", 12),
    ("in_nmm", "recognition.shares[knowledge_and_practice].hours", 24),
    ("in_nmm", "recognition.shares[professional_growth].hours", 14),
    ("in_nmm", "recognition.given_to", ("teacher", "mentor")),
    ("in_nmm", "documents[certificate].kind", "certificate"),
    # In one school: observation, planning lessons, leading; goals and check-ins.
    ("school_inhouse", "languages", ("en", "hi", "ru")),
    ("school_inhouse", "matching.rules.different_school", False),
    ("school_inhouse", "matching.rules.never_own_principal", True),
    ("school_inhouse", "relationship.forms[individual].kind", "one_to_one"),
    ("school_inhouse", "mentor.caseload.maximum", 3),
    ("school_inhouse", "mentor.criteria", ("experience", "expertise", "willingness")),
    ("school_inhouse", "training", ("short_course",)),
    ("school_inhouse", "steps[observation].kind", "observation"),
    ("school_inhouse", "steps[watch_mentor].kind", "observation"),
    ("school_inhouse", "steps[plan_lesson].kind", "plan"),
    ("school_inhouse", "steps[lead].required", False),
    ("school_inhouse", "steps[goal].kind", "goal"),
    ("school_inhouse", "steps[check_in].every.span.weeks", 2),
    ("school_inhouse", "steps[closing_reflection].kind", "reflection"),
    ("school_inhouse", "pay", None),
    # Peers: equals, a few months to a year, well-being and networking beside practice.
    ("peer", "languages", ("en", "hi", "ru")),
    ("peer", "relationship.symmetric", True),
    ("peer", "relationship.default_form", "pair"),
    ("peer", "relationship.forms[pair].kind", "peer"),
    ("peer", "relationship.months.minimum", 3),
    ("peer", "relationship.months.maximum", 12),
    ("peer", "matching.mode", "suggested"),
    ("peer", "matching.weights.years", 0),
    ("peer", "domains[well_being].source", "seed"),
    ("peer", "domains[networking].source", "seed"),
    ("peer", "steps[goal].by", "both"),
    ("peer", "steps[check_in].every.span.weeks", 2),
    ("peer", "steps[closure_talk].opens.before.days", 28),
    ("peer", "instruments[well_being].only_own", True),
    ("peer", "relationship.trial_end_reason", "better_fit_elsewhere"),
    ("peer", "steps[well_being].by", "teacher"),
    ("peer", "steps[well_being_mentor].by", "mentor"),
    ("peer", "visibility.aggregate_needs", 8),
    ("peer", "pay", None),
]


def what_stands(design: Blueprint, place: str) -> object:
    found: object = design
    for name in re.findall(r"[a-z0-9_]+", place):
        if isinstance(found, tuple):
            found = next(item for item in found if getattr(item, "code", None) == name)
        else:
            found = getattr(found, name)
    if isinstance(found, tuple):
        return tuple(getattr(item, "code", item) for item in found)
    return found.in_("en") if isinstance(found, Text) else found


@pytest.mark.parametrize(
    ("code", "place", "value"), FACTS, ids=[f"{code}-{place}" for code, place, _ in FACTS]
)
def test_a_programme_says_what_is_known_of_it(code: str, place: str, value: object) -> None:
    assert what_stands(blueprint.get(code), place) == value


TARGETS = [
    ("in_mentoring", {2024: 70}),
    ("learners", {2020: 10, 2021: 20, 2022: 35, 2023: 50, 2024: 70}),
    ("young_mentors", {2020: 2, 2021: 4, 2022: 6, 2023: 8, 2024: 10}),
    ("young_teachers", {2020: 10, 2021: 20, 2022: 35, 2023: 50, 2024: 70}),
    ("partners", {2020: 2, 2021: 4, 2022: 10, 2023: 20, 2024: 30}),
    ("satisfied_teachers", {2020: 50, 2021: 55, 2022: 60, 2023: 70, 2024: 85}),
    ("satisfied_mentors", {2020: 50, 2021: 55, 2022: 60, 2023: 70, 2024: 85}),
]


@pytest.mark.parametrize(("code", "by_year"), TARGETS, ids=[code for code, _ in TARGETS])
def test_the_russian_model_has_a_target_for_each_year(code: str, by_year: dict[int, int]) -> None:
    design = blueprint.get("ru_target_model")
    indicator = next(found for found in design.indicators if found.code == code)
    assert {target.year: target.value for target in indicator.targets} == by_year


@pytest.mark.parametrize("form", FORMS_OF_2019)
@pytest.mark.parametrize("side", ["teacher", "mentor"])
def test_each_russian_form_has_its_own_questionnaires(form: str, side: str) -> None:
    design = blueprint.get("ru_target_model")
    wanted = next(found for found in design.instruments if found.code == f"{form}_{side}")
    assert sorted(question.kind for question in wanted.questions) == ["choice", "scale", "text"]
    steps = [step for step in design.steps if step.instrument == wanted.code]
    assert [(step.by, form in step.forms) for step in steps] == [(side, True)]
    texts = {str(question.text) for question in wanted.questions}
    others = {
        str(question.text)
        for found in design.instruments
        if found.code != wanted.code and found.code.endswith(f"_{side}")
        for question in found.questions
    }
    assert texts & others == set()


def test_a_pair_of_any_form_is_asked_by_one_questionnaire_a_side() -> None:
    design = blueprint.get("ru_target_model")
    own = [step for step in design.steps if step.code.startswith(FORMS_OF_2019)]
    asked = {
        form.code: tuple(sorted(step.by for step in own if form.code in step.forms))
        for form in design.relationship.forms
    }
    assert asked == dict.fromkeys(FORMS_OF_2019 + KINDS_OF_2021, ("mentor", "teacher"))


@pytest.mark.parametrize("form", FORMS_OF_2019[:4])
def test_a_form_for_learners_promises_no_guardian_and_says_whom_it_is_not_for(form: str) -> None:
    """No consent of guardians is kept and no message is read along: the file must not say so."""
    found = next(
        one for one in blueprint.get("ru_target_model").relationship.forms if one.code == form
    )
    assert found.hint is not None
    assert "никого младше 18 лет сюда не вносят" in found.hint.in_("ru")
    assert "nobody under 18 is entered here" in found.hint.in_("en")


def test_the_written_consent_speaks_of_scope_term_form_and_pay() -> None:
    design = blueprint.get("ru_target_model")
    consent = next(paper for paper in design.documents if paper.code == "consent_mentor")
    headings = [part.heading.in_("en") for part in consent.paragraphs if part.heading]
    assert headings == ["Scope", "Term", "Form", "Pay", "Early end"]
    headings = [part.heading.in_("ru") for part in consent.paragraphs if part.heading]
    assert headings == ["Содержание", "Срок", "Форма", "Оплата", "Досрочное завершение"]


def test_the_hours_of_the_mission_divide_wholly() -> None:
    recognition = blueprint.get("in_nmm").recognition
    assert recognition is not None
    assert sum(share.hours for share in recognition.shares) == recognition.hours


RECALLED = [
    ("ru_target_model", "stages"),
    ("ru_target_model", "steps"),
    ("ru_target_model", "indicators"),
    ("ru_target_model", "matching"),
    ("ru_target_model", "teacher.entry_reasons"),
    ("ru_target_model", "mentor.caseload.maximum"),
    ("ru_target_model", "relationship.extension"),
]


@pytest.mark.parametrize(("code", "place"), RECALLED)
def test_what_is_only_recalled_is_called_so_in_every_language(code: str, place: str) -> None:
    origin = blueprint.get(code).provenance_of(place)
    assert origin is not None
    assert origin.note is not None
    assert "ecalled, not confirmed against a source" in origin.note.in_("en")
    assert "о памяти, источником не подтверждено" in origin.note.in_("ru")


CONFIRMED = [
    ("ru_target_model", "relationship.early_exit", "tk_351_8"),
    ("ru_target_model", "relationship.months", "kinds_2021"),
    ("in_nmm", "recognition.hours", "nep_2020"),
    ("in_nmm", "recognition.shares", "cbse_2025"),
    ("in_nmm", "mentor.minimum_years", "parliament_2026"),
    ("school_inhouse", "mentor.criteria", "peer_account"),
    ("peer", "relationship.months", "seed"),
]


@pytest.mark.parametrize(("code", "place", "source"), CONFIRMED)
def test_what_was_read_names_where(code: str, place: str, source: str) -> None:
    origin = blueprint.get(code).provenance_of(place)
    assert origin is not None
    assert origin.source == source


@pytest.mark.parametrize("code", OTHERS)
def test_every_number_says_where_it_comes_from(code: str) -> None:
    design = blueprint.get(code)
    assert [path for path, _ in design.numbers() if design.provenance_of(path) is None] == []


SCRIPTS = {"hi": "[\u0900-\u097f]", "ru": "[А-Яа-яЁё]", "en": "[A-Za-z]"}


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_written_in_every_language_in_its_own_script(code: str) -> None:
    design = blueprint.get(code)
    strange = [
        (path, locale)
        for path, text in design.texts()
        for locale in design.languages
        if set(text.root) != set(design.languages)
        or not re.search(SCRIPTS[locale], text.in_(locale))
    ]
    assert strange == []


@pytest.mark.parametrize("code", OTHERS)
def test_nobody_is_called_a_mentee_and_nothing_shouts(code: str) -> None:
    said = [(path, str(text.root)) for path, text in blueprint.get(code).texts()]
    assert [path for path, words in said if re.search("(?i)mentee|!", words)] == []


PRINCIPAL_MAY_SEE = {"none", "status"}


@pytest.mark.parametrize("code", OTHERS)
def test_the_principal_reads_no_word(code: str) -> None:
    seen = {line.to("principal") for line in blueprint.get(code).visibility.records}
    assert seen == PRINCIPAL_MAY_SEE


def test_only_the_russian_curator_reads_the_signed_plan() -> None:
    seen = {code: blueprint.get(code).visibility.of("plan").to("coordinator") for code in OTHERS}
    assert seen == {
        "ru_target_model": "text",
        "in_nmm": "status",
        "school_inhouse": "status",
        "peer": "status",
    }


def test_peers_are_asked_the_same_questions() -> None:
    feedback = blueprint.get("peer").feedback
    assert feedback.teacher == feedback.mentor


def days(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + dt.timedelta(days=number) for number in range((end - start).days + 1))


def walked(design: Blueprint, form: str, traits: frozenset[str] = frozenset()) -> blueprint.Journey:
    """A year in which everything is done on the first day on which it can be."""
    start, end = dt.date(2025, 9, 1), dt.date(2026, 6, 1)
    done: dict[str, dt.date] = {}
    meetings = tuple((day, 60) for day in days(start, end) if day.day == 10)
    for day in days(start, end):
        facts = Facts(start, end, start, end, form, traits, done=dict(done), minutes=meetings)
        able = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)
        for state in blueprint.journey(design, facts, day).steps:
            if state.status in able:
                done[state.key] = day
    facts = Facts(
        start, end, start, end, form, traits, done=dict(done), minutes=meetings, confirmed_on=end
    )
    return blueprint.journey(design, facts, end)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        *(("ru_target_model", form) for form in ("teacher_teacher", "situational", "reverse")),
        ("in_nmm", "individual"),
        ("in_nmm", "group"),
        ("school_inhouse", "individual"),
        ("peer", "pair"),
    ],
)
def test_a_pair_that_does_everything_in_time_completes(code: str, form: str) -> None:
    journey = walked(blueprint.get(code), form)
    late = [state.key for state in journey.steps if state.status == Status.OVERDUE]
    assert late == []
    assert journey.complete


def test_help_on_request_skips_the_long_way() -> None:
    journey = walked(blueprint.get("ru_target_model"), "situational")
    skipped = {state.key for state in journey.steps if state.status == Status.NOT_NEEDED}
    assert {"trial_meeting", "planning_meeting", "personalised_programme"} <= skipped
    assert "help_given" not in skipped


def test_running_cohorts_of_the_mission_keep_version_1() -> None:
    old, new = blueprint.get("in_nmm", "1.0"), blueprint.get("in_nmm")
    assert (old.version, new.version) == ("1.0", "2.1")
    assert old.steps == ()
    assert old.domains == new.domains
    assert old.mentor == new.mentor
    assert old.visibility.records == new.visibility.records[: len(old.visibility.records)]
