"""Who may do what to mentorships, requests and sessions, and when. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request, Session
from banyan.mentoring.standings import (
    ASKED,
    ASKER,
    COORDINATOR,
    HOST,
    INVOLVED,
    MENTEE,
    MENTOR,
    PAIR,
    REQUEST_PARTIES,
    SESSION_PAIR,
    SESSION_PARTIES,
)
from banyan.mentoring.states import LIVE, SessionKind
from banyan.mentoring.states import MentorshipStatus as S
from banyan.mentoring.states import RequestStatus as R
from banyan.mentoring.states import SessionStatus as T

mentor = MENTOR.otherwise(_("Only the mentor can do this."))
mentee = MENTEE.otherwise(_("Only the teacher can do this."))
pair = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
coordinator = COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
involved = INVOLVED.otherwise(_("Only the pair or their coordinator can do this."))
asker = ASKER.otherwise(_("Only the teacher who asked can do this."))
asked = ASKED.otherwise(_("Only the mentor who was asked can do this."))
request_parties = REQUEST_PARTIES.otherwise(_("Only the two people of this request can do this."))
host = HOST.otherwise(_("Only the mentor of this session can do this."))
session_pair = SESSION_PAIR.otherwise(_("Only the mentor and the teacher can do this."))
session_parties = SESSION_PARTIES.otherwise(_("Only people of this session can do this."))


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


def working_together(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in LIVE:
        return ALLOWED
    return denied(_("This pair is not working together now."))


def running(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status == S.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


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
        Move("confirm",    (T.PROPOSED,),              T.CONFIRMED, session_pair, (one_to_one, other_one, ahead), pgettext_lazy("button", "Confirm this time")),
        Move("announce",   (T.PROPOSED,),              T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Announce")),
        Move("reschedule", (T.PROPOSED, T.CONFIRMED),  T.PROPOSED,  session_pair, (one_to_one,), pgettext_lazy("button", "Propose another time")),
        Move("shift",      (T.CONFIRMED,),             T.CONFIRMED, host,         (group, ahead), pgettext_lazy("button", "Move to another time")),
        Move("cancel",     (T.PROPOSED, T.CONFIRMED),  T.CANCELLED, session_pair, (), pgettext_lazy("button", "Cancel the session")),
        Move("hold",       (T.CONFIRMED,),             T.HELD,      session_pair, (started,), pgettext_lazy("button", "It took place")),
        Move("miss",       (T.CONFIRMED,),             T.MISSED,    session_pair, (started,), pgettext_lazy("button", "It did not take place")),
    ],
)  # fmt: skip

MENTORSHIP_RIGHTS = Rights(
    "mentorship",
    [
        Right("propose_session", pair, (running,)),
        Right("read_content", pair),  # agendas, logs and steps: nobody else, ever
        Right("read_end_words", involved),
    ],
)
REQUEST_RIGHTS = Rights("request", [Right("read_text", request_parties)])
SESSION_RIGHTS = Rights(
    "session",
    [
        Right("write_agenda", session_parties),
        Right("write_log", session_pair, (started,)),
        Right("say_attendance", session_parties, (started,)),
        Right("read_content", session_parties),
    ],
)
