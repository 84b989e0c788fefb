"""A school year by the Russian target model: consent, an order, a sequence of meetings, a programme
that the curator approves, measurement at the beginning and at the end."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# Both sides agree in writing to be in their register. Without that nobody is matched.
CONSENTS = """
2025-09-08 | Arun    | consents   | teacher
2025-09-08 | Meera   | consents   | mentor
2025-09-09 | Manu    | consents   | mentor
"""

# Teacher with teacher. First, trial and planning meeting a week apart; then the personalised
# programme, approved within five working days; then working meetings every two weeks and a word
# to the curator every month. In the last weeks questionnaires, a final meeting, a report.
ORDINARY = f"""
2025-09-05 | Devi    | enrols     | Arun: young_specialist
{CONSENTS}2025-10-01 | Devi    | matches    | Meera with Arun
2025-10-06 | both    | accept     |
2025-10-06 | journey | mentor_consent | due soon, due 2025-10-06
2025-10-06 | Arun    | may not finish | mentor_consent: somebody else
2025-10-06 | Meera   | finishes   | mentor_consent
2025-10-06 | journey | welcome    | not needed
2025-10-06 | journey | help_given | not needed
2025-10-06 | journey | learner_learner_mentor | not needed
2025-10-06 | journey | lesson_visit | not yet
2025-10-06 | journey | intro_meeting | due soon, due 2025-10-13
# What the head of the school signs, the curator records: five working days.
2025-10-06 | journey | pair_order | due soon, due 2025-10-13
2025-10-07 | Meera   | may not finish | pair_order: somebody else
2025-10-07 | Devi    | finishes   | pair_order
2025-10-08 | both    | meet       | 45 minutes
2025-10-08 | journey | intro_meeting | done on 2025-10-08
2025-10-08 | journey | trial_meeting | due soon, due 2025-10-15
2025-10-10 | Arun    | finishes   | entry_measurement
2025-10-14 | both    | meet       | 45 minutes
2025-10-14 | journey | trial_meeting | done on 2025-10-14
2025-10-14 | journey | planning_meeting | due soon, due 2025-10-21
2025-10-20 | both    | meet       | 60 minutes
2025-10-20 | journey | planning_meeting | done on 2025-10-20
2025-10-20 | journey | working_meeting | not yet
2025-10-22 | Arun    | finishes   | goal
2025-10-23 | Meera   | finishes   | personalised_programme
2025-10-23 | journey | programme_approved | due soon, due 2025-10-30
2025-10-24 | Devi    | finishes   | programme_approved
2025-10-24 | journey | working_meeting | open, due 2025-11-07
2025-10-24 | journey | feedback   | open, due 2025-11-24
2025-11-06 every 14 days to 2026-05-21 | both | meet | 45 minutes
2025-11-07 | journey | working_meeting | done on 2025-11-06
2025-11-20 | Arun    | finishes   | feedback
2025-12-20 | Arun    | finishes   | feedback#2
2025-12-10 | Meera   | finishes   | lesson_visit
2026-01-20 | Meera   | finishes   | feedback#3
2026-02-20 | Arun    | finishes   | feedback#4
2026-03-20 | Arun    | finishes   | feedback#5
2026-04-20 | Meera   | finishes   | feedback#6
2026-04-18 | journey | teacher_teacher_teacher | not yet, opens 2026-04-19
2026-04-27 | Arun    | finishes   | teacher_teacher_teacher
2026-04-27 | Meera   | finishes   | teacher_teacher_mentor
2026-05-09 | journey | final_meeting | not yet, opens 2026-05-10
2026-05-12 | Devi    | finishes   | swot, conditions
2026-05-20 | Arun    | finishes   | feedback#7
2026-05-22 | journey | final_meeting | open, due 2026-05-31
2026-05-22 | Meera   | may not finish | report: not time for this step yet
2026-05-25 | Arun    | finishes   | final_meeting, exit_measurement, satisfaction_teacher
2026-05-26 | Meera   | finishes   | satisfaction_mentor
2026-05-26 | Devi    | may not complete | : 1 thing is still to be done: Report
2026-05-28 | Meera   | finishes   | report
2026-05-28 | journey | ready      | yes
2026-05-28 | journey | complete   | no
2026-05-28 | Arun    | may not complete | : Only a coordinator
2026-05-29 | Devi    | completes  |
2026-05-29 | Devi    | awards     | Meera
2026-05-29 | certificate | Meera  | valid
2026-05-29 | journey | complete   | on 2026-05-29
2026-05-29 | board   | Arun       | Complete · – · – · –
"""

# Who is new at the place is shown around first; that is one meeting more.
NEWCOMER = f"""
2025-09-05 | Devi    | enrols     | Arun: newcomer
{CONSENTS}2025-10-01 | Devi    | proposes   | Meera to Arun
2025-10-06 | both    | accept     |
2025-10-06 | journey | welcome    | open, due 2025-10-20
2025-10-06 | journey | lesson_visit | not needed
2025-10-07 | both    | meet       | 45 minutes
2025-10-07 | journey | welcome    | done on 2025-10-07
2025-10-09 | both    | meet       | 45 minutes
2025-10-09 | journey | intro_meeting | done on 2025-10-09
"""

# The order is late. The curator hears a week after its last day; the curator owes it herself. Then
# the teacher is ill for two weeks.
LATE_AND_ON_LEAVE = f"""
2025-09-05 | Devi    | enrols     | Arun
{CONSENTS}2025-10-01 | Devi    | proposes   | Meera to Arun
2025-10-06 | both    | accept     |
2025-10-06 | told    | intro_meeting | due: Arun, Meera
2025-10-07 | told    | intro_meeting | nobody
2025-10-12 | told    | intro_meeting | due: Arun, Meera
2025-10-14 | journey | pair_order | overdue, due 2025-10-13
2025-10-14 | journey | overdue    | mentor_consent pair_order intro_meeting
2025-10-20 | told    | pair_order | overdue: Devi, Latha
2025-10-20 | told    | intro_meeting | overdue: Devi, Latha
2025-10-21 | both    | meet       | 45 minutes
2025-10-21 | journey | intro_meeting | done on 2025-10-21
2025-10-21 | journey | trial_meeting | due soon, due 2025-10-28
2025-10-22 | Arun    | pauses     | until 2025-11-05
2025-10-27 | told    | trial_meeting | nobody
2025-11-05 | Arun    | resumes    |
2025-11-05 | journey | trial_meeting | due soon, due 2025-11-11
2025-11-05 | journey | intro_meeting | done on 2025-10-21
2025-11-05 | Devi    | may not complete | : things are still to be done
"""

# The mentor gives notice in writing on Monday, three working days before her last day, as article
# 351.8 of the Labour Code has it. The teacher has another mentor, and a programme of her own with
# him; what was measured at the entry is not measured again.
EARLY_EXIT = f"""
2025-09-05 | Devi    | enrols     | Arun
{CONSENTS}2025-10-01 | Devi    | proposes   | Meera to Arun
2025-10-06 | both    | accept     |
2025-10-08 | both    | meet       | 45 minutes
2025-10-10 | Arun    | finishes   | entry_measurement
2025-10-14 | both    | meet       | 45 minutes
2026-01-12 | Meera   | rests      | Meera
2026-01-12 | Arun    | may not give notice | no_time: for somebody else to do
2026-01-12 | Meera   | may not end | no_time: announced first
2026-01-12 | Meera   | gives notice | early_by_mentor, wants another
2026-01-12 | told    | mentorship.notice_given | notice_given: Arun
2026-01-12 | told    | mentorship.notice_in_area | notice_in_area: Devi, Latha
# She takes it back, and gives it again on Friday: the weekend is no working day.
2026-01-13 | Meera   | takes notice back |
2026-01-13 | pair    |            | active
2026-01-16 | Meera   | gives notice | early_by_mentor, wants another
2026-01-16 | pair    | last day   | 2026-01-21
2026-01-20 | both    | meet       | 45 minutes
2026-01-21 | told    | mentorship.ended | nobody
2026-01-22 | told    | mentorship.ended | ended: Arun, Meera
2026-01-22 | told    | mentorship.ended_in_area | ended_in_area: Devi, Latha
2026-01-22 | pair    |            | ended
2026-01-22 | board   | Arun       | Ended early · – · – · –
2026-01-22 | Devi    | may not complete | : moved on
2026-01-23 | told    | planning_meeting | nobody
2026-01-26 | Devi    | matches    | Manu with Arun
2026-01-27 | both    | accept     |
2026-01-27 | journey | mentor_consent | due soon, due 2026-01-27
2026-01-27 | journey | pair_order | due soon, due 2026-02-03
2026-01-27 | journey | intro_meeting | due soon, due 2026-02-03
2026-01-27 | journey | final_meeting | not yet
"""

# The pair goes on after the last day of the year, to finish. What comes after that day was never
# asked, and closing the pair later does not ask for it.
CLOSED_LATE = f"""
2025-09-05 | Devi    | enrols     | Arun
{CONSENTS}2026-03-01 | Devi    | proposes   | Meera to Arun
2026-03-02 | both    | accept     |
2026-03-02 | Meera   | finishes   | mentor_consent
2026-03-02 | Devi    | finishes   | pair_order
2026-03-03 every 7 days to 2026-03-17 | both | meet | 45 minutes
2026-03-17 | Arun    | finishes   | entry_measurement, goal, personalised_programme
2026-03-20 | Devi    | finishes   | programme_approved
2026-03-31 every 14 days to 2026-05-26 | both | meet | 45 minutes
2026-04-18 | Arun    | finishes   | feedback
2026-05-18 | Arun    | finishes   | feedback#2
2026-05-08 | Arun    | finishes   | teacher_teacher_teacher
2026-05-08 | Meera   | finishes   | teacher_teacher_mentor
2026-05-15 | Devi    | finishes   | swot, conditions
2026-05-28 | Arun    | finishes   | final_meeting, exit_measurement, satisfaction_teacher
2026-05-28 | Meera   | finishes   | satisfaction_mentor
2026-06-08 | told    | report     | nobody
2026-06-08 | journey | report     | overdue, due 2026-06-07
2026-06-14 | told    | report     | overdue: Devi, Latha
2026-06-30 | Meera   | finishes   | report
2026-07-15 | Devi    | completes  |
2026-07-15 | journey | complete   | on 2026-07-15
2026-07-20 | journey | complete   | on 2026-07-15
"""

# Nobody is matched before both have said yes. Consent comes here or on paper, and goes on any day:
# then the entry closes, the curator is told of the pair, and nobody new is proposed. Who comes back
# has a new number.
CONSENT = """
2025-09-05 | Devi    | enrols     | Arun
2025-09-05 | told    | consent.wanted | wanted: Arun
2025-09-08 | Devi    | may not propose | Meera to Arun: Meera Iyer has not given
2025-09-09 | Meera   | consents   | mentor
2025-09-09 | Meera   | may not consent | mentor: has given consent already
2025-09-09 | Devi    | may not propose | Meera to Arun: Arun Patel has not given
2025-09-09 | unmatched | Arun     | There is no consent yet, which this programme asks for first.
2025-09-10 | Devi    | records consent | Arun as teacher
2025-09-10 | register | Arun      | teacher 1, entered
2025-09-10 | register | Meera     | mentor 1, entered
2025-10-01 | Devi    | matches    | Meera with Arun
2025-10-02 | Arun    | withdraws consent | teacher
2025-10-02 | Meera   | may not accept | : Arun Patel has not given
2025-10-02 | told    | mentorship.consent_withdrawn | consent_withdrawn: Devi, Latha
2025-10-03 | Arun    | consents   | teacher
2025-10-06 | both    | accept     |
2025-10-06 | register | Arun      | teacher 2, in a pair
2025-10-06 | register | Meera     | mentor 1, in a pair
2026-02-02 | Meera   | withdraws consent | mentor
2026-02-02 | told    | mentorship.consent_withdrawn | consent_withdrawn: Devi, Latha
2026-02-02 | register | Meera     | mentor 1, left
2026-02-03 | Devi    | ends       | moved, wants another
2026-02-03 | register | Arun      | teacher 2, entered
2026-02-03 | unmatched | Arun     | There is no mentor to choose from.
2026-02-04 | Devi    | records consent | Manu as mentor
2026-02-04 | register | Manu      | mentor 2, entered
2026-02-05 | Devi    | matches    | Manu with Arun
"""

# Seven stages: the next begins when everything that the one before leaves is there.
STAGES = """
2025-09-01 | stage   | conditions | done on 2025-08-02
2025-09-01 | stage   | base_of_mentees | open, due 2025-09-22, lacks registry, consents, requests
2025-09-01 | stage   | base_of_mentors | not yet, due 2025-10-06, lacks registry, consents
2025-09-10 | Devi    | records    | base_of_mentees/registry
2025-09-10 | Devi    | records    | base_of_mentees/consents
2025-09-23 | stage   | base_of_mentees | overdue, due 2025-09-22, lacks requests
2025-09-24 | Devi    | records    | base_of_mentees/requests
2025-09-24 | stage   | base_of_mentees | done on 2025-09-24
2025-09-24 | stage   | base_of_mentors | open, due 2025-10-06, lacks registry, consents
2025-10-01 | Devi    | brings about | base_of_mentors
2025-10-15 | Devi    | brings about | selection_and_training
2025-10-20 | Devi    | records    | pairs/pairing_questionnaires
2025-10-20 | stage   | pairs      | open, due 2025-11-03, lacks pairing_meeting, pair_order
2025-10-30 | Devi    | brings about | pairs
2026-04-30 | Devi    | brings about | work
2026-05-30 | stage   | all        | completion
2026-05-30 | Devi    | brings about | completion
2026-05-30 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("ru_target_model", "2025-09-01", "2026-06-01")


def test_a_year_goes_from_consent_to_report(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_a_newcomer_has_one_meeting_more(begin: Begin) -> None:
    year(begin).tell(NEWCOMER)


def test_what_is_late_reaches_the_curator_and_illness_moves_the_days(begin: Begin) -> None:
    year(begin).tell(LATE_AND_ON_LEAVE)


def test_a_mentor_leaves_early_and_another_comes(begin: Begin) -> None:
    year(begin).tell(EARLY_EXIT)


def test_a_pair_that_is_closed_late_owes_nothing_more(begin: Begin) -> None:
    year(begin).tell(CLOSED_LATE)


def test_nobody_is_matched_without_the_consent_of_both(begin: Begin) -> None:
    year(begin).tell(CONSENT)


def test_the_programme_goes_through_its_seven_stages(begin: Begin) -> None:
    year(begin).tell(STAGES)
