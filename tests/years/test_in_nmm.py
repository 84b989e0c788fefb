"""Half a year of the National Mission for Mentoring: a mentor of one's own for six months, guidance
on one question, and a session for many."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# A session each month, what the teacher makes of it every second one; three sessions and 90
# minutes at least; then both look back.
ORDINARY = """
2025-07-20 | Devi    | enrols     | Arun
2025-08-01 | Devi    | matches    | Meera with Arun
2025-08-01 | told    | matching.proposed | proposed: Arun, Meera
2025-08-04 | both    | accept     |
2025-08-04 | journey | first_meeting | open, due 2025-08-18
2025-08-04 | journey | goal       | not yet
2025-08-04 | dose    | sessions   | open, 0 of 90
2025-08-12 | both    | meet       | 45 minutes
2025-08-12 | Arun    | answers    |
2025-08-12 | Meera   | answers    |
2025-08-13 | Arun    | finishes   | needs
2025-08-13 | journey | goal       | open, due 2025-09-04
2025-08-14 | Meera   | may not finish | goal: somebody else
2025-08-20 | Arun    | finishes   | goal
2025-09-10 every 1 month to 2026-01-10 | both | meet | 45 minutes
2025-09-11 | journey | session    | done on 2025-09-10
2025-09-11 | journey | session#2  | not yet, opens 2025-09-16
2025-09-11 | dose    | sessions   | open, 90 of 90
2025-10-10 | dose    | sessions   | done, 135 of 90
2025-10-01 | Arun    | finishes   | reflection
2025-10-15 | Arun    | finishes   | forum
2025-11-03 | Meera   | finishes   | mid_way
2025-12-01 | Arun    | finishes   | reflection#2
2025-12-31 | board   | Arun       | … · Live session, 5 · 15 Jan 2026 · –
2026-01-09 | journey | closing_reflection | not yet, opens 2026-01-10
2026-01-12 | Arun    | finishes   | closing_reflection
2026-01-12 | journey | complete   | no
2026-01-12 | Devi    | may not complete | : 1 thing is still to be done: How it was
2026-01-20 | Meera   | finishes   | closing_survey
2026-01-20 | journey | complete   | on 2026-01-20
# What she has learnt she may describe for others; nobody waits for it.
2026-01-22 | Arun    | finishes   | best_practice
2026-01-31 | Devi    | completes  |
2026-01-31 | journey | complete   | on 2026-01-20
2026-01-31 | board   | Arun       | Complete · – · – · –
"""

# She says late what she would like; a week before, and two days before, she was asked; after two
# weeks the coordinators hear. Two of the monthly sessions fall away, and are not asked again.
# The third session is on the day on which the pair is closed: it counts.
LATE = """
2025-07-20 | Devi    | enrols     | Arun
2025-08-01 | Devi    | proposes   | Meera to Arun
2025-08-04 | both    | accept     |
2025-08-11 | told    | needs      | due: Arun
2025-08-16 | told    | needs      | due: Arun
2025-08-19 | journey | needs      | overdue, due 2025-08-18
2025-08-25 | told    | needs      | nobody
2025-09-01 | told    | needs      | overdue: Devi, Latha
2025-09-02 | both    | meet       | 45 minutes
2025-09-02 | Arun    | finishes   | needs
2025-09-02 | journey | first_meeting | done on 2025-09-02
2025-09-03 | Arun    | finishes   | goal
2025-10-14 | both    | meet       | 40 minutes
2025-11-20 | Arun    | finishes   | reflection, reflection#2
2025-11-20 | Meera   | finishes   | mid_way
2025-11-20 | journey | session#2  | overdue, due 2025-10-15
2026-01-15 | Devi    | waives     | session#3, session#4, session#5
2026-01-20 | Arun    | finishes   | closing_reflection, closing_survey
2026-01-20 | dose    | sessions   | open, 85 of 90
2026-01-30 | journey | ready      | no
2026-01-30 | Devi    | may not complete | : 85 of 90 minutes
2026-01-30 | both    | meet       | 45 minutes
2026-01-30 | journey | complete   | on 2026-01-30
2026-01-30 | Devi    | completes  |
2026-01-31 | dose    | sessions of 2026-01-30 | done, 130 of 90
2026-01-31 | journey | complete   | on 2026-01-30
"""

# A question to a mentor of the directory, live or in writing. Nobody answers the first one: the
# mentor is asked again two days before it ends, and both hear of the end.
ONE_QUESTION = """
2025-07-20 | Devi    | enrols     | Arun
2025-08-01 | Meera   | publishes  |
2025-08-01 | Manu    | publishes  |
2025-08-04 | Arun    | asks       | Meera
2025-08-04 | told    | request.asked | asked: Meera
2025-08-09 | told    | request.running_out | running_out: Meera
2025-08-11 | told    | request.expired_for_mentor | expired_for_mentor: Meera
2025-08-11 | told    | request.expired_for_teacher | expired_for_teacher: Arun
2025-08-11 | request |            | expired
2025-08-12 | Arun    | asks       | Manu
2025-08-13 | Manu    | accepts request |
2025-08-13 | request |            | accepted
2025-08-18 | both    | meet       | 30 minutes
2025-08-18 | Arun    | answers    |
2025-08-20 | Devi    | completes  |
2025-08-20 | pair    |            | completed
"""

# One seat, two who wish: the second waits, and has the seat when the first gives it back.
FOR_MANY = """
2025-07-20 | Devi    | enrols     | Arun
2025-07-20 | Devi    | enrols     | Tara
2025-08-04 | Meera   | announces  | 1 seat
2025-08-05 | Arun    | takes seat |
2025-08-06 | Tara    | takes seat | waiting
2025-08-07 | Arun    | gives seat back | Tara
2025-08-11 | Meera   | holds group | Tara
"""

# Leave of three weeks; then she leaves the programme's mentor for another one.
LEAVE_AND_ANOTHER_MENTOR = """
2025-07-20 | Devi    | enrols     | Arun
2025-08-01 | Devi    | proposes   | Meera to Arun
2025-08-04 | both    | accept     |
2025-08-12 | both    | meet       | 45 minutes
2025-08-13 | Arun    | finishes   | needs
2025-08-25 | Meera   | pauses     | until 2025-09-15
2025-08-28 | told    | goal       | nobody
2025-09-15 | Meera   | resumes    |
2025-09-15 | journey | goal       | open, due 2025-09-25
2025-09-15 | journey | session    | open, due 2025-10-06
2025-09-15 | journey | mid_way    | open, due 2025-11-25
2025-09-15 | journey | closing_reflection | not yet
2025-10-01 | Arun    | ends       | better_fit_elsewhere, wants another
2025-10-01 | board   | Arun       | Ended early · – · – · –
2025-10-02 | Devi    | matches    | Manu with Arun
2025-10-03 | both    | accept     |
2025-10-03 | journey | session    | not yet
2025-10-06 | both    | meet       | 60 minutes
2025-10-06 | journey | session    | open, due 2025-11-14
2025-10-06 | dose    | sessions   | open, 60 of 90
"""

# A committee, a pilot, a review, more schools.
STAGES = """
2025-07-02 | stage   | expert_committee | overdue, due 2025-05-01, lacks framework
2025-07-02 | stage   | mentors    | done on 2025-07-02
2025-07-02 | Devi    | brings about | expert_committee
2025-12-01 | Devi    | brings about | pilot
2025-12-10 | Devi    | records    | review/insights
2025-12-10 | stage   | expansion  | not yet, due 2026-01-31, lacks plan, master_mentors
2025-12-20 | Devi    | brings about | review
2025-12-20 | stage   | expansion  | open, due 2026-01-31, lacks plan, master_mentors
2026-01-30 | Devi    | brings about | expansion
2026-01-30 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("in_nmm", "2025-08-01", "2026-02-01")


def test_six_months_of_sessions_end_with_a_look_back(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_a_late_pair_is_asked_and_its_last_day_counts(begin: Begin) -> None:
    year(begin).tell(LATE)


def test_a_question_is_answered_or_ends_by_itself(begin: Begin) -> None:
    year(begin).tell(ONE_QUESTION)


def test_a_seat_given_back_goes_to_whoever_waits(begin: Begin) -> None:
    year(begin).tell(FOR_MANY)


def test_leave_and_another_mentor(begin: Begin) -> None:
    year(begin).tell(LEAVE_AND_ANOTHER_MENTOR)


def test_the_mission_goes_from_a_pilot_to_more_schools(begin: Begin) -> None:
    year(begin).tell(STAGES)
