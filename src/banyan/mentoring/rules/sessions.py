"""Who may do what to a session, and when: of two people, or of a group."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.times import ended_at, times_ahead
from banyan.mentoring.standings import (
    COHORT_MENTOR,
    COHORT_TEACHER,
    HOST,
    SEAT_HOLDERS,
    SESSION_MENTEE,
    SESSION_PAIR,
    SESSION_PAIR_WORDS,
    SESSION_PARTIES,
    SESSION_READERS,
    SESSION_SETTLER,
    SESSION_WORDS_READERS,
)
from banyan.mentoring.states import LIVE, MentorshipStatus, SeatStatus, SessionKind, SessionMode
from banyan.mentoring.states import SessionStatus as T
from banyan.people.rules import platform

SAYABLE = timedelta(days=366)  # after that nobody remembers minutes

session_teacher = SESSION_MENTEE.otherwise(_("Only the teacher of this pair books a time."))
host = HOST.otherwise(_("Only the mentor of this session can do this."))
session_pair = SESSION_PAIR.otherwise(_("Only the mentor and the teacher can do this."))
settling = (SESSION_PAIR | SESSION_SETTLER).otherwise(
    _("Only the mentor and the teacher can do this, or a coordinator who settles it.")
)
session_parties = SESSION_PARTIES.otherwise(_("Only people of this session can do this."))
session_pair_words = SESSION_PAIR_WORDS.otherwise(
    _("Only the mentor and the teacher can do this, and no mentor with power over the teacher.")
)
session_words_readers = SESSION_WORDS_READERS.otherwise(
    _("Only people of this session can do this, and no mentor with power over the teacher.")
)
session_readers = SESSION_READERS.otherwise(_("This session is not open to you."))
seat_holders = SEAT_HOLDERS.otherwise(_("You have no seat in this session."))
cohort_teacher = COHORT_TEACHER.otherwise(_("Seats are for the teachers of this cohort."))
cohort_mentor = COHORT_MENTOR.otherwise(_("Only mentors of this programme can do this."))


def other_one(viewer: Viewer, s: Session) -> Decision:
    """A time is confirmed by the one who did not propose it."""
    if s.proposed_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You proposed this time; now the other one is asked."))


def own_time(viewer: Viewer, s: Session) -> Decision:
    """A time of hers in hours that her mentor keeps; one that was proposed to her, she confirms."""
    if s.proposed_by_id == viewer.person_id and s.sequence == 0:
        return ALLOWED
    return denied(_("Times are booked where your mentor’s hours are shown."))


def ahead(viewer: Viewer, s: Session) -> Decision:
    if viewer.now < s.starts_at:
        return ALLOWED
    return denied(_("This session’s time has already begun."))


def one_ahead(viewer: Viewer, s: Session) -> Decision:
    """One of the times that are proposed is still to come."""
    if viewer.now < s.starts_at or times_ahead(s, viewer.now):
        return ALLOWED
    return ahead(viewer, s)


def started(viewer: Viewer, s: Session) -> Decision:
    """Its time has come; of several that are proposed, the last."""
    if not one_ahead(viewer, s):
        return ALLOWED
    return denied(_("This session’s time has not come yet."))


def not_begun(viewer: Viewer, s: Session) -> Decision:
    """Once the time of a session that stands has begun, it is said how it was: nobody cancels or
    moves afterwards what the other one came for."""
    if s.status != T.CONFIRMED or viewer.now < s.starts_at:
        return ALLOWED
    return denied(
        _("This session’s time has begun. Say how long it was, or that you did not meet.")
    )


def one_to_one(viewer: Viewer, s: Session) -> Decision:
    if s.kind == SessionKind.ONE_TO_ONE:
        return ALLOWED
    return denied(_("This is a group session."))


def group(viewer: Viewer, s: Session) -> Decision:
    if s.kind == SessionKind.GROUP:
        return ALLOWED
    return denied(_("This is a session of two people."))


def pair_active(viewer: Viewer, s: Session) -> Decision:
    if s.mentorship is None or s.mentorship.status == MentorshipStatus.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def pair_over(viewer: Viewer, s: Session) -> Decision:
    """The pair was completed or has ended early: what it had planned falls away."""
    if s.mentorship is not None and s.mentorship.status not in LIVE:
        return ALLOWED
    return denied(_("This happens by itself, when its time comes."))


def answer_by(s: Session) -> datetime:
    """Until when a proposed time waits for an answer; then it is free again."""
    days = blueprint_of(s.cohort).session.rules.proposal_days
    return s.proposed_at + timedelta(days=days)


def unanswered(viewer: Viewer, s: Session) -> Decision:
    """The days for an answer are over. Of times that have all passed, those for confirming too:
    until then the two may say that they met without a word before."""
    last = answer_by(s)
    if not one_ahead(viewer, s):
        days = blueprint_of(s.cohort).session.confirm_within_days
        last = max(last, ended_at(s) + timedelta(days=days))
    if viewer.now >= last:
        return ALLOWED
    return denied(_("This happens by itself, when its time comes."))


def planned(viewer: Viewer, s: Session) -> Decision:
    if s.status in (T.PROPOSED, T.CONFIRMED):
        return ALLOWED
    return denied(_("This session is over."))


def online(viewer: Viewer, s: Session) -> Decision:
    if s.mode == SessionMode.ONLINE:
        return ALLOWED
    return denied(_("This session is not online."))


def announced(viewer: Viewer, s: Session) -> Decision:
    if s.status == T.CONFIRMED:
        return ALLOWED
    return denied(_("This session is not open any more."))


def not_cancelled(viewer: Viewer, s: Session) -> Decision:
    if s.status != T.CANCELLED:
        return ALLOWED
    return denied(_("This session was cancelled."))


def not_missed(viewer: Viewer, s: Session) -> Decision:
    if s.status != T.MISSED:
        return ALLOWED
    return denied(_("This session did not take place."))


def not_the_host(viewer: Viewer, s: Session) -> Decision:
    if s.host_id != viewer.person_id:
        return ALLOWED
    return denied(_("You lead this session; the seats are for the others."))


def unsaid(viewer: Viewer, s: Session) -> Decision:
    """What somebody said about the minutes is not swept away by another time."""
    if all(seat.own_minutes is None and seat.host_minutes is None for seat in s.places.all()):
        return ALLOWED
    return denied(_("One of you has already said how long you met."))


def still_counted(viewer: Viewer, s: Session) -> Decision:
    """Minutes can be said, and be said anew, until the cohort is over or the pair that goes on
    after it, and for the days that its blueprint gives for confirming; after a year of nothing."""
    last = s.cohort.last_on
    if s.mentorship is not None and s.mentorship.extended_to is not None:
        last = max(last, s.mentorship.extended_to)
    days = blueprint_of(s.cohort).session.confirm_within_days
    if viewer.today <= last + timedelta(days=days) and viewer.now - s.ends_at <= SAYABLE:
        return ALLOWED
    return denied(_("This cohort is over and its minutes are closed."))


def met(viewer: Viewer, s: Session) -> Decision:
    """Both sides say that they met, or it is settled; of a group, the mentor says so of at least
    one."""
    seated = [seat for seat in s.places.all() if seat.status == SeatStatus.SEATED]
    if s.kind == SessionKind.GROUP:
        took_place = any(seat.host_minutes or seat.counts for seat in seated)
    else:
        took_place = all(
            seat.counts or (seat.settled_minutes is None and seat.own_minutes and seat.host_minutes)
            for seat in seated
        )
    if seated and took_place:
        return ALLOWED
    return denied(_("This follows when both of you have said how long you met."))


def not_met(viewer: Viewer, s: Session) -> Decision:
    """Both sides say that they did not meet, or it is settled; of a group, the mentor says so of
    everybody."""
    seated = [seat for seat in s.places.all() if seat.status == SeatStatus.SEATED]
    if s.kind == SessionKind.GROUP:
        nobody_came = all(seat.host_minutes == 0 and not seat.counts for seat in seated)
    else:
        nobody_came = all(seat.counts == 0 for seat in seated)
    if seated and nobody_came:
        return ALLOWED
    return denied(_("This follows when both of you have said that you did not meet."))


SESSION = Lifecycle(
    "session",
    T,
    initial=T.PROPOSED,
    moved_on=_("This session has changed since you opened the page. Here is how it stands now."),
    moves=[
        #    verb          from                                  to           who           needs
        Move("confirm",    (T.PROPOSED,),                        T.CONFIRMED, session_pair_words, (one_to_one, pair_active, other_one, one_ahead), pgettext_lazy("button", "Confirm this time")),
        Move("book",       (T.PROPOSED,),                        T.CONFIRMED, session_teacher, (one_to_one, pair_active, own_time, ahead), pgettext_lazy("button", "Book this time")),
        Move("announce",   (T.PROPOSED,),                        T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Announce")),
        Move("reschedule", (T.PROPOSED, T.CONFIRMED),            T.PROPOSED,  session_pair_words, (one_to_one, pair_active, unsaid, not_begun), pgettext_lazy("button", "Propose another time")),
        Move("shift",      (T.CONFIRMED,),                       T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Move to another time")),
        Move("cancel",     (T.PROPOSED, T.CONFIRMED),            T.CANCELLED, session_pair, (unsaid, not_begun), pgettext_lazy("button", "Cancel the session")),
        Move("lapse",      (T.PROPOSED, T.CONFIRMED),            T.CANCELLED, platform,     (pair_over, one_ahead), pgettext_lazy("button", "Cancel the session")),
        Move("expire",     (T.PROPOSED,),                        T.CANCELLED, platform,     (one_to_one, unanswered, unsaid), pgettext_lazy("button", "Cancel the session")),
        Move("hold",       (T.PROPOSED, T.CONFIRMED, T.MISSED),  T.HELD,      settling,     (started, met), pgettext_lazy("button", "It took place")),
        Move("miss",       (T.PROPOSED, T.CONFIRMED, T.HELD),    T.MISSED,    settling,     (started, not_met), pgettext_lazy("button", "It did not take place")),
    ],
)  # fmt: skip
SESSION_RIGHTS = Rights(
    "session",
    [
        Right("read", session_readers),  # that it is, when, and how it stands
        Right("read_content", session_words_readers),
        Right("take_to_calendar", session_parties),  # times, and not a word
        Right("write_agenda", session_words_readers, (planned,)),
        Right("paste_link", session_pair_words, (planned, online)),
        Right("write_log", session_pair_words, (one_to_one, started, not_cancelled, not_missed)),
        Right("say_attendance", session_parties, (started, not_cancelled, still_counted)),
        Right("take_seat", cohort_teacher, (group, not_the_host, announced, ahead)),
        Right("give_seat_back", seat_holders, (group, announced, ahead)),
    ],
)
GROUP_RIGHTS = Rights("group", [Right("announce", cohort_mentor)])  # decided on a cohort
