"""Who may hand in, give out, read and judge work. The whole answer."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.rules import comes_from_elsewhere, manages_nobody_here
from banyan.people.rules import platform
from banyan.practice.queries.candidates import Candidate
from banyan.practice.queries.disputes import Disputable, Disputed
from banyan.practice.queries.handing_in import Ready
from banyan.practice.queries.submissions import ToRead
from banyan.practice.queries.works import Handed, day_of
from banyan.practice.standings import (
    ASSIGNER,
    AUTHOR,
    AUTHORS_CONFIDANT,
    DECIDER,
    READER,
    READING_ASSIGNER,
    SUBMISSION_READERS,
)
from banyan.practice.states import DisputeStatus as D
from banyan.practice.states import ReadingStatus as R
from banyan.practice.states import SubmissionStatus as S
from banyan.practice.states import Waits
from blueprint import counted

author = AUTHOR.otherwise(_("Only the teacher whose work it is can do this."), of="submission")


pair = SUBMISSION_READERS.otherwise(
    _("Only the teacher and the mentor read this."), of="submission"
)


assigner = ASSIGNER.otherwise(
    _("Only a coordinator of this school who is not of the pair can do this."), of="submission"
)


authors_mentor = AUTHORS_CONFIDANT.otherwise(
    _("Only the mentor can do this, and no mentor with power over the teacher."), of="submission"
)


def waits_for_mentor(viewer: Viewer, h: Handed) -> Decision:
    if h.waits == Waits.SIGNING_OFF:
        return ALLOWED
    return denied(_("This work does not wait for the mentor."))


def nothing_read(viewer: Viewer, h: Handed) -> Decision:
    if not h.done:
        return ALLOWED
    return denied(_("Somebody has read it already. Wait for the result."))


def of_a_step(viewer: Viewer, h: Handed) -> Decision:
    if h.key:
        return ALLOWED
    return denied(_("Withdraw the application itself."))


def in_dispute(viewer: Viewer, h: Handed) -> Decision:
    if h.waits in (Waits.DISCUSSION, Waits.COORDINATOR):
        return ALLOWED
    return denied(_("You are asked to decide only when the readers disagree."))


SUBMISSION = Lifecycle(
    "submission",
    S,
    initial=S.IN_REVIEW,
    moved_on=_("This work has moved on since you opened the page."),
    moves=[
        #    verb                 from             to            who       needs
        Move("succeed",           (S.IN_REVIEW,),  S.SUCCESSFUL, platform, (), pgettext_lazy("button", "It is successful")),
        Move("send_back",         (S.IN_REVIEW,),  S.NOT_YET,    platform, (), pgettext_lazy("button", "Send it back")),
        Move("decide_successful", (S.IN_REVIEW,),  S.SUCCESSFUL, assigner, (in_dispute,), pgettext_lazy("button", "It is successful")),
        Move("decide_not_yet",    (S.IN_REVIEW,),  S.NOT_YET,    assigner, (in_dispute,), pgettext_lazy("button", "Not yet")),
        Move("overturn",          (S.NOT_YET,),    S.SUCCESSFUL, platform, (), pgettext_lazy("button", "It is successful")),
        Move("lapse",             (S.IN_REVIEW,),  S.WITHDRAWN, platform, (), pgettext_lazy("button", "Withdraw it")),
        Move("withdraw",          (S.IN_REVIEW,),  S.WITHDRAWN, author,   (of_a_step, nothing_read), pgettext_lazy("button", "Withdraw it")),
        Move("sign_off",          (S.IN_REVIEW,),  S.IN_REVIEW,  authors_mentor, (waits_for_mentor,), pgettext_lazy("button", "It is ready to be read")),
        Move("return",            (S.IN_REVIEW,),  S.WITHDRAWN,  authors_mentor, (waits_for_mentor,), pgettext_lazy("button", "It is not ready yet")),
    ],
)  # fmt: skip


reader = READER.otherwise(_("This was given to somebody else to read."), of="reading")


reading_assigner = READING_ASSIGNER.otherwise(
    _("Only a coordinator of this school who is not of the pair can do this."), of="reading"
)


def under_review(viewer: Viewer, r: ToRead) -> Decision:
    if r.handed.status == S.IN_REVIEW:
        return ALLOWED
    return denied(_("This work is not being read any more."))


def under_discussion(viewer: Viewer, r: ToRead) -> Decision:
    if r.handed.waits == Waits.DISCUSSION:
        return ALLOWED
    return denied(_("What you found stands."))


READING = Lifecycle(
    "reading",
    R,
    initial=R.ASSIGNED,
    moved_on=_("This reading has moved on since you opened the page."),
    moves=[
        #    verb       from            to          who               needs
        Move("finish",  (R.ASSIGNED,),  R.DONE,     reader,           (under_review,), pgettext_lazy("button", "Hand in what you found")),
        Move("decline", (R.ASSIGNED,),  R.DECLINED, reader,           (under_review,), pgettext_lazy("button", "Give it back unread")),
        Move("change",  (R.DONE,),      R.ASSIGNED, reader,           (under_discussion,), pgettext_lazy("button", "Change what you found")),
        Move("release", (R.ASSIGNED,),  R.DECLINED, reading_assigner, (under_review,), pgettext_lazy("button", "Ask somebody else")),
    ],
)  # fmt: skip


def wants_readers(viewer: Viewer, h: Handed) -> Decision:
    if h.status == S.IN_REVIEW and h.weighed.wanted:
        return ALLOWED
    return denied(_("It needs no further reader now."))


def assigner_of(viewer: Viewer, c: Candidate) -> Decision:
    return assigner(viewer, c.handed)


def oneself(viewer: Viewer, c: Candidate) -> Decision:
    if c.person.pk == viewer.person_id:
        return ALLOWED
    return denied(_("This was given to somebody else to read."))


def readers_wanted(viewer: Viewer, c: Candidate) -> Decision:
    return wants_readers(viewer, c.handed)


def _unless(
    stands: Callable[[Candidate], bool], name: str, sentence: object
) -> Callable[[Viewer, Candidate], Decision]:
    def need(viewer: Viewer, c: Candidate) -> Decision:
        return denied(sentence) if stands(c) else ALLOWED

    need.__name__ = name
    need.__doc__ = None
    return need


reviewer = _unless(
    lambda c: not c.is_reviewer, "reviewer", _("This person is not a reader of the programme.")
)
trained = _unless(
    lambda c: not c.is_trained,
    "trained",
    _("The training of this reader is missing or has run out."),
)
not_of_the_pair = _unless(
    lambda c: c.is_of_pair, "not_of_the_pair", _("Nobody reads work of their own pair.")
)
never_their_mentor = _unless(
    lambda c: c.has_walked_along,
    "never_their_mentor",
    _("Nobody judges whom they have mentored."),
)


never_whom_they_mentored = _unless(
    lambda c: c.was_guided,
    "never_whom_they_mentored",
    _("Nobody judges their own mentor, of now or of before."),
)


def not_their_principal(viewer: Viewer, c: Candidate) -> Decision:
    return manages_nobody_here(c.ties)


def of_another_school(viewer: Viewer, c: Candidate) -> Decision:
    return comes_from_elsewhere(c.ties) if c.handed.review.readers_differ_in_school else ALLOWED


without_sight = _unless(
    lambda c: c.handed.review.blind and c.sees_whose,
    "without_sight",
    _("Coordinators of the school see whose work it is, so they do not read it."),
)
not_yet_a_reader = _unless(
    lambda c: c.reads_already, "not_yet_a_reader", _("This person was given it already.")
)
UNBOUND = (
    not_of_the_pair, never_their_mentor, never_whom_they_mentored, not_their_principal,
    of_another_school, without_sight,
)  # fmt: skip

ASSIGNING = Rights(
    "assigning",
    [
        Right(
            "assign",
            assigner_of,
            (readers_wanted, reviewer, *UNBOUND, not_yet_a_reader, trained),
            pgettext_lazy("button", "Give it to this reader"),
        ),
        # Asked once more when she hands in what she found: meanwhile she may have become of the
        # school. Her training counted when she was given it.
        Right("judge", oneself, UNBOUND),
    ],
)


def may_assign(viewer: Viewer, h: Handed) -> Decision:
    """Whether this viewer looks for a reader of this work now, whoever that will be."""
    decision = assigner(viewer, h)
    return wants_readers(viewer, h) if decision else decision


SUBMISSION_RIGHTS = Rights("work", [Right("read", pair)])


def is_done(viewer: Viewer, r: Ready) -> Decision:
    return ALLOWED if r.record else denied(_("Say first that the step is done."))


def nothing_open(viewer: Viewer, r: Ready) -> Decision:
    if r.last is None or r.last.status in (S.NOT_YET, S.WITHDRAWN):
        return ALLOWED
    return denied(_("It is handed in already."))


def written_since(viewer: Viewer, r: Ready) -> Decision:
    """What came back, or was withdrawn, is handed in again only when it was looked at again."""
    settled = r.last.settled_at if r.last else None
    written = r.record.written_at if r.record else None
    if settled is None or (written is not None and written > settled):
        return ALLOWED
    return denied(_("Change what you wrote first."))


def not_disputed(viewer: Viewer, r: Ready) -> Decision:
    """While somebody decides once more nothing new is handed in."""
    if not r.disputed:
        return ALLOWED
    return denied(_("The outcome is disputed. Wait for the decision, or withdraw the dispute."))


def attempts_left(viewer: Viewer, r: Ready) -> Decision:
    if r.counting <= r.how.review.resubmissions:
        return ALLOWED
    return denied(
        _("It was handed in as often as the programme allows. Talk with your coordinator.")
    )


def in_time(viewer: Viewer, r: Ready) -> Decision:
    last = r.last
    if last is None or last.status != S.NOT_YET or last.settled_at is None:
        return ALLOWED
    since = max(last.settled_at, r.decided_at or last.settled_at)
    if day_of(r.pair, viewer.now) <= counted(day_of(r.pair, since), r.how.review.resubmit_within):
        return ALLOWED
    return denied(_("The time to hand it in again is over. Talk with your coordinator."))


HANDING_IN = Rights(
    "handing_in",
    [
        Right(
            "hand_in",
            platform,
            (is_done, nothing_open, not_disputed, written_since, attempts_left, in_time),
        )
    ],
)


def disputant(viewer: Viewer, d: Disputable) -> Decision:
    return author(viewer, d.handed)


def there_is_a_way(viewer: Viewer, d: Disputable) -> Decision:
    if d.handed.review.dispute is not None:
        return ALLOWED
    return denied(_("This programme knows no dispute about an outcome."))


def came_back(viewer: Viewer, d: Disputable) -> Decision:
    if d.handed.status == S.NOT_YET and d.is_last:
        return ALLOWED
    return denied(_("Only what came back last can be disputed."))


def once(viewer: Viewer, d: Disputable) -> Decision:
    return denied(_("This outcome has been disputed already.")) if d.dispute else ALLOWED


def soon_enough(viewer: Viewer, d: Disputable) -> Decision:
    way, settled = d.handed.review.dispute, d.handed.submission.settled_at
    if (
        way
        and settled
        and d.handed.day(viewer.now) <= counted(d.handed.day(settled), way.raise_within)
    ):
        return ALLOWED
    return denied(_("The time to dispute this outcome is over."))


DISPUTING = Rights(
    "disputing",
    [
        Right(
            "raise",
            disputant,
            (there_is_a_way, came_back, once, soon_enough),
            pgettext_lazy("button", "Ask for a decision"),
        )
    ],
)


def who_disputes(viewer: Viewer, d: Disputed) -> Decision:
    return author(viewer, d.handed)


who_decides = DECIDER.otherwise(
    _("Only a coordinator of this school who is not of the pair can do this."), of="dispute"
)


def has_not_read_it(viewer: Viewer, d: Disputed) -> Decision:
    """Neither this attempt nor one before it, and has decided on none of them."""
    if viewer.person_id not in d.has_judged:
        return ALLOWED
    return denied(_("You have read this or decided on it yourself. Somebody else decides."))


DISPUTE = Lifecycle(
    "dispute",
    D,
    initial=D.RAISED,
    moved_on=_("This dispute has been decided or withdrawn since you opened the page."),
    moves=[
        #    verb        from         to            who           needs
        Move("uphold",   (D.RAISED,), D.UPHELD,    who_decides,  (has_not_read_it,), pgettext_lazy("button", "The outcome stands")),
        Move("change",   (D.RAISED,), D.CHANGED,   who_decides,  (has_not_read_it,), pgettext_lazy("button", "The outcome is changed")),
        Move("withdraw", (D.RAISED,), D.WITHDRAWN, who_disputes, (), pgettext_lazy("button", "Withdraw the dispute")),
    ],
)  # fmt: skip
