"""Who reaches which address of practice and of its records: see `rows`."""

from __future__ import annotations

from tests.walk.reaching import (
    ALL,
    BOTH,
    POST,
    Row,
    agreed,
    anchor,
    application_to_read,
    applied,
    but,
    by_readers,
    check,
    dispute,
    edition,
    emergency,
    entry,
    fed_back,
    film,
    film_consent,
    film_record,
    goal,
    handed,
    interview,
    look,
    of_question,
    pair,
    planned,
    reading,
    reading_of_application,
    record,
    taught,
    tried,
    waiting,
    watched,
    work,
)

PRACTICE: dict[str, Row] = {
    "practice:practice": Row(ALL),
    "practice:portfolio": Row(ALL),
    "practice:portfolio_print": Row(ALL),
    "practice:portfolio_file": Row(ALL),
    "practice:journal": Row(ALL),
    "practice:entry_new": Row(ALL, methods=BOTH),
    "practice:entry": Row("arun bina", of=entry, methods=BOTH, posts=("arun", "bina")),
    "practice:experiments": Row(ALL),
    "practice:experiment_new": Row(ALL, methods=BOTH),
    "practice:experiment": Row("arun", of=tried, methods=BOTH),
    "practice:student_work": Row(ALL),
    "practice:work_new": Row(ALL, methods=BOTH),
    "practice:work": Row("arun meera", of=work, methods=BOTH),
    "practice:lesson_plans": Row(ALL),
    "practice:lesson_plan_new": Row(ALL, methods=BOTH),
    "practice:lesson_plan": Row("arun meera", of=record, methods=BOTH),
    "practice:lesson_plan_teach": Row("arun", "meera", of=record, methods=POST),
    "practice:lesson_plan_move": Row("", "arun meera", of=record, methods=POST),
    "practice:lesson_plan_publish": Row("arun", "meera", of=record, methods=BOTH),
    # It is not published.
    "practice:lesson_plan_take_in": Row("", "arun meera", of=record, methods=POST),
    "practice:published_plans": Row(ALL, is_public=True),
    "practice:published_plan": Row(ALL, of=edition, is_public=True),
    "practice:lesson_plan_copy": Row(ALL, of=edition, methods=POST),

    "practice:videos": Row(ALL),
    "practice:video_new": Row(ALL, methods=BOTH),
    "practice:filming_new": Row(ALL, methods=BOTH),
    "practice:filming_consent": Row("arun", of=film_consent),
    "practice:filming_withdraw": Row("arun", of=film_consent, methods=POST),
    "practice:uploads": Row(ALL, methods=("options", "post")),
    "practice:upload": Row("", methods=("get", "head", "post", "patch", "delete")),
    "practice:upload_cancel": Row("", methods=POST),
    "practice:video_of_record": Row("arun meera", of=film_record),
    "practice:video": Row("arun meera", of=film),
    "practice:video_file": Row("arun meera", of=film, methods=("get", "head")),
    "practice:video_remark": Row("arun meera", of=film, methods=BOTH),
    "practice:video_share": Row("arun", "meera", of=film, methods=POST),
    "practice:video_delete": Row("arun", "meera", of=film, methods=POST),
    "practice:observations": Row(ALL),
    "practice:observation_new": Row(ALL, methods=BOTH),
    "practice:observation_ask": Row(ALL, methods=BOTH),
    "practice:observation_visit": Row(ALL, methods=BOTH),
    "practice:observation": Row("arun meera", of=fed_back),
    "practice:observation_plan": Row("arun meera", of=planned, methods=BOTH),
    # Arun answers what Meera has written.
    "practice:observation_write": Row("arun", "meera", of=fed_back, methods=BOTH),
    "practice:observation_tools": Row("meera", "arun", of=agreed, methods=BOTH),
    "practice:observation_evidence": Row("arun meera", of=watched),
    # Meera planned it: Arun agrees.
    "practice:observation_agree": Row("arun", "meera", of=planned, methods=POST),
    "practice:observation_replan": Row("arun meera", of=agreed, methods=POST),
    "practice:observation_call_off": Row("arun meera", of=planned, methods=POST),
    # Nobody has written yet what was seen in it, and nobody has answered the other one.
    "practice:observation_analyse": Row("", "arun meera", of=watched, methods=POST),
    "practice:observation_close": Row("", "arun meera", of=fed_back, methods=POST),
    "practice:well_being": Row(ALL),
    "practice:well_being_on": Row(ALL, methods=POST),
    "practice:well_being_off": Row(ALL, methods=POST),
    "practice:check_new": Row("arun", but("arun"), methods=BOTH),
    "practice:check": Row("arun", of=check),

    "practice:needs": Row(ALL),
    "practice:assess": Row(ALL, methods=BOTH),
    "practice:movement": Row(ALL),
    "practice:assessment": Row("arun meera", of=look, methods=BOTH, posts=("arun", "meera")),
    "practice:evidence": Row("arun", "meera", of=look, methods=BOTH),
    "practice:needs_of": Row("arun meera", of=pair),
    "practice:assess_of": Row("arun meera", of=pair, methods=BOTH),
    "practice:movement_of": Row("arun meera", of=pair),
    "practice:intake_new": Row("arun meera", of=pair, methods=BOTH),
    "practice:intake": Row("arun meera", of=interview, methods=BOTH),
    "practice:context_new": Row(ALL, methods=BOTH),
    "practice:context": Row("arun meera", of=taught, methods=BOTH, posts=("arun", "meera")),

    "practice:submissions": Row(ALL),
    # Beside the paper of a pair always the application of Manu, which readers judge, too.
    "practice:submission": Row(
        "arun meera latha devi", of=handed, also=(Row("manu latha devi", of=applied),)
    ),
    "practice:assign": Row(
        "latha devi", "arun meera", of=handed, methods=POST,
        also=(Row("latha devi", "manu", of=applied, methods=POST),),
    ),
    "practice:assign_next": Row(
        "latha devi", "arun meera", of=handed, methods=POST,
        also=(Row("latha devi", "manu", of=applied, methods=POST),),
    ),
    "practice:sign_off": Row(
        "", "arun meera latha devi", of=handed, methods=POST,
        also=(Row("", "manu latha devi", of=applied, methods=POST),),
    ),
    "practice:return": Row(
        "", "arun meera latha devi", of=handed, methods=BOTH,
        also=(Row("", "manu latha devi", of=applied, methods=BOTH),),
    ),
    "practice:reviewing": Row("latha devi", also=(Row("latha devi", of=by_readers),)),
    "practice:assign_all": Row(
        "latha devi", methods=POST, also=(Row("latha devi", of=by_readers, methods=POST),)
    ),
    # In the programme that the walk is in nobody judges anything.
    "practice:anchor_new": Row("latha devi", of=by_readers, methods=BOTH, also=(Row("", methods=BOTH),)),
    "practice:anchor": Row("latha devi", of=anchor),
    "practice:anchor_give": Row("latha devi", of=anchor, methods=POST),
    "practice:anchor_retire": Row("latha devi", of=anchor, methods=POST),
    # What is an application is withdrawn as one.
    "practice:withdraw": Row(
        "arun", "meera latha devi", of=handed, methods=POST,
        also=(Row("", "manu latha devi", of=applied, methods=POST),),
    ),
    "practice:decide": Row(
        "", "arun meera latha devi", of=handed, methods=BOTH,
        also=(Row("", "manu latha devi", of=applied, methods=BOTH),),
    ),
    # It is being read: only what came back can be disputed.
    "practice:dispute_raise": Row(
        "", "arun meera latha devi", of=handed, methods=BOTH,
        also=(Row("", "manu latha devi", of=applied, methods=BOTH),),
    ),
    "practice:dispute": Row("arun meera latha devi", of=dispute, methods=BOTH),
    "practice:dispute_withdraw": Row("arun", "meera latha devi", of=dispute, methods=POST),
    "practice:of_step": Row("arun meera latha devi", of=pair),
    "practice:of_application": Row(
        "somu latha devi", of=waiting, also=(Row("manu latha devi", of=application_to_read),)
    ),
    "practice:readings": Row(ALL),
    "practice:reading": Row(
        "ravi", of=reading, methods=BOTH,
        also=(Row("ravi", of=reading_of_application, methods=BOTH),),
    ),
    "practice:give_back": Row(
        "ravi", of=reading, methods=POST,
        also=(Row("ravi", of=reading_of_application, methods=POST),),
    ),
    "practice:change": Row(
        "", "ravi", of=reading, methods=POST,
        also=(Row("", "ravi", of=reading_of_application, methods=POST),),
    ),
    "practice:release": Row(
        "latha devi", of=reading, methods=POST,
        also=(Row("latha devi", of=reading_of_application, methods=POST),),
    ),

    "mentoring:record": Row("arun meera", of=record),
    "mentoring:record_readers": Row("arun", "meera", of=record, methods=BOTH),
    "mentoring:record_take_back": Row("arun", "bina", of=entry, methods=POST),
    "mentoring:record_set_tier": Row("arun", "meera", of=record, methods=POST),
    "mentoring:record_history": Row("arun meera", of=record),
    "mentoring:record_comment": Row("arun meera", of=record, methods=BOTH),
    "mentoring:record_settle": Row("arun meera", of=record, methods=POST),
    "mentoring:record_link": Row("arun", "meera", of=record, methods=BOTH),
    # Its pair goes on: nothing of it is left behind.
    "mentoring:record_go_on": Row("", "arun meera", of=record, methods=POST),
    "mentoring:hand_over": Row("arun meera", of=pair, methods=BOTH),
    "mentoring:emergencies": Row(ALL),
    "mentoring:emergency_new": Row("hema", but("hema"), methods=BOTH),
    # The two are not told of what nobody has opened.
    "mentoring:emergency": Row(
        "hema asha", of=emergency, also=(Row("hema asha", of=of_question),)
    ),
    "mentoring:emergency_open": Row(
        "asha", "hema", of=emergency, methods=BOTH, also=(Row("asha", "hema", of=of_question, methods=BOTH),)
    ),
    "mentoring:emergency_decline": Row(
        "asha", "hema", of=emergency, methods=POST, also=(Row("asha", "hema", of=of_question, methods=POST),)
    ),
    "mentoring:emergency_withdraw": Row(
        "hema", "asha", of=emergency, methods=POST, also=(Row("hema", "asha", of=of_question, methods=POST),)
    ),
    "mentoring:emergency_close": Row(
        "", "hema asha", of=emergency, methods=POST, also=(Row("", "hema asha", of=of_question, methods=POST),)
    ),
    "mentoring:emergency_words": Row(
        "", "hema asha", of=emergency, also=(Row("", "hema asha", of=of_question),)
    ),

    "mentoring:goals": Row(ALL),
    "mentoring:goal_new": Row(ALL, methods=BOTH),
    # It is endorsed: its words stand.
    "mentoring:goal": Row("arun meera", of=goal, methods=BOTH, posts=("", "arun meera")),
    "mentoring:goal_look": Row("arun meera", of=goal, methods=BOTH),
    "mentoring:goal_reach": Row("arun", "meera", of=goal, methods=POST),
    "mentoring:goal_propose": Row("", "arun meera", of=goal, methods=POST),
    "mentoring:goal_withdraw": Row("", "arun meera", of=goal, methods=POST),
    "mentoring:goal_endorse": Row("", "arun meera", of=goal, methods=POST),
    "mentoring:goal_set_out": Row("", "arun meera", of=goal, methods=POST),
    "mentoring:goal_meet": Row("arun", "meera", of=goal, methods=POST),
    "mentoring:goal_pick_up": Row("", "arun meera", of=goal, methods=POST),
    "mentoring:goal_revise": Row("arun", "meera", of=goal, methods=BOTH),
    "mentoring:goal_drop": Row("arun", "meera", of=goal, methods=BOTH),
    "mentoring:plan": Row("arun meera latha devi", of=pair),
    "mentoring:plan_file": Row("arun meera", of=pair),
    "mentoring:step_by_record": Row("arun meera", "latha devi", of=pair, methods=POST),
}  # fmt: skip
