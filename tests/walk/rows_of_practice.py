"""Who reaches which address of practice and of its records: see `rows`."""

from __future__ import annotations

from tests.walk.reaching import (
    ALL,
    BOTH,
    POST,
    Row,
    but,
    dispute,
    emergency,
    entry,
    handed,
    pair,
    reading,
    record,
)

PRACTICE: dict[str, Row] = {
    "practice:practice": Row(ALL),

    "practice:submissions": Row(ALL),
    "practice:submission": Row("arun meera latha devi", of=handed),
    "practice:assign": Row("latha devi", "arun meera", of=handed, methods=POST),
    "practice:withdraw": Row("arun", "meera latha devi", of=handed, methods=POST),
    "practice:decide": Row("", "arun meera latha devi", of=handed, methods=BOTH),
    # It is being read: only what came back can be disputed.
    "practice:dispute_raise": Row("", "arun meera latha devi", of=handed, methods=BOTH),
    "practice:dispute": Row("arun meera latha devi", of=dispute, methods=BOTH),
    "practice:dispute_withdraw": Row("arun", "meera latha devi", of=dispute, methods=POST),
    "practice:of_step": Row("arun meera latha devi", of=pair),
    "practice:readings": Row(ALL),
    "practice:reading": Row("ravi", of=reading, methods=BOTH),
    "practice:give_back": Row("ravi", of=reading, methods=POST),
    "practice:change": Row("", "ravi", of=reading, methods=POST),
    "practice:release": Row("latha devi", of=reading, methods=POST),

    "mentoring:record": Row("arun meera", of=record),
    "mentoring:record_readers": Row("arun", "meera", of=record, methods=BOTH),
    "mentoring:record_take_back": Row("arun", "bina", of=entry, methods=POST),
    "mentoring:record_set_tier": Row("arun", "meera", of=record, methods=POST),
    "mentoring:record_history": Row("arun meera", of=record),
    "mentoring:record_comment": Row("arun meera", of=record, methods=POST),
    "mentoring:record_link": Row("arun", "meera", of=record, methods=BOTH),
    "mentoring:hand_over": Row("arun meera", of=pair, methods=BOTH),
    "mentoring:emergencies": Row(ALL),
    "mentoring:emergency_new": Row("hema", but("hema"), methods=BOTH),
    # The two are not told of what nobody has opened.
    "mentoring:emergency": Row("hema asha", of=emergency),
    "mentoring:emergency_open": Row("asha", "hema", of=emergency, methods=BOTH),
    "mentoring:emergency_decline": Row("asha", "hema", of=emergency, methods=POST),
    "mentoring:emergency_withdraw": Row("hema", "asha", of=emergency, methods=POST),
    "mentoring:emergency_close": Row("", "hema asha", of=emergency, methods=POST),
    "mentoring:emergency_words": Row("", "hema asha", of=emergency),
}  # fmt: skip
