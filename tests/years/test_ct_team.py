"""Two years of a beginning teacher in Connecticut: five modules, each read by two who do not know
whose work it is."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# One module: where I am, what I want, what I learn, what I try, what came of it. Then two readers.
MODULE = """
{profile} | Arun    | finishes   | {module}/performance_profile
{profile} | Arun    | may not finish | {module}/growth_plan: not time for this step yet
{goal} | Arun    | finishes   | {module}/goal
{goal} | Arun    | may not finish | {module}/goal_endorsed: somebody else
{goal} | Meera   | finishes   | {module}/goal_endorsed
{plan} | Arun    | finishes   | {module}/growth_plan
{learning} | Arun    | finishes   | {module}/new_learning
{trying} | Arun    | finishes   | {module}/application
{written} | Arun    | finishes   | {module}/documenting
{written} | Arun    | may not finish | {module}/review: somebody else
{handed_in} | Arun    | finishes   | {module}/submission
{handed_in} | Devi    | gives      | {module}/submission to Ravi, Sara
"""


def module(name: str, *days: str) -> str:
    """The lines of a module; the days are those of its seven stations."""
    stations = ("profile", "goal", "plan", "learning", "trying", "written", "handed_in")
    return MODULE.format(module=name, **dict(zip(stations, days, strict=True)))


FIRST = module(
    "module_1",
    "2025-09-12",
    "2025-09-19",
    "2025-09-26",
    "2025-10-10",
    "2025-10-24",
    "2025-10-31",
    "2025-11-07",
)
THIRD = module(
    "module_3",
    "2025-12-02",
    "2025-12-09",
    "2025-12-16",
    "2026-01-06",
    "2026-01-20",
    "2026-01-27",
    "2026-01-30",
)
SECOND = module(
    "module_2",
    "2026-09-11",
    "2026-09-18",
    "2026-09-25",
    "2026-10-09",
    "2026-10-23",
    "2026-10-30",
    "2026-11-06",
)
FOURTH = module(
    "module_4",
    "2026-12-01",
    "2026-12-08",
    "2026-12-15",
    "2027-01-05",
    "2027-01-15",
    "2027-01-22",
    "2027-01-29",
)

START = """
2025-08-27 | Devi    | enrols     | Arun: category_one
2025-08-28 | Devi    | proposes   | Meera to Arun
2025-09-02 | both    | accept     |
"""

# Modules 1, 3 and 5 in the first year, 2 and 4 in the second.
ORDINARY = f"""
{START}
2025-09-02 | journey | module_1   | open, due 2025-11-11
2025-09-02 | journey | module_3   | not yet
2025-09-02 | journey | module_5   | not yet, opens 2025-10-25
2025-09-02 | journey | module_2   | not yet, opens 2026-09-02
2025-09-02 | journey | category_two_modules | not needed
2025-09-02 | journey | module_1/practice_conversation | not needed
2025-09-09 every 7 days to 2025-12-16 | both | meet | 60 minutes
2026-01-05 every 1 month to 2027-05-05 | both | meet | 120 minutes
2025-09-09 | journey | first_meeting | done on 2025-09-09
2025-09-09 | Arun    | signs      | mentoring_agreement
2025-09-09 | Devi    | may not sign | mentoring_agreement: somebody else
2025-09-10 | Meera   | signs      | mentoring_agreement
2025-09-10 | journey | agreement  | done on 2025-09-10
2025-09-12 | Devi    | finishes   | modules_confirmed
2025-09-15 | Arun    | finishes   | orientation
2025-10-01 | Arun    | finishes   | mentoring_plan, module_1/safe_school
{FIRST}
2025-11-07 | journey | module_1/review | open, due 2025-12-05
2025-11-07 | told    | reading.assigned | assigned: Ravi, Sara
2025-11-14 | Ravi    | finds      | all is met
2025-11-14 | work    | module_1/submission | in review, 1
2025-11-21 | Sara    | finds      | all is met
2025-11-21 | work    | module_1/submission | successful, 1
2025-11-21 | journey | module_1/review | done on 2025-11-21
2025-11-21 | journey | module_1   | done on 2025-11-21
2025-11-21 | dose    | module of 2025-09-30 | done, 660 of 600
2025-11-21 | journey | module_3   | open, due 2026-01-30

# Module 5 is conversations that the district leads, and who came is confirmed.
2025-11-01 | Arun    | finishes   | module_5/cases_read
2025-11-18 | Arun    | finishes   | module_5/dilemma_conversation
2025-12-11 | Arun    | finishes   | module_5/dilemma_conversation#2
2025-12-12 | Devi    | finishes   | module_5/attendance_confirmed
2025-12-12 | journey | module_5   | done on 2025-12-12

{THIRD}
2026-02-10 | Ravi    | finds      | all is met
2026-02-12 | Sara    | finds      | all is met
2026-02-12 | journey | module_3   | done on 2026-02-12
2026-02-12 | journey | complete   | no
2025-12-31 | dose    | year_full of 2025-12-31 | done, 900 of 319
2026-06-30 | journey | overdue    | nothing
2026-06-30 | Devi    | may not complete | : things are still to be done

{SECOND}
2026-11-20 | Ravi    | finds      | all is met
2026-11-20 | Sara    | finds      | all is met
2026-11-20 | journey | module_4   | open, due 2027-01-29
{FOURTH}
2027-02-12 | Sara    | finds      | all is met
2027-02-12 | journey | ready      | no
2027-02-15 | Ravi    | finds      | all is met
2027-02-15 | journey | ready      | yes
2027-02-15 | journey | complete   | no
2027-03-01 | board   | Arun       | … · Check the hours of the month, 18 · 2 Mar 2027 · –
2027-06-01 | Devi    | completes  |
2027-06-01 | Devi    | awards     | Arun, Meera
2027-06-02 | certificate | Arun   | valid
2027-06-01 | journey | complete   | on 2027-06-01
2027-06-01 | board   | Arun       | Complete · – · – · –
"""

# One reader finds enough, the other not. A third one reads, who knows of neither, and settles it.
READERS_DISAGREE = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-07 | Devi    | may not give | module_1/submission to Tom: needs no further reader
2025-11-12 | Ravi    | finds      | all is met
2025-11-14 | Sara    | finds      | no impact_on_students
2025-11-14 | work    | module_1/submission | in review, 1
2025-11-14 | journey | module_1/review | open, due 2025-12-05
2025-11-14 | told    | submission.disagreed | disagreed: Devi, Latha
2025-11-17 | Devi    | may not give | module_1/submission to Meera: not a reader
2025-11-17 | Devi    | may not give | module_1/submission to Tom: training of this reader is missing
2025-11-17 | Devi    | trains     | Tom for reading
2025-11-17 | Devi    | gives      | module_1/submission to Tom
2025-11-24 | Tom     | finds      | all is met
2025-11-24 | work    | module_1/submission | successful, 1
2025-11-24 | journey | module_1   | done on 2025-11-24
2025-11-24 | journey | module_3   | open, due 2026-02-02
"""

# Both find that something is missing. The work comes back with what they say; she shows more, and
# the second time it is enough.
NOT_YET = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | no impact_on_students
2025-11-17 | Sara    | finds      | no impact_on_students
2025-11-17 | work    | module_1/submission | not yet, 1
2025-11-17 | journey | module_1/review | not yet
2025-11-17 | journey | module_1/submission | overdue, due 2025-11-11
2025-12-01 | Arun    | finishes   | module_1/submission
2025-12-01 | Devi    | trains     | Tom for reading
2025-12-01 | Devi    | gives      | module_1/submission to Ravi, Tom
2025-12-01 | work    | module_1/submission | in review, 2
2025-12-01 | journey | module_1/review | open, due 2025-12-29
2025-12-08 | Ravi    | finds      | all is met
2025-12-09 | Tom     | finds      | all is met
2025-12-09 | work    | module_1/submission | successful, 2
2025-12-09 | journey | module_1   | done on 2025-12-09
"""

# She disagrees and asks for a decision within ten working days. The district facilitator has
# twenty, sees what the readers said and never the paper, and answers in writing. Nothing is handed
# in meanwhile. Where the outcome stands, six weeks to hand it in again begin with the decision.
DISPUTE_STANDS = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | no impact_on_students
2025-11-14 | Arun    | may not dispute | module_1/submission: Only what came back
2025-11-17 | Sara    | finds      | no impact_on_students
2025-11-18 | Meera   | may not dispute | module_1/submission: Only the teacher whose work it is
2025-11-19 | Arun    | disputes   | module_1/submission
2025-11-19 | dispute | module_1/submission | raised, by 2025-12-17
2025-11-19 | told    | dispute.raised | raised: Devi, Latha
2025-11-20 | Arun    | may not dispute | module_1/submission: has been disputed already
2025-12-18 | told    | dispute.overdue | overdue: Devi, Latha
2025-12-18 | Meera   | may not decide dispute | module_1/submission stands: Only a coordinator
2025-12-19 | Devi    | decides dispute | module_1/submission stands
2025-12-19 | told    | dispute.decided | decided: Arun, Meera
2025-12-19 | dispute | module_1/submission | upheld, by 2025-12-17
2025-12-19 | journey | module_1/review | not yet
2026-01-12 | Arun    | finishes   | module_1/submission
2026-01-12 | Devi    | gives      | module_1/submission to Ravi, Sara
2026-01-12 | work    | module_1/submission | in review, 2
"""

# Where the decision changes the outcome, the module goes on from that day.
DISPUTE_CHANGES = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | no impact_on_students
2025-11-17 | Sara    | finds      | no impact_on_students
2025-11-19 | Arun    | disputes   | module_1/submission
2025-11-20 | Arun    | finishes   | module_1/submission
2025-11-20 | told    | submission.handed_in | nobody
2025-11-20 | work    | module_1/submission | not yet, 1
2025-12-01 | Devi    | decides dispute | module_1/submission is changed
2025-12-01 | told    | dispute.decided | decided: Arun, Meera
2025-12-01 | dispute | module_1/submission | changed, by 2025-12-17
2025-12-01 | work    | module_1/submission | successful, 1
2025-12-01 | journey | module_1/review | done on 2025-12-01
2025-12-01 | journey | module_1   | done on 2025-12-01
2025-12-01 | journey | module_3   | open, due 2026-02-09
"""

# After ten working days it is too late.
DISPUTE_TOO_LATE = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | no impact_on_students
2025-11-17 | Sara    | finds      | no impact_on_students
2025-12-02 | Arun    | may not dispute | module_1/submission: time to dispute
"""

# What the district does beside the pairs, each by its day, until the State has its report.
STAGES = """
2025-07-26 | stage   | three_year_plan | done on 2025-07-26
2025-08-25 | stage   | committee  | done on 2025-07-26
2025-08-25 | stage   | mentors    | due soon, due 2025-08-25, lacks mentor_list
2025-08-25 | stage   | placement  | not yet, due 2025-10-09, lacks placements
2025-08-25 | Devi    | brings about | mentors
2025-09-08 | Devi    | brings about | placement
2025-09-08 | stage   | orientation | open, due 2025-10-25, lacks attendance
2025-10-20 | Devi    | brings about | orientation
2025-11-01 | Devi    | brings about | roster_check, reviewers
2025-12-20 | Devi    | brings about | conversations
2026-07-01 | stage   | disputes   | open, due 2027-06-16, lacks decisions
2027-05-20 | Devi    | brings about | hours_and_stipends
2027-06-17 | stage   | disputes   | overdue, due 2027-06-16, lacks decisions
2027-06-17 | stage   | completion_report | not yet, due 2027-06-30, lacks report
2027-06-17 | Devi    | brings about | disputes
2027-06-18 | stage   | completion_report | open, due 2027-06-30, lacks report
2027-06-28 | Devi    | brings about | completion_report, audit
2027-06-28 | stage   | all        | done
"""

# Sixteen hours in the year are the full stipend, eight are half of it: two halves.
STIPEND = f"""
{START}
2025-09-09 every 14 days to 2026-06-30 | both | meet | 30 minutes
2026-01-05 | pay     | first_half | 50 per cent, open, due 2026-07-25
2026-07-25 | pay     | first_half | 50 per cent, earned, due 2026-07-25
2026-07-25 | pay     | second_half | 50 per cent, not earned, due 2026-07-25
"""

# The readers do not come to it: they have fifteen working days.
LATE_READERS = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
{FIRST}
2025-11-25 | told    | reading.due | due: Ravi, Sara
2025-11-28 | told    | reading.overdue | nobody
2025-11-29 | told    | reading.overdue | overdue: Devi, Latha
"""

# A teacher of category II does modules 1 and 5.
CATEGORY_TWO = """
2025-08-27 | Devi    | enrols     | Arun: category_two
2025-08-28 | Devi    | proposes   | Meera to Arun
2025-09-02 | both    | accept     |
2025-09-02 | journey | module_2   | not needed
2025-09-02 | journey | module_3   | not needed
2025-09-02 | journey | module_4   | not needed
2025-09-02 | journey | module_1   | open, due 2025-11-11
2025-09-02 | journey | category_two_modules | open, due 2025-10-02
2025-09-15 | Devi    | finishes   | category_two_modules
"""

# She says late where she stands: after a week her mentor hears, after three the facilitator. Then
# six weeks of parental leave: the module waits for exactly so long.
LATE_AND_ON_LEAVE = f"""
{START}
2025-09-09 | told    | module_1/performance_profile | due: Arun
2025-09-09 | both    | meet       | 60 minutes
2025-09-17 | journey | module_1/performance_profile | overdue, due 2025-09-16
2025-09-23 | told    | module_1/performance_profile | overdue: Meera
2025-09-24 | Arun    | finishes   | module_1/performance_profile
2025-09-24 | journey | module_1/goal | overdue, due 2025-09-23
2025-09-25 | Arun    | finishes   | module_1/goal
2025-09-25 | Meera   | finishes   | module_1/goal_endorsed
2025-09-25 | journey | module_1/growth_plan | due soon, due 2025-09-30
2025-09-26 | Arun    | pauses     | until 2025-11-07
2025-10-21 | told    | agreement  | nobody
2025-10-30 | journey | module_1   | on hold
2025-11-07 | Arun    | resumes    |
2025-11-07 | journey | module_1   | open, due 2025-12-23
2025-11-07 | journey | module_1/growth_plan | due soon, due 2025-11-11
2025-11-07 | journey | agreement  | overdue, due 2025-09-23
2025-11-07 | journey | orientation | open, due 2025-12-14
"""

# After module 1 the two part. With the new mentor she does not do it again, and what follows from
# it is counted from the first day of the new pair.
ANOTHER_MENTOR = f"""
{START}
2025-09-09 | both    | meet       | 60 minutes
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | all is met
2025-11-14 | Sara    | finds      | all is met
# Five working days: from Friday to Friday.
2025-11-14 | Meera   | may not end | moved, wants another: announced first
2025-11-14 | Meera   | gives notice | moved, wants another
2025-11-21 | pair    | last day   | 2025-11-21
2025-11-22 | told    | mentorship.ended | ended: Arun, Meera
2025-11-22 | board   | Arun       | Ended early · – · – · –
2025-11-24 | Devi    | matches    | Manu with Arun
2025-11-25 | both    | accept     |
2025-11-25 | journey | module_1/performance_profile | done on 2025-11-25
2025-11-25 | journey | module_1   | done on 2025-11-25
2025-11-25 | journey | module_3   | open, due 2026-02-03
2025-11-25 | journey | agreement  | open, due 2025-12-16
"""

# The teacher has another mentor before the old one leaves: while the notice runs they are brought
# together, and the day after the last one with Meera is the first one with Manu. Nothing is lost,
# and there is no day without a mentor.
HANDED_OVER = f"""
{START}
2025-10-01 | Arun    | finishes   | module_1/safe_school
{FIRST}
2025-11-14 | Ravi    | finds      | all is met
2025-11-14 | Sara    | finds      | all is met
2025-11-14 | Devi    | may not propose | Manu to Arun: has a mentor or a proposal already
2025-11-14 | Meera   | gives notice | moved, wants another
2025-11-14 | Devi    | may not propose | Meera to Arun: has a mentor or a proposal already
2025-11-17 | Devi    | matches    | Manu with Arun
2025-11-18 | both    | accept     |
2025-11-18 | told    | mentorship.active_from | active_from: Manu
2025-11-18 | pair    | first day  | 2025-11-22
2025-11-18 | journey | first_meeting | not yet
2025-11-22 | told    | mentorship.ended | ended: Arun, Meera
2025-11-22 | journey | module_1/performance_profile | done on 2025-11-22
2025-11-22 | journey | module_1   | done on 2025-11-22
2025-11-22 | both    | meet       | 60 minutes
2025-11-22 | journey | first_meeting | done on 2025-11-22
"""

# Two years were not enough. The district facilitator grants the third year, once and no more; the
# days that are counted from the end of the pair move with it.
A_THIRD_YEAR = """
2025-09-08 | Devi    | enrols     | Arun: category_one
2025-09-08 | Devi    | proposes   | Meera to Arun
2025-09-09 | both    | accept     |
2025-09-10 | both    | meet       | 60 minutes
2027-06-01 | Arun    | may not extend | until 2028-06-30: Only a coordinator
2027-06-01 | Devi    | may not extend | until 2028-07-01: at the latest
2027-06-01 | Devi    | may not extend | until 2027-06-30: Choose a day after
2027-06-01 | Devi    | extends    | until 2028-06-30
2027-06-01 | told    | mentorship.extended | extended: Arun, Meera
2027-06-02 | Devi    | may not extend | until 2028-12-31: as often as the programme allows
2027-09-10 | both    | meet       | 120 minutes
2027-09-10 | dose    | year_full  | open, 120 of 960
2028-07-03 | Devi    | gives notice | no_time
2028-07-05 | Devi    | takes notice back |
2028-07-05 | Devi    | ends       | no_time
2028-07-06 | Devi    | may not extend | until 2028-12-31: only while the pair is active
"""


def year(begin: Begin) -> Year:
    return begin("ct_team", "2025-08-25", "2027-07-01")


def test_two_years_lead_through_five_modules(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_where_two_readers_differ_a_third_one_reads(begin: Begin) -> None:
    year(begin).tell(READERS_DISAGREE)


def test_what_is_not_there_yet_comes_back_and_is_handed_in_again(begin: Begin) -> None:
    year(begin).tell(NOT_YET)


def test_readers_who_are_late_are_asked(begin: Begin) -> None:
    year(begin).tell(LATE_READERS)


def test_category_two_needs_two_modules(begin: Begin) -> None:
    year(begin).tell(CATEGORY_TWO)


def test_who_is_late_is_asked_and_leave_moves_the_module(begin: Begin) -> None:
    year(begin).tell(LATE_AND_ON_LEAVE)


def test_a_third_year_is_granted_once(begin: Begin) -> None:
    year(begin).tell(A_THIRD_YEAR)


def test_a_new_mentor_need_not_begin_again(begin: Begin) -> None:
    year(begin).tell(ANOTHER_MENTOR)


def test_a_new_mentor_is_there_before_the_old_one_leaves(begin: Begin) -> None:
    year(begin).tell(HANDED_OVER)


def test_a_dispute_that_changes_nothing_is_answered_in_writing(begin: Begin) -> None:
    year(begin).tell(DISPUTE_STANDS)


def test_a_dispute_can_change_the_outcome_and_the_journey_follows(begin: Begin) -> None:
    year(begin).tell(DISPUTE_CHANGES)


def test_a_dispute_comes_within_ten_working_days(begin: Begin) -> None:
    year(begin).tell(DISPUTE_TOO_LATE)


def test_the_district_goes_through_its_stages_to_the_report(begin: Begin) -> None:
    year(begin).tell(STAGES)


def test_the_stipend_follows_the_hours(begin: Begin) -> None:
    year(begin).tell(STIPEND)
