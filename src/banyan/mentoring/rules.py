"""Who may do what to mentorships, requests and sessions, and when. The whole answer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request, Session
from banyan.mentoring.queries.mentorships import Proposed, blueprint_of
from banyan.mentoring.queries.requests import Asking
from banyan.mentoring.standings import (
    ASKED,
    ASKER,
    COHORT_MENTOR,
    COHORT_TEACHER,
    COORDINATOR,
    END_WORDS_READERS,
    HOST,
    INVOLVED,
    MENTEE,
    MENTOR,
    PAIR,
    REQUEST_PARTIES,
    SEAT_HOLDERS,
    SESSION_PAIR,
    SESSION_PARTIES,
    SESSION_READERS,
)
from banyan.mentoring.states import LIVE, MentorshipForm, SeatStatus, SessionKind
from banyan.mentoring.states import MentorshipStatus as S
from banyan.mentoring.states import RequestStatus as R
from banyan.mentoring.states import SessionStatus as T
from banyan.programmes.rules import runs_cohort

mentor = MENTOR.otherwise(_("Only the mentor can do this."))
mentee = MENTEE.otherwise(_("Only the teacher can do this."))
pair = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
coordinator = COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
involved = INVOLVED.otherwise(_("Only the pair or their coordinator can do this."))
end_words_readers = END_WORDS_READERS.otherwise(
    _("Only a coordinator of this school and whoever wrote this can read it.")
)
asker = ASKER.otherwise(_("Only the teacher who asked can do this."))
asked = ASKED.otherwise(_("Only the mentor who was asked can do this."))
request_parties = REQUEST_PARTIES.otherwise(_("Only the two people of this request can do this."))
host = HOST.otherwise(_("Only the mentor of this session can do this."))
session_pair = SESSION_PAIR.otherwise(_("Only the mentor and the teacher can do this."))
session_parties = SESSION_PARTIES.otherwise(_("Only people of this session can do this."))
session_readers = SESSION_READERS.otherwise(_("This session is not open to you."))
seat_holders = SEAT_HOLDERS.otherwise(_("You have no seat in this session."))
cohort_teacher = COHORT_TEACHER.otherwise(_("Seats are for the teachers of this cohort."))
cohort_mentor = COHORT_MENTOR.otherwise(_("Only mentors of this programme can do this."))


def platform(viewer: Viewer, thing: object) -> Decision:
    """The platform itself, when a clock has run out."""
    return (
        ALLOWED if viewer.is_system else denied(_("This happens by itself, when its time comes."))
    )


def not_the_first(viewer: Viewer, m: Mentorship) -> Decision:
    """The second yes must come from the other one."""
    if m.first_accepted_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You have accepted already; now the other one is asked."))


def begun(viewer: Viewer, m: Mentorship) -> Decision:
    if m.starts_on is not None and m.starts_on <= viewer.today:
        return ALLOWED
    return denied(_("It has not begun yet."))


def in_time(viewer: Viewer, r: Request) -> Decision:
    return ALLOWED if viewer.now < r.expires_at else denied(_("This request has expired."))


def overdue(viewer: Viewer, r: Request) -> Decision:
    return ALLOWED if viewer.now >= r.expires_at else denied(_("This request has not expired yet."))


def other_one(viewer: Viewer, s: Session) -> Decision:
    """A time is confirmed by the one who did not propose it."""
    if s.proposed_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You proposed this time; now the other one is asked."))


def ahead(viewer: Viewer, s: Session) -> Decision:
    if viewer.now < s.starts_at:
        return ALLOWED
    return denied(_("This session’s time has already begun."))


def started(viewer: Viewer, s: Session) -> Decision:
    if viewer.now >= s.starts_at:
        return ALLOWED
    return denied(_("This session’s time has not come yet."))


def one_to_one(viewer: Viewer, s: Session) -> Decision:
    if s.kind == SessionKind.ONE_TO_ONE:
        return ALLOWED
    return denied(_("This is a group session."))


def group(viewer: Viewer, s: Session) -> Decision:
    if s.kind == SessionKind.GROUP:
        return ALLOWED
    return denied(_("This is a session of two people."))


def pair_active(viewer: Viewer, s: Session) -> Decision:
    if s.mentorship is None or s.mentorship.status == S.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def planned(viewer: Viewer, s: Session) -> Decision:
    if s.status in (T.PROPOSED, T.CONFIRMED):
        return ALLOWED
    return denied(_("This session is over."))


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


def met(viewer: Viewer, s: Session) -> Decision:
    """Both sides say that they met; of a group, the mentor says so of at least one."""
    seated = [seat for seat in s.places.all() if seat.status == SeatStatus.SEATED]
    if s.kind == SessionKind.GROUP:
        took_place = any(seat.host_minutes for seat in seated)
    else:
        took_place = all(seat.own_minutes and seat.host_minutes for seat in seated)
    if seated and took_place:
        return ALLOWED
    return denied(_("This follows when both of you have said how long you met."))


def not_met(viewer: Viewer, s: Session) -> Decision:
    """Both sides say that they did not meet; of a group, the mentor says so of everybody."""
    seated = [seat for seat in s.places.all() if seat.status == SeatStatus.SEATED]
    if s.kind == SessionKind.GROUP:
        nobody_came = all(seat.host_minutes == 0 for seat in seated)
    else:
        nobody_came = all(seat.own_minutes == 0 == seat.host_minutes for seat in seated)
    if seated and nobody_came:
        return ALLOWED
    return denied(_("This follows when both of you have said that you did not meet."))


def working_together(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in LIVE:
        return ALLOWED
    return denied(_("This pair is not working together now."))


def running(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status == S.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def runs_programme(viewer: Viewer, p: Proposed) -> Decision:
    """Pairs are proposed by those who run the programme."""
    return runs_cohort(viewer, p.cohort)


def cohort_runs(viewer: Viewer, p: Proposed | Asking) -> Decision:
    if viewer.today < p.cohort.ends_on:
        return ALLOWED
    return denied(_("This cohort has come to its end."))


def not_with_oneself(viewer: Viewer, p: Proposed) -> Decision:
    if p.mentor.pk != p.mentee.pk:
        return ALLOWED
    return denied(_("Nobody can be their own mentor."))


def not_own_principal(viewer: Viewer, p: Proposed | Asking) -> Decision:
    """A rule of the house, whatever the blueprint says: nobody is mentored by their principal."""
    if not p.heads_school:
        return ALLOWED
    return denied(_("Nobody can be mentored by the principal of their own school."))


def takes_teachers(viewer: Viewer, p: Proposed) -> Decision:
    if p.place is not None:
        return ALLOWED
    return denied(gettext("%(name)s takes no new teachers now.") % {"name": p.mentor})


def takes_part(viewer: Viewer, p: Proposed) -> Decision:
    if p.enrolled:
        return ALLOWED
    return denied(
        gettext("%(name)s is not enrolled in this cohort from this school.") % {"name": p.mentee}
    )


def one_at_a_time(viewer: Viewer, p: Proposed) -> Decision:
    if p.form != MentorshipForm.PAIR or not p.has_pair:
        return ALLOWED
    return denied(gettext("%(name)s has a mentor or a proposal already.") % {"name": p.mentee})


def has_seat(viewer: Viewer, p: Proposed) -> Decision:
    """No more pairs than the mentor said she can take."""
    if p.form != MentorshipForm.PAIR or (p.place and p.seats_taken < p.place.capacity):
        return ALLOWED
    return denied(gettext("%(name)s has no free place for a teacher.") % {"name": p.mentor})


def learner(viewer: Viewer, a: Asking) -> Decision:
    """Whoever asks is enrolled in a cohort of the mentor's programme."""
    if viewer.is_somebody and a.enrolment is not None:
        return ALLOWED
    return denied(_("Only teachers enrolled in this mentor’s programme can ask for guidance."))


def programme_open(viewer: Viewer, a: Asking) -> Decision:
    return ALLOWED if a.is_open else denied(_("This programme is not open now."))


def asks_another(viewer: Viewer, a: Asking) -> Decision:
    if a.mentor.pk != a.teacher_id:
        return ALLOWED
    return denied(_("You cannot ask yourself for guidance."))


def can_be_asked(viewer: Viewer, a: Asking) -> Decision:
    if a.place is not None:
        return ALLOWED
    return denied(gettext("%(name)s takes no requests now.") % {"name": a.mentor})


def not_asked_already(viewer: Viewer, a: Asking) -> Decision:
    if not a.asked_already:
        return ALLOWED
    return denied(
        gettext("You have asked %(name)s already. Please wait for the answer.") % {"name": a.mentor}
    )


def few_waiting(viewer: Viewer, a: Asking) -> Decision:
    """The blueprint's most requests that one teacher may have waiting."""
    if a.waiting < blueprint_of(a.cohort).request.most_open:
        return ALLOWED
    return denied(
        _("You have as many requests waiting as can wait at once. Withdraw one, or wait a little.")
    )


def not_overloaded(viewer: Viewer, a: Asking) -> Decision:
    """Requests and guidance together stay within the blueprint's largest caseload."""
    if a.load < blueprint_of(a.cohort).mentor.caseload.maximum:
        return ALLOWED
    return denied(
        gettext("%(name)s has as many requests now as one person can answer. Try again later.")
        % {"name": a.mentor}
    )


def later_day(viewer: Viewer, until: date) -> Decision:
    """A pause ends on a day to come."""
    return ALLOWED if until > viewer.today else denied(_("Choose a day after today."))


MENTORSHIP = Lifecycle(
    "mentorship",
    S,
    initial=S.PROPOSED,
    moved_on=_("This pair has moved on since you opened the page. Here is how it stands now."),
    moves=[
        #    verb        from                            to                who          needs
        Move("accept",   (S.PROPOSED,),                  S.HALF_ACCEPTED,  pair,        (), pgettext_lazy("button", "Accept")),
        Move("confirm",  (S.HALF_ACCEPTED,),             S.ACTIVE,         pair,        (not_the_first,), pgettext_lazy("button", "Accept")),
        Move("decline",  (S.PROPOSED, S.HALF_ACCEPTED),  S.DECLINED,       pair,        (), pgettext_lazy("button", "Decline")),
        Move("withdraw", (S.PROPOSED, S.HALF_ACCEPTED),  S.DECLINED,       coordinator, (), pgettext_lazy("button", "Withdraw the proposal")),
        Move("pause",    (S.ACTIVE,),                    S.PAUSED,         involved,    (), pgettext_lazy("button", "Pause")),
        Move("resume",   (S.PAUSED,),                    S.ACTIVE,         involved,    (), pgettext_lazy("button", "Go on")),
        Move("complete", (S.ACTIVE,),                    S.COMPLETED,      coordinator, (begun,), pgettext_lazy("button", "Complete")),
        Move("end",      (S.ACTIVE, S.PAUSED),           S.ENDED,          involved,    (), pgettext_lazy("button", "End early")),
    ],
)  # fmt: skip

REQUEST = Lifecycle(
    "request",
    R,
    initial=R.OPEN,
    moved_on=_("This request has been answered or has expired since you opened the page."),
    moves=[
        Move("accept",   (R.OPEN,), R.ACCEPTED,  asked,    (in_time,), pgettext_lazy("button", "Accept and find a time")),
        Move("decline",  (R.OPEN,), R.DECLINED,  asked,    (), pgettext_lazy("button", "Decline kindly")),
        Move("withdraw", (R.OPEN,), R.WITHDRAWN, asker,    (), pgettext_lazy("button", "Withdraw the request")),
        Move("expire",   (R.OPEN,), R.EXPIRED,   platform, (overdue,), pgettext_lazy("button", "Expire")),
    ],
)  # fmt: skip

SESSION = Lifecycle(
    "session",
    T,
    initial=T.PROPOSED,
    moved_on=_("This session has changed since you opened the page. Here is how it stands now."),
    moves=[
        #    verb          from                                  to           who           needs
        Move("confirm",    (T.PROPOSED,),                        T.CONFIRMED, session_pair, (one_to_one, pair_active, other_one, ahead), pgettext_lazy("button", "Confirm this time")),
        Move("announce",   (T.PROPOSED,),                        T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Announce")),
        Move("reschedule", (T.PROPOSED, T.CONFIRMED),            T.PROPOSED,  session_pair, (one_to_one, pair_active, unsaid), pgettext_lazy("button", "Propose another time")),
        Move("shift",      (T.CONFIRMED,),                       T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Move to another time")),
        Move("cancel",     (T.PROPOSED, T.CONFIRMED),            T.CANCELLED, session_pair, (unsaid,), pgettext_lazy("button", "Cancel the session")),
        Move("hold",       (T.PROPOSED, T.CONFIRMED, T.MISSED),  T.HELD,      session_pair, (started, met), pgettext_lazy("button", "It took place")),
        Move("miss",       (T.PROPOSED, T.CONFIRMED, T.HELD),    T.MISSED,    session_pair, (started, not_met), pgettext_lazy("button", "It did not take place")),
    ],
)  # fmt: skip

MENTORSHIP_RIGHTS = Rights(
    "mentorship",
    [
        Right("propose_session", pair, (running,)),
        Right("tick_step", pair),
        Right("read_content", pair),  # agendas, logs and steps: nobody else, ever
        Right("read_end_words", end_words_readers),
    ],
)
PROPOSAL_RIGHTS = Rights(
    "proposal",
    [
        Right(
            "propose",
            runs_programme,
            (
                cohort_runs,
                not_with_oneself,
                not_own_principal,
                takes_part,
                one_at_a_time,
                takes_teachers,
                has_seat,
            ),
        ),
    ],
)
ASKING_RIGHTS = Rights(
    "asking",
    [
        Right(
            "ask",
            learner,
            (
                programme_open,
                cohort_runs,
                asks_another,
                not_own_principal,
                can_be_asked,
                not_asked_already,
                few_waiting,
                not_overloaded,
            ),
        ),
    ],
)
REQUEST_RIGHTS = Rights("request", [Right("read_text", request_parties)])
SESSION_RIGHTS = Rights(
    "session",
    [
        Right("read", session_readers),  # that it is, when, and how it stands
        Right("read_content", session_parties),
        Right("write_agenda", session_parties, (planned,)),
        Right("write_log", session_pair, (one_to_one, started, not_cancelled, not_missed)),
        Right("say_attendance", session_parties, (started, not_cancelled)),
        Right("take_seat", cohort_teacher, (group, not_the_host, announced, ahead)),
        Right("give_seat_back", seat_holders, (group, announced, ahead)),
    ],
)
GROUP_RIGHTS = Rights("group", [Right("announce", cohort_mentor)])  # decided on a cohort
