"""A year of a school-based mentor in Chicago: the role runs from 1 July to 8 June."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# Three cycles of support. Seventeen things are expected of the mentor; more than 75 per cent of
# those due must be met on the two days of payment, 1 February and 8 June.
ORDINARY = """
2025-07-10 | Devi    | enrols     | Arun: in_cohort
2025-08-14 | Devi    | proposes   | Meera to Arun
2025-08-18 | both    | accept     |
2025-08-18 | journey | percent    | none due
2025-08-18 | journey | mentor_learning | not needed
2025-08-18 | journey | cohort_session | open, due 2025-09-18
2025-08-18 | journey | cycle_1    | not yet, opens 2025-09-01
2025-08-18 | journey | cycle_1/cycle_focus | not yet, opens 2025-09-01
2025-08-20 | Arun    | may not finish | first_contact: somebody else
2025-08-20 | Meera   | finishes   | training_attended, first_contact
2025-08-22 every 14 days to 2026-05-29 | both | meet | 90 minutes
2025-08-29 | journey | support_plan | not yet
2025-08-29 | Arun    | finishes   | needs
2025-09-01 | journey | percent    | 100
2025-09-05 | Meera   | finishes   | agreement, support_plan

# The first cycle: what to work on, a visit, something tried, a look back, and a record of it all.
2025-09-12 | Meera   | finishes   | cycle_1/cycle_focus
2025-10-08 | Meera   | finishes   | cycle_1/cycle_visit
2025-10-22 | Arun    | finishes   | cycle_1/cycle_try
2025-11-05 | Arun    | finishes   | cycle_1/cycle_look_back
2025-11-06 | Meera   | finishes   | cycle_1/cycle_complete
2025-11-06 | journey | cycle_1    | done on 2025-11-06

# A log for each month of the role; two times 90 minutes are what a month should have.
2025-09-15 | Meera   | finishes   | monthly_log
2025-10-15 | Meera   | finishes   | monthly_log#2
2025-10-31 | dose    | month of 2025-10 | done, 270 of 180
2025-11-14 | Meera   | finishes   | monthly_log#3
2025-12-15 | Meera   | finishes   | monthly_log#4
2026-01-15 | Meera   | finishes   | monthly_log#5

2025-11-17 | journey | cycle_2    | open, due 2026-01-26
2025-11-26 | Arun    | finishes   | cycle_2/cycle_focus
2025-12-19 | Meera   | finishes   | cycle_2/cycle_visit
2026-01-09 | Arun    | finishes   | cycle_2/cycle_try
2026-01-21 | Arun    | finishes   | cycle_2/cycle_look_back
2026-01-22 | Meera   | finishes   | cycle_2/cycle_complete, mid_year_survey
2026-02-01 | journey | percent    | 100
2026-02-01 | journey | standing_first | due soon, due 2026-02-01
2026-02-01 | Devi    | finishes   | standing_first
2026-02-01 | pay     | first      | 50 per cent, earned, due 2026-02-01
2026-02-01 | pay     | second     | 50 per cent, open, due 2026-06-08

2026-02-16 | Meera   | finishes   | monthly_log#6
2026-02-18 | Arun    | finishes   | cycle_3/cycle_focus
2026-03-16 | Meera   | finishes   | monthly_log#7
2026-03-20 | Meera   | finishes   | cycle_3/cycle_visit
2026-04-03 | Arun    | finishes   | cycle_3/cycle_try
2026-04-15 | Meera   | finishes   | cycle_3/cycle_look_back, monthly_log#8
2026-04-16 | journey | complete   | no
# A module that is not complete yet keeps the pair from being completed; it can only be ended.
2026-04-16 | Devi    | may not complete | : 1 thing is still to be done: Third cycle
2026-04-17 | Meera   | finishes   | cycle_3/cycle_complete
2026-04-17 | journey | complete   | on 2026-04-17
2026-05-15 | Meera   | finishes   | monthly_log#9, closing_reflection
2026-06-05 | Devi    | finishes   | standing_second
2026-06-08 | journey | percent    | 100
2026-06-08 | pay     | second     | 50 per cent, earned, due 2026-06-08
2026-06-08 | Devi    | completes  |
2026-06-08 | journey | complete   | on 2026-04-17
2026-06-08 | pair    |            | completed
"""

# The mentor meets her teacher, and little else. On 1 February eleven things were due and eight are
# there: 73 per cent, not more than 75, so the first half is not paid; she has a letter and help.
# A month later she is above it.
FALLS_SHORT_AND_CATCHES_UP = """
2025-07-10 | Devi    | enrols     | Arun
2025-08-14 | Devi    | proposes   | Meera to Arun
2025-08-18 | both    | accept     |
2025-08-20 | Meera   | finishes   | training_attended, first_contact
2025-08-29 | Arun    | finishes   | needs
2025-09-05 | Meera   | finishes   | agreement
2025-09-12 | Meera   | finishes   | monthly_log, cycle_1/cycle_focus
2025-09-22 | told    | support_plan | due: Meera
2025-09-29 | journey | percent    | 75
2025-10-13 | told    | support_plan | overdue: Devi, Latha
2025-10-15 | board   | Arun       | … · Expectation: plan of support agreed · 29 Sept 2025 · 2
2025-10-20 | Meera   | finishes   | support_plan, monthly_log#2
2025-10-20 | journey | percent    | 100
2025-11-03 | both    | meet       | 60 minutes
2025-12-01 | dose    | month of 2025-11 | overdue, 60 of 180
2025-11-04 | Meera   | finishes   | cycle_1/cycle_visit
2025-11-05 | Arun    | finishes   | cycle_1/cycle_try
2025-11-06 | Arun    | finishes   | cycle_1/cycle_look_back
2025-11-20 | Meera   | finishes   | monthly_log#3, cycle_1/cycle_complete
2025-11-20 | journey | percent    | 100
2026-01-19 | journey | percent    | 78
2026-02-01 | journey | percent    | 64
2026-02-01 | Meera   | finishes   | mid_year_survey
2026-02-01 | journey | percent    | 73
2026-02-15 | told    | monthly_log#5 | nobody
2026-02-01 | told    | monthly_log#5 | overdue: Devi, Latha
2026-03-01 | Meera   | finishes   | monthly_log#4, monthly_log#5, monthly_log#6
2026-03-01 | journey | percent    | 92
# What was done after the day does not earn the part of that day.
2026-03-01 | pay     | first      | 50 per cent, not earned, due 2026-02-01
"""

# She stays below. The role ends early, and within two weeks the teacher has another mentor, whose
# expectations are counted from her own first day.
OFF_BOARDED = """
2025-07-10 | Devi    | enrols     | Arun
2025-08-14 | Devi    | proposes   | Meera to Arun
2025-08-18 | both    | accept     |
2025-09-12 | Meera   | finishes   | training_attended
2026-02-01 | journey | percent    | 10
2026-02-01 | pay     | first      | 50 per cent, not earned, due 2026-02-01
# Two weeks' notice, of which both hear; until then they go on.
2026-03-17 | Devi    | gives notice | no_time, wants another
2026-03-17 | told    | mentorship.notice_given | notice_given: Arun, Meera
2026-03-31 | journey | percent    | 8
2026-03-31 | told    | mentorship.ended | nobody
2026-03-31 | pair    | last day   | 2026-03-31
2026-04-01 | told    | mentorship.ended | ended: Arun, Meera
2026-04-01 | pair    |            | ended
2026-04-01 | board   | Arun       | Ended early · – · – · –
2026-04-01 | told    | monthly_log#8 | nobody
2026-04-02 | Devi    | rests      | Meera
2026-04-02 | Devi    | matches    | Manu with Arun
2026-04-03 | both    | accept     |
2026-04-03 | journey | first_contact | open, due 2026-04-17
2026-04-03 | journey | monthly_log | open, due 2026-05-03
# What was due before she came is not hers.
2026-04-03 | Devi    | waives     | mid_year_survey
2026-04-20 | Manu    | finishes   | training_attended, first_contact
2026-05-04 | journey | percent    | 75
2026-05-05 | Manu    | finishes   | monthly_log
2026-05-05 | journey | percent    | 100
"""

# Parental leave of four weeks in the second cycle: its days move by four weeks, what was before
# stays where it was.
ON_LEAVE = """
2025-07-10 | Devi    | enrols     | Arun
2025-08-14 | Devi    | proposes   | Meera to Arun
2025-08-18 | both    | accept     |
# She starts her leave on the very day on which the focus of the cycle is due.
2025-12-01 | journey | cycle_2/cycle_focus | due soon, due 2025-12-01
2025-12-01 | Arun    | pauses     | until 2025-12-29
2025-12-15 | journey | cycle_2    | on hold
2025-12-15 | told    | monthly_log#4 | nobody
2025-12-29 | Arun    | resumes    |
2025-12-29 | journey | cycle_1    | overdue, due 2025-11-10
2025-12-29 | journey | cycle_2    | open, due 2026-02-23
2025-12-29 | journey | cycle_2/cycle_focus | due soon, due 2025-12-29
2025-12-29 | journey | monthly_log#3 | overdue, due 2025-11-18
2025-12-29 | journey | monthly_log#4 | open, due 2026-01-15
2025-12-29 | journey | cycle_3    | not yet, opens 2026-03-09
"""

# A mentor's training counts for a year. Two months and two weeks before it runs out she is asked to
# renew it; then she keeps whom she has, and nobody new is given to her before she has.
TRAINING = """
2025-07-10 | Devi    | enrols     | Arun
2025-08-14 | Devi    | may not propose | Tara to Arun: takes no new teachers
2026-04-01 | told    | training.runs_out | nobody
2026-04-02 | told    | training.runs_out | runs_out: Manu, Meera
2026-05-17 | told    | training.runs_out | nobody
2026-05-18 | told    | training.runs_out | runs_out: Manu, Meera
2026-06-01 | told    | training.run_out | run_out: Manu, Meera
2026-06-01 | told    | training.run_out_of | run_out_of: Devi, Latha
2026-06-02 | Devi    | may not propose | Meera to Arun: A training of Meera Iyer has run out
2026-06-02 | unmatched | Arun     | There is no mentor to choose from.
2026-06-03 | Devi    | may not train | Meera for cooking: no such training
2026-06-03 | Devi    | trains     | Meera for mentor_training
2026-06-03 | Devi    | matches    | Meera with Arun
2026-06-04 | both    | accept     |
"""

# The district's year: applications before it begins, two points of payment, and between them the
# decision on who goes on.
STAGES = """
2025-07-02 | stage   | applications | overdue, due 2025-03-31, lacks applications
2025-07-02 | Devi    | brings about | applications, screening, school_mentors
2025-07-10 | Devi    | brings about | role_begins
2025-08-28 | Devi    | brings about | new_hires, mentor_training
2025-09-15 | Devi    | brings about | matched
2025-10-30 | Devi    | brings about | school_conditions
2026-01-30 | stage   | offboarding | not yet, due 2026-04-01, lacks decisions
2026-01-30 | Devi    | records    | first_payment/statements
2026-01-30 | stage   | first_payment | due soon, due 2026-02-01, lacks warnings
2026-02-01 | Devi    | brings about | first_payment
2026-02-01 | stage   | offboarding | open, due 2026-04-01, lacks decisions
2026-03-31 | Devi    | brings about | offboarding
2026-06-05 | Devi    | brings about | cohort_learning, second_payment
2026-06-05 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("cps_induction", "2025-07-01", "2026-06-09")


def test_a_mentor_meets_all_that_is_expected(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_a_mentor_at_three_quarters_is_not_above_it(begin: Begin) -> None:
    year(begin).tell(FALLS_SHORT_AND_CATCHES_UP)


def test_a_mentor_who_stays_below_gives_way_to_another(begin: Begin) -> None:
    year(begin).tell(OFF_BOARDED)


def test_leave_moves_a_cycle_by_its_length(begin: Begin) -> None:
    year(begin).tell(ON_LEAVE)


def test_nobody_new_is_given_to_a_mentor_whose_training_has_run_out(begin: Begin) -> None:
    year(begin).tell(TRAINING)


def test_the_district_goes_through_its_year(begin: Begin) -> None:
    year(begin).tell(STAGES)
