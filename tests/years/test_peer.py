"""Half a year of two colleagues who mentor each other, as equals."""

from __future__ import annotations

from tests.years.conftest import Begin, Year

# Six months. A first talk in two weeks; after four weeks both say whether to go on; then a talk
# every two weeks, visits and well-being if they like; at the end a talk, a reflection, a survey.
ORDINARY = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | matches    | Meera with Arun
2025-07-03 | told    | matching.proposed | proposed: Arun, Meera
2025-07-04 | both    | accept     |
2025-07-11 | both    | meet       | 30 minutes
2025-07-11 | journey | first_meeting | done on 2025-07-11
2025-07-11 | journey | agreement  | open, due 2025-07-25
2025-07-11 | journey | trial_end  | open, due 2025-08-01
2025-07-11 | journey | visit      | not yet
2025-07-15 | Arun    | finishes   | agreement
# Either may write what both said: they are equals.
2025-07-16 | Meera   | finishes   | goal
2025-07-25 | told    | trial_end  | due: Arun, Meera
2025-07-25 | journey | visit      | open, due 2025-10-04
2025-07-30 | Meera   | finishes   | trial_end
2025-07-30 | journey | closure_talk | not yet, opens 2025-12-03
# Four weeks are over: each is asked alone, and nothing changes for who both go on.
2025-08-01 | told    | trial.asked | asked: Arun, Meera
2025-08-02 | Arun    | wishes     | yes
2025-08-02 | Arun    | may not wish | no: You have answered already
2025-08-06 | told    | trial.reminder | reminder: Meera
2025-08-07 | Meera   | wishes     | yes
2025-08-07 | told    | trial.over | over: Arun, Meera
2025-08-08 | told    | trial.reminder | nobody
# Eleven talks, one in every two weeks: the last of them is due on 19 December.
2025-07-25 every 14 days to 2025-12-12 | both | meet | 20 minutes
2025-08-08 | Meera   | answers    |
2025-08-08 | Arun    | answers    |
2025-09-01 | journey | check_in#3 | done on 2025-08-22
2025-09-01 | Devi    | may not waive | check_in#4: cannot waive this step
# How one is, is for oneself: nobody has to say it, and nobody is told that it was not said.
2025-09-01 | Arun    | finishes   | well_being
2025-09-01 | told    | well_being#2 | nobody
2025-09-01 | Meera   | may not finish | well_being: somebody else
2025-09-01 | Meera   | finishes   | well_being_mentor
2025-09-01 | journey | well_being_mentor | done on 2025-09-01
2025-10-01 | Arun    | finishes   | visit
2025-12-02 | journey | closing_reflection | not yet, opens 2025-12-03
2025-12-03 | journey | closing_reflection | open, due 2025-12-31
2025-12-10 | Arun    | finishes   | closure_talk
2025-12-15 | Meera   | finishes   | closing_reflection
2025-12-15 | journey | complete   | no
2025-12-15 | Devi    | may not complete | : 1 thing is still to be done
2025-12-16 | Arun    | finishes   | closing_survey
2025-12-16 | journey | complete   | on 2025-12-16
2025-12-17 | Devi    | completes  |
2025-12-17 | journey | complete   | on 2025-12-16
2025-12-17 | board   | Arun       | Complete · – · – · –
"""

# Two weeks in hospital. What was due meanwhile is due two weeks later, not a day more; nobody is
# told anything meanwhile. Then the talks do not happen; the two themselves may let one go.
ON_LEAVE_THEN_LATE = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-04 | both    | accept     |
2025-07-11 | both    | meet       | 30 minutes
2025-07-21 | Meera   | pauses     | until 2025-08-04
2025-07-25 | told    | agreement  | nobody
2025-07-25 | journey | agreement  | on hold
2025-08-04 | told    | mentorship.pause_over | pause_over: Arun, Meera
2025-08-04 | Meera   | resumes    |
2025-08-04 | journey | agreement  | due soon, due 2025-08-08
2025-08-04 | journey | goal       | open, due 2025-08-18
2025-08-04 | journey | trial_end  | open, due 2025-08-15
2025-08-04 | journey | check_in   | open, due 2025-08-15
# The trial lasted as much longer. Nobody says a word: they go on.
2025-08-04 | told    | trial.asked | nobody
2025-08-15 | told    | trial.asked | asked: Arun, Meera
2025-08-20 | told    | trial.reminder | reminder: Arun, Meera
2025-08-22 | told    | trial.over | nobody
2025-08-23 | told    | trial.over | over: Arun, Meera
2025-08-24 | Meera   | may not wish | no: This trial has its outcome already
2025-08-04 | journey | check_in#2 | not yet, opens 2025-08-16
2025-08-08 | told    | check_in   | due: Arun, Meera
2025-08-15 | both    | miss       | 30 minutes
2025-08-16 | journey | check_in   | overdue, due 2025-08-15
# A peer programme has nobody to escalate to: it is theirs.
2025-08-29 | told    | check_in   | nobody
2025-08-30 | Arun    | waives     | check_in
2025-08-30 | journey | check_in   | waived on 2025-08-30
"""

# After the trial one of them says no. No notice is needed, no reason is told to the other.
NOT_AFTER_THE_TRIAL = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-04 | both    | accept     |
2025-07-11 | both    | meet       | 30 minutes
2025-07-30 | Meera   | finishes   | trial_end
2025-07-31 | Meera   | ends       | better_fit_elsewhere
2025-07-31 | told    | mentorship.ended | ended: Arun
2025-07-31 | board   | Arun       | Ended early · – · – · –
2025-08-01 | told    | agreement  | nobody
"""

# One of them says no when she is asked. The other one is not told; the coordinators are, and not
# whose wish it was. The pair ends without blame, and Arun has another peer.
A_NO_AFTER_THE_TRIAL = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-04 | both    | accept     |
2025-07-11 | both    | meet       | 30 minutes
2025-08-01 | told    | trial.asked | asked: Arun, Meera
2025-08-02 | Meera   | wishes     | no
2025-08-02 | told    | trial.doubted | doubted: Devi, Latha
2025-08-02 | told    | trial.over | nobody
2025-08-06 | told    | trial.reminder | reminder: Arun
2025-08-07 | Arun    | wishes     | yes
2025-08-20 | told    | trial.over | nobody
2025-08-20 | Arun    | may not let go on | : Only a coordinator
2025-08-20 | Devi    | ends       | better_fit_elsewhere, wants another
2025-08-20 | told    | mentorship.ended | ended: Arun, Meera
2025-08-21 | Devi    | matches    | Manu with Arun
"""

# The coordinator speaks with both, and they try once more.
ONCE_MORE = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-04 | both    | accept     |
2025-07-11 | both    | meet       | 30 minutes
2025-08-03 | Arun    | wishes     | no
2025-08-10 | Devi    | lets go on |
2025-08-10 | told    | trial.over | over: Arun, Meera
2025-08-10 | pair    | status     | active
"""

# The second colleague is asked after the first said no.
DECLINED = """
2025-07-01 | Devi    | enrols     | Arun
2025-07-03 | Devi    | proposes   | Meera to Arun
2025-07-04 | Meera   | declines   |
2025-07-04 | told    | mentorship.declined | declined: Devi, Latha
2025-07-04 | board   | Arun       | nobody
2025-07-05 | Devi    | proposes   | Manu to Arun
2025-07-06 | both    | accept     |
2025-07-06 | journey | first_meeting | open, due 2025-07-20
"""

# An invitation, pairs, the work, a meeting of all.
STAGES = """
2025-07-10 | Devi    | brings about | pairs
2025-07-10 | stage   | work       | open, due 2025-12-17
2025-12-16 | Devi    | brings about | work
2025-12-16 | stage   | closing    | open, due 2025-12-31, lacks meeting
2025-12-30 | Devi    | brings about | closing
2025-12-30 | stage   | all        | done
"""


def year(begin: Begin) -> Year:
    return begin("peer", "2025-07-01", "2026-01-01")


def test_two_colleagues_go_from_a_first_talk_to_a_good_end(begin: Begin) -> None:
    year(begin).tell(ORDINARY)


def test_leave_moves_every_day_by_its_length(begin: Begin) -> None:
    year(begin).tell(ON_LEAVE_THEN_LATE)


def test_after_the_trial_either_may_stop(begin: Begin) -> None:
    year(begin).tell(NOT_AFTER_THE_TRIAL)


def test_a_no_after_the_trial_ends_without_blame_and_another_is_found(begin: Begin) -> None:
    year(begin).tell(A_NO_AFTER_THE_TRIAL)


def test_after_a_no_the_two_may_still_go_on(begin: Begin) -> None:
    year(begin).tell(ONCE_MORE)


def test_a_no_costs_nothing_and_another_is_asked(begin: Begin) -> None:
    year(begin).tell(DECLINED)


def test_the_programme_goes_through_its_stages(begin: Begin) -> None:
    year(begin).tell(STAGES)
