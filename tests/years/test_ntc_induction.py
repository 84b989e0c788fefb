"""Two years of induction in the manner of the New Teacher Center: weekly contact, 180 minutes a
month, six seasons with an observation cycle in each, and an inquiry in every spring."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# What every season asks for: a look at oneself from both sides and a talk about it, an observation
# from the talk before to the analysis after it, and the work of pupils.
SEASON = """
{0} | Meera   | finishes   | {3}/before_observation
{0} | Meera   | finishes   | {3}/observation
{0} | journey | {3}/co_analysis | due soon, due {1}
{1} | Arun    | finishes   | {3}/co_analysis
{1} | Arun    | finishes   | {3}/continuum_teacher
{1} | Meera   | finishes   | {3}/continuum_mentor
{2} | Arun    | finishes   | {3}/continuum_talk, {3}/student_work
"""
AUTUMN_1 = SEASON.format("2025-10-07", "2025-10-14", "2025-11-04", "autumn_1")
WINTER_1 = SEASON.format("2026-02-03", "2026-02-10", "2026-03-03", "winter_1")
SPRING_1 = SEASON.format("2026-05-05", "2026-05-12", "2026-06-02", "spring_1")
AUTUMN_2 = SEASON.format("2026-10-06", "2026-10-13", "2026-11-03", "autumn_2")
WINTER_2 = SEASON.format("2027-02-02", "2027-02-09", "2027-03-02", "winter_2")
SPRING_2 = SEASON.format("2027-05-04", "2027-05-11", "2027-06-01", "spring_2")

ORDINARY = f"""
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | matches    | Meera with Arun
2025-09-01 | both    | accept     |
2025-09-01 | journey | agreement  | open, due 2025-09-22
2025-09-01 | journey | autumn_1   | open, due 2025-12-08
2025-09-01 | journey | winter_1   | not yet, opens 2026-01-01
2025-09-01 | journey | autumn_1/learning_plan | not yet
2025-09-01 | journey | third_year_plan | not needed
2025-09-01 | journey | school_hours_agreed | not needed

# The first year: 45 minutes every Tuesday. The second: 90 minutes every other one.
2025-09-02 every 7 days to 2026-08-25 | both | meet | 45 minutes
2026-09-01 every 14 days to 2027-06-22 | both | meet | 95 minutes
# After a month nothing but the first steps is there: it can be ended, not completed.
2025-09-30 | Devi    | may not complete | : things are still to be done
2025-09-30 | dose    | month      | done, 225 of 180
2025-10-06 | dose    | week       | due soon, 0 of 15
2025-10-07 | dose    | week       | done, 45 of 15
2025-09-09 | Meera   | finishes   | agreement, autumn_1/knowing_teacher
2025-10-01 | Arun    | finishes   | autumn_1/class_profile
2025-11-04 | Arun    | finishes   | autumn_1/learning_plan
{AUTUMN_1}
2025-11-04 | journey | autumn_1   | done on 2025-11-04
2026-01-02 | journey | winter_1   | open, due 2026-03-26
2026-02-10 | Arun    | finishes   | winter_1/mid_year_review
{WINTER_1}
2026-04-14 | Arun    | finishes   | spring_1/inquiry_challenge
2026-05-05 | Arun    | finishes   | spring_1/inquiry_learning
2026-06-02 | Arun    | finishes   | spring_1/inquiry_data
2026-06-16 | Arun    | finishes   | spring_1/inquiry_outcome
{SPRING_1}
2026-06-16 | journey | spring_1   | done on 2026-06-16
2026-06-16 | journey | complete   | no
2026-06-17 | board   | Arun       | … · Weekly contact, with the log, 42 · 22 Jun 2026 · –
2026-09-01 | journey | autumn_2   | open, due 2026-12-08
2026-09-29 | Arun    | finishes   | autumn_2/class_profile
2026-11-10 | Arun    | finishes   | autumn_2/learning_plan
{AUTUMN_2}
2027-02-09 | Arun    | finishes   | winter_2/mid_year_review
{WINTER_2}
2027-04-13 | Arun    | finishes   | spring_2/inquiry_challenge
2027-05-04 | Arun    | finishes   | spring_2/inquiry_learning
2027-06-01 | Arun    | finishes   | spring_2/inquiry_data
{SPRING_2}
2027-06-08 | journey | portfolio  | not yet
2027-06-11 | Arun    | finishes   | spring_2/inquiry_outcome
2027-06-14 | journey | portfolio  | due soon, due 2027-06-16
2027-06-15 | Arun    | finishes   | portfolio
2027-06-15 | journey | complete   | on 2027-06-15
2027-06-23 | Devi    | completes  |
2027-06-23 | journey | complete   | on 2027-06-15
"""

# A month under 180 minutes is overdue when it is over. It can be made good: what counts at the end
# is that all the months together had enough.
A_THIN_MONTH = """
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | proposes   | Meera to Arun
2025-09-01 | both    | accept     |
2025-09-02 every 7 days to 2025-09-30 | both | meet | 45 minutes
2025-10-07 | both    | meet       | 60 minutes
2025-10-14 | both    | miss       | 60 minutes
2025-10-21 | both    | meet       | 60 minutes
2025-10-20 | dose    | month      | open, 60 of 180
2025-10-23 | dose    | month      | open, 120 of 180
2025-10-24 | dose    | month      | due soon, 120 of 180
2025-11-01 | dose    | month of 2025-10 | overdue, 120 of 180
2025-11-01 | dose    | month      | open, 0 of 180
2025-11-04 every 7 days to 2025-11-25 | both | meet | 60 minutes
2025-11-30 | dose    | month of 2025-10 | overdue, 120 of 180
2025-11-30 | dose    | month      | done, 240 of 180
"""

# The observation was on Wednesday, the two should look at it together within five working days.
# After ten days more the mentor hears of it, after twenty-one the programme lead.
NO_CO_ANALYSIS = """
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | proposes   | Meera to Arun
2025-09-01 | both    | accept     |
2025-10-06 | Meera   | may not finish | autumn_1/observation: not time for this step yet
2025-10-06 | Meera   | finishes   | autumn_1/before_observation
2025-10-08 | Meera   | finishes   | autumn_1/observation
2025-10-08 | journey | autumn_1/co_analysis | due soon, due 2025-10-15
2025-10-14 | told    | autumn_1/co_analysis | due: Arun, Meera
2025-10-16 | journey | autumn_1/co_analysis | overdue, due 2025-10-15
2025-10-25 | told    | autumn_1/co_analysis | overdue: Meera
2025-11-05 | told    | autumn_1/co_analysis | overdue: Devi, Latha
2025-11-06 | Devi    | waives     | autumn_1/co_analysis
2025-11-06 | journey | autumn_1/co_analysis | waived on 2025-11-06
2025-11-07 | told    | autumn_1/co_analysis | nobody
"""

# A session does the week's contact when the two have confirmed it and kept its log.
WITH_THE_LOG = """
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | proposes   | Meera to Arun
2025-09-01 | both    | accept     |
2025-09-02 | both    | meet       | 45 minutes
2025-09-02 | journey | weekly_log | due soon, due 2025-09-08
2025-09-09 | both    | meet       | 45 minutes, with the log
2025-09-09 | journey | weekly_log | done on 2025-09-09
2025-09-16 | journey | weekly_log#2 | open, due 2025-09-15
2025-09-16 | both    | meet       | 15 minutes, with the log
2025-09-16 | journey | weekly_log#2 | done on 2025-09-16
"""

# Leave from 10 to 25 November, half of the month: half of its minutes are owed. What was due moves
# by fifteen days.
ON_LEAVE = """
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | proposes   | Meera to Arun
2025-09-01 | both    | accept     |
2025-11-10 | journey | autumn_1/continuum_talk | not yet
2025-11-10 | journey | autumn_1/student_work | due soon, due 2025-11-10
2025-11-10 | Arun    | pauses     | until 2025-11-25
2025-11-12 | journey | autumn_1   | on hold
2025-11-25 | Arun    | resumes    |
2025-11-25 | journey | autumn_1   | open, due 2025-12-23
2025-11-25 | journey | autumn_1/student_work | due soon, due 2025-11-25
2025-11-25 | journey | winter_1   | not yet, opens 2026-01-16
2025-11-25 | dose    | month      | due soon, 0 of 90
2025-11-27 | both    | meet       | 90 minutes
2025-11-27 | dose    | month      | done, 90 of 90
"""

# In January the two part; nobody is at fault. The new mentor begins with the season that it is:
# what was done with the first one is not asked again.
ANOTHER_MENTOR = """
2025-08-20 | Devi    | enrols     | Arun
2025-08-25 | Devi    | proposes   | Meera to Arun
2025-09-01 | both    | accept     |
2025-10-01 | Arun    | finishes   | autumn_1/class_profile
2026-01-05 | Arun    | gives notice | better_fit_elsewhere, wants another
2026-01-05 | told    | mentorship.notice_in_area | notice_in_area: Devi, Latha
2026-01-13 | told    | mentorship.ended | ended: Arun, Meera
2026-01-13 | told    | mentorship.ended_in_area | ended_in_area: Devi, Latha
2026-01-13 | Devi    | matches    | Manu with Arun
2026-01-16 | both    | accept     |
2026-01-16 | journey | autumn_1/class_profile | open, due 2026-02-27
2026-01-16 | Manu    | waives     | autumn_1/class_profile
2026-01-16 | journey | autumn_1/class_profile | waived on 2026-01-16
2026-01-16 | journey | overdue    | nothing
2026-01-31 | dose    | month      | due soon, 0 of 93
"""

# What the programme does beside its pairs, to the report at the end.
STAGES = """
2025-09-01 | stage   | commitment | done on 2025-07-19
2025-09-10 | Devi    | brings about | selection
2025-09-12 | Devi    | brings about | foundation, principals
2026-06-20 | stage   | self_audit | not yet, due 2026-07-18, lacks audit
2026-06-20 | Devi    | brings about | forums, communities
2026-06-20 | stage   | self_audit | open, due 2026-07-18, lacks audit
2026-07-15 | Devi    | brings about | self_audit
2026-07-15 | stage   | all        | closing
2027-06-20 | Devi    | brings about | closing
2027-06-20 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("ntc_induction", "2025-08-18", "2027-07-01")


def test_a_session_with_its_log_does_the_contact_of_the_week(begin: Begin) -> None:
    year(begin).tell(WITH_THE_LOG)


def test_two_years_of_seasons_end_with_a_portfolio(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_a_month_under_180_minutes_is_overdue(begin: Begin) -> None:
    year(begin).tell(A_THIN_MONTH)


def test_an_observation_waits_for_its_analysis(begin: Begin) -> None:
    year(begin).tell(NO_CO_ANALYSIS)


def test_leave_moves_the_season_and_shortens_the_month(begin: Begin) -> None:
    year(begin).tell(ON_LEAVE)


def test_a_new_mentor_does_not_ask_for_everything_again(begin: Begin) -> None:
    year(begin).tell(ANOTHER_MENTOR)


def test_the_programme_goes_through_its_stages(begin: Begin) -> None:
    year(begin).tell(STAGES)
