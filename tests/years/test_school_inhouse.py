"""A school year of mentoring inside one school: goals, short check-ins, a closing reflection."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# Nine months. A first session in two weeks, a goal in a month, then a check-in every two weeks, a
# lesson planned together every two months, and visits; at the end both look back.
ORDINARY = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-07 | both    | accept     |
2025-07-07 | journey | first_meeting | open, due 2025-07-21
2025-07-07 | journey | agreement  | not yet
2025-07-07 | Arun    | may not finish | agreement: not time for this step yet
2025-07-07 | journey | closing_reflection | not yet
2025-07-14 | both    | meet       | 30 minutes
2025-07-14 | journey | first_meeting | done on 2025-07-14
2025-07-14 | journey | agreement  | open, due 2025-07-28
2025-07-16 | Arun    | finishes   | self_assessment
2025-07-16 | Meera   | may not finish | goal: somebody else
2025-07-21 | Meera   | signs      | agreement
2025-07-21 | journey | agreement  | due soon, due 2025-07-28
2025-07-22 | Arun    | signs      | agreement
2025-07-22 | journey | agreement  | done on 2025-07-22
2025-07-23 | Arun    | drafts     | goal
2025-07-31 | journey | goal       | due soon, due 2025-08-07
2025-07-31 | told    | goal       | due: Arun
2025-07-31 | board   | Arun       | My goal · My goal · 7 Aug 2025 · –
2025-08-01 | Arun    | finishes   | goal

# Eighteen check-ins, each a little before its last day; a session is all it takes.
2025-07-28 every 14 days to 2026-03-23 | both | meet | 20 minutes
2025-08-11 | Arun    | answers    |
2025-08-11 | Meera   | answers    |
2025-08-12 | journey | check_in   | done on 2025-07-28
2025-08-12 | journey | check_in#2 | done on 2025-08-11
2025-08-12 | journey | check_in#3 | not yet, opens 2025-08-19
2025-08-19 | journey | check_in#3 | open, due 2025-09-01

2025-09-02 | Arun    | finishes   | watch_mentor
2025-09-04 | Arun    | finishes   | plan_lesson
2025-10-06 | Meera   | finishes   | observation
2025-11-03 | Arun    | finishes   | mid_way
2025-11-05 | Arun    | finishes   | plan_lesson#2
2025-12-05 | Meera   | finishes   | observation#2
2026-01-05 | Arun    | finishes   | plan_lesson#3
2026-02-05 | Meera   | finishes   | observation#3
2026-03-02 | journey | closing_reflection | not yet, opens 2026-03-03
2026-03-03 | journey | closing_reflection | open, due 2026-03-31
2026-03-05 | Devi    | waives     | plan_lesson#4
2026-03-20 | Arun    | finishes   | closing_reflection
# To lead something in the school is a gift, and not asked for.
2026-03-25 | journey | lead       | open, due 2026-01-07
2026-03-25 | journey | overdue    | nothing
2026-03-25 | journey | complete   | no
2026-03-25 | Devi    | may not complete | : 1 thing is still to be done
2026-03-26 | Arun    | finishes   | closing_survey
2026-03-26 | journey | complete   | on 2026-03-26
2026-03-26 | board   | Arun       | Complete · A step in leading · 7 Jan 2026 · –
2026-03-26 | Devi    | may not award | Arun: when the pair is completed
2026-03-27 | Devi    | completes  |
2026-03-27 | Devi    | awards     | Arun, Meera
2026-03-27 | certificate | Arun   | valid
2026-03-27 | told    | mentorship.completed | completed: Arun, Meera
2026-03-27 | journey | complete   | on 2026-03-26
2026-03-27 | pair    |            | completed
"""

# Nobody writes the agreement. A week and a day before, the two hear of it; two weeks after, the
# programme lead does. Then the teacher goes on leave for 31 days.
LATE_AND_ON_LEAVE = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-07 | both    | accept     |
2025-07-14 | both    | meet       | 30 minutes
2025-07-21 | told    | agreement  | due: Arun, Meera
2025-07-22 | told    | agreement  | nobody
2025-07-27 | told    | agreement  | due: Arun, Meera
2025-07-28 | journey | agreement  | due soon, due 2025-07-28
2025-07-29 | journey | agreement  | overdue, due 2025-07-28
2025-07-29 | board   | Arun       | Our agreement · Our agreement · 28 Jul 2025 · 2
2025-08-11 | told    | agreement  | overdue: Devi, Latha
2025-08-12 | told    | agreement  | nobody
2025-08-13 | Arun    | finishes   | self_assessment
2025-08-13 | Meera   | finishes   | agreement
2025-08-13 | Arun    | finishes   | goal
2025-08-14 | both    | meet       | 20 minutes
2025-08-18 | journey | watch_mentor | open, due 2025-09-07
2025-08-18 | journey | closing_reflection | not yet, opens 2026-03-03

2025-09-01 | Arun    | pauses     | until 2025-10-01
2025-09-01 | told    | mentorship.paused | paused: Devi, Latha, Meera
2025-09-15 | journey | watch_mentor | on hold
2025-09-15 | journey | check_in   | done on 2025-08-14
2025-09-15 | board   | Arun       | On hold · – · – · –
2025-09-15 | told    | watch_mentor | nobody
2025-09-15 | Meera   | may not finish | watch_mentor: The pair pauses
2025-10-01 | told    | mentorship.pause_over | pause_over: Arun, Meera
2025-10-02 | Arun    | resumes    |
2025-10-02 | journey | watch_mentor | due soon, due 2025-10-08
2025-10-02 | journey | plan_lesson#2 | not yet, opens 2025-10-09
2025-10-02 | journey | observation | open, due 2025-11-07
2025-10-02 | journey | mid_way    | open, due 2025-12-08
2025-10-02 | journey | complete   | no
"""

# The two do not fit. Nobody is blamed; the teacher has a new mentor within a week, and her journey
# with the new one begins anew. What she has done already the programme lead need not ask again.
MISMATCH = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-07 | both    | accept     |
2025-07-14 | both    | meet       | 30 minutes
2025-07-16 | Arun    | finishes   | self_assessment
2025-09-01 | Arun    | ends       | better_fit_elsewhere, wants another
2025-09-01 | told    | mentorship.ended | ended: Meera
2025-09-01 | told    | mentorship.ended_in_area | ended_in_area: Devi, Latha
2025-09-01 | pair    |            | ended
2025-09-02 | board   | Arun       | Ended early · – · – · –
2025-09-02 | told    | agreement  | nobody
2025-09-02 | Arun    | may not finish | agreement: only while the pair is active
2025-09-03 | Devi    | matches    | Manu with Arun
2025-09-05 | both    | accept     |
2025-09-05 | journey | first_meeting | open, due 2025-09-19
2025-09-05 | journey | self_assessment | done on 2025-09-05
2025-09-05 | board   | Arun       | First meeting · First meeting · 19 Sept 2025 · –
2025-09-08 | both    | meet       | 30 minutes
2025-09-08 | journey | first_meeting | done on 2025-09-08
"""

# What the school does: time in the timetable, a course, pairs, and a report.
STAGES = """
2025-07-22 | Devi    | brings about | mentors
2025-07-22 | stage   | work       | not yet, due 2026-03-17
2025-08-01 | Devi    | brings about | pairs
2025-08-01 | stage   | work       | open, due 2026-03-17
2026-03-16 | Devi    | brings about | work
2026-03-30 | Devi    | brings about | closing
2026-03-30 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("school_inhouse", "2025-07-01", "2026-04-01")


def test_a_pair_goes_from_its_first_session_to_thanks(
    begin: Begin,
) -> None:
    year(begin).tell(ORDINARY)


def test_who_is_late_is_asked_and_leave_moves_what_is_due(
    begin: Begin,
) -> None:
    year(begin).tell(LATE_AND_ON_LEAVE)


def test_a_teacher_whose_mentor_does_not_fit_has_another(
    begin: Begin,
) -> None:
    year(begin).tell(MISMATCH)


def test_the_school_goes_through_its_stages(begin: Begin) -> None:
    year(begin).tell(STAGES)
