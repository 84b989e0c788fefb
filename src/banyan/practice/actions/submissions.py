"""Work handed in, given to readers, judged; and what follows for the journey of the pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.steps import Doing
from banyan.mentoring.snapshot import doing
from banyan.people.models import Person
from banyan.practice.actions.applications import answer
from banyan.practice.models import Anchor, Dispute, Reading, Submission
from banyan.practice.queries.anchors import Anchored
from banyan.practice.queries.candidates import candidate, reviewers
from banyan.practice.queries.disputes import Disputable, Disputed, shown_with_it
from banyan.practice.queries.handing_in import Ready
from banyan.practice.queries.submissions import ToRead, told_of
from banyan.practice.queries.works import Handed, OfApplicant, OfPair
from banyan.practice.rules import (
    ASSIGNING,
    DISPUTE,
    DISPUTING,
    HANDING_IN,
    READING,
    SUBMISSION,
    may_assign,
)
from banyan.practice.states import Verdict, Waits
from banyan.trail import actions as trail
from blueprint import counted

MOST_WORDS = 3000
FOUND = {Verdict.SUCCESSFUL: "succeed", Verdict.NOT_YET: "send_back"}
DECIDED = {Verdict.SUCCESSFUL: "decide_successful", Verdict.NOT_YET: "decide_not_yet"}


def hand_in(ready: Ready, *, by: Viewer) -> Submission | None:
    """Keep what was written, as it is now, and let it be read. None when it was handed in at the
    same moment by another way; Refused when the programme does not allow it (again)."""
    HANDING_IN.decide(by, ready, "hand_in").or_refuse()
    try:
        with transaction.atomic():
            made = Submission.objects.create(
                mentorship=ready.pair,
                key=ready.key,
                review_key=ready.how.review_key,
                attempt=len(ready.attempts) + 1,
                design="@".join(ready.pair.cohort.design),
                words=ready.record.words if ready.record else {},
                handed_in_at=by.now,
            )
            trail.record(
                verb="submission.hand_in",
                subject=trail.subject_of(made),
                scope=ready.pair.school.path or "",
                by=by,
            )
    except IntegrityError:
        return None
    return made


def withdraw_submission(handed: Handed, *, by: Viewer) -> None:
    """Take it back before anybody has read it; it does not count as an attempt."""
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        _move(handed, "withdraw", by=by)
        _return_step(handed, by)


def lapse(handed: Handed, *, by: Viewer) -> None:
    """What it is about was taken back: nobody reads it any more."""
    with transaction.atomic():
        _locked(handed)
        _move(told_of(handed.submission.pk), "lapse", by=by)


def sign_off(handed: Handed, *, by: Viewer) -> None:
    """The mentor says that it is ready to be read: readers are looked for from now on."""
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        SUBMISSION.decide(by, handed, "sign_off").or_refuse()
        rows = Submission.objects.filter(pk=handed.submission.pk, signed_off_at=None)
        if not rows.update(signed_off_at=by.now):
            raise Stale(str(SUBMISSION.moved_on))
        _record(handed, "sign_off", by)


def return_submission(handed: Handed, because: str, *, by: Viewer) -> None:
    """The mentor gives it back to the teacher with a word of what is missing; it does not count as
    an attempt. Raises Unfit without one."""
    if not because.strip():
        raise unfit("because", _("Say what is missing, so that the teacher can go on."))
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        _move(handed, "return", by=by, because=because.strip()[:MOST_WORDS])
        _return_step(handed, by)


def assign_reader(handed: Handed, person: Person, *, by: Viewer) -> Reading:
    """Give it to this person to read, for as long as the blueprint says."""
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        ASSIGNING.decide(by, candidate(handed, person, on=by.today), "assign").or_refuse()
        return _give(handed, person, by)


def assign_by_load(handed: Handed, *, by: Viewer) -> list[Reading]:
    """Give it to as many readers as it wants, those first who may read it and have least to read.
    Returns what was given: fewer, or nothing, where there are not enough readers."""
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        may_assign(by, handed).or_refuse()
        found = reviewers(handed, on=by.today)
        free = [c.person for c in found if ASSIGNING.decide(by, c, "assign")]
        return [_give(handed, person, by) for person in free[: handed.weighed.wanted]]


def assign_all(waiting: Sequence[Handed], *, by: Viewer) -> list[Reading]:
    """The same for each of these, in this order; what has moved on meanwhile is left out."""
    given: list[Reading] = []
    for each in waiting:
        if may_assign(by, told_of(each.submission.pk)):
            given += assign_by_load(each, by=by)
    return given


def _give(handed: Handed, person: Person, by: Viewer) -> Reading:
    made = Reading.objects.create(
        submission=handed.submission,
        reader=person,
        assigned_by_id=by.person_id,
        assigned_at=by.now,
        due_on=counted(by.today, handed.review.answer_within),
    )
    tell_of_reading(made, handed, "assign", by)
    return made


def finish_reading(
    to_read: ToRead, met: Mapping[str, bool], comments: Mapping[str, str], *, by: Viewer
) -> Reading:
    """Say of each criterion whether it is met, and why not where it is not. Work is successful to
    a reader when it meets every criterion. Raises Unfit, naming the criterion, or with "comment-"
    before it what is said of it: no code has a hyphen."""
    found: dict[str, bool] = {}
    said: dict[str, str] = {}
    for criterion in to_read.handed.review.criteria:
        code = criterion.code
        if code not in met:
            raise unfit(code, _("Say whether it meets this."))
        comment = comments.get(code, "").strip()
        if not met[code] and not comment:
            raise unfit(
                f"comment-{code}", _("Say what is missing, so that whoever wrote this can go on.")
            )
        if len(comment) > MOST_WORDS:
            raise unfit(f"comment-{code}", _("Keep it to 3000 characters."))
        found[code] = met[code]
        said |= {code: comment} if comment else {}
    decision = Verdict.SUCCESSFUL if all(found.values()) else Verdict.NOT_YET
    with transaction.atomic():
        _locked(to_read.handed)
        moved = _move_reading(
            to_read, "finish", by=by, met=found, comments=said, decision=decision, done_at=by.now
        )
        if moved.submission_id is not None:
            handed = told_of(moved.submission_id)
            ASSIGNING.decide(by, candidate(handed, moved.reader, on=by.today), "judge").or_refuse()
            _weigh(handed, by)
    return moved


def decline_reading(to_read: ToRead, *, by: Viewer) -> Reading:
    """Give it back unread; the coordinators look for somebody else."""
    with transaction.atomic():
        _locked(to_read.handed)
        return _move_reading(to_read, "decline", by=by)


def release_reader(to_read: ToRead, *, by: Viewer) -> Reading:
    """Take it away from a reader who does not come to it."""
    with transaction.atomic():
        _locked(to_read.handed)
        return _move_reading(to_read, "release", by=by)


def reassign(to_read: ToRead, *, by: Viewer) -> list[Reading]:
    """Take it from a reader who does not come to it, and give it to whoever may read it and has
    least to read. Returns what was given: nothing, where there is nobody else."""
    with transaction.atomic():
        released = release_reader(to_read, by=by)
        assert released.submission_id is not None  # noqa: S101 - only work is taken away
        return assign_by_load(told_of(released.submission_id), by=by)


def change_reading(to_read: ToRead, *, by: Viewer) -> Reading:
    """After a talk between readers who disagreed: look at it again. What was found is kept."""
    row = to_read.reading
    found = {
        "met": row.met,
        "comments": row.comments,
        "decision": row.decision,
        "done_at": row.done_at.isoformat() if row.done_at else "",
    }
    with transaction.atomic():
        _locked(to_read.handed)
        return _move_reading(
            to_read, "change", by=by, decision="", done_at=None, earlier=[*row.earlier, found]
        )


def decide(handed: Handed, verdict: Verdict, because: str, *, by: Viewer) -> None:
    """The coordinator settles what the readers see differently, with a reason."""
    because = because.strip()
    if not because:
        raise unfit("because", _("Say how you came to this."))
    with transaction.atomic():
        _locked(handed)
        handed = told_of(handed.submission.pk)
        _settle(
            handed, DECIDED[verdict], by=by,
            because=because[:MOST_WORDS], decided_by_id=by.person_id,
        )  # fmt: skip


def raise_dispute(work: Disputable, words: str, *, by: Viewer) -> Dispute:
    """Ask for a decision on an outcome, in writing; what the readers said is shown with it. Raises
    Unfit without words."""
    DISPUTING.decide(by, work, "raise").or_refuse()
    if not words.strip():
        raise unfit("words", _("Say what you see differently."))
    way = work.handed.review.dispute
    assert way is not None  # noqa: S101 - the rules ask for it
    try:
        with transaction.atomic():
            _locked(work.handed)
            made = Dispute.objects.create(
                submission=work.handed.submission,
                words=words.strip()[:MOST_WORDS],
                findings=shown_with_it(by, work.handed),
                raised_at=by.now,
                decide_by=counted(by.today, way.decide_within),
            )
            trail.record(
                verb="dispute.raise", subject=trail.subject_of(made), scope=work.handed.scope, by=by
            )
    except IntegrityError as error:
        raise Stale(_("This outcome has been disputed since you opened the page.")) from error
    return made


def decide_dispute(disputed: Disputed, change: bool, because: str, *, by: Viewer) -> None:
    """The outcome stands, or is changed to successful, with the reason in writing; the journey of
    the pair follows. Raises Unfit without a reason."""
    verb = "change" if change else "uphold"
    DISPUTE.decide(by, disputed, verb).or_refuse()
    if not because.strip():
        raise unfit("because", _("Say how you came to this."))
    with transaction.atomic():
        _locked(disputed.handed)
        _move_dispute(
            disputed, verb, by,
            because=because.strip()[:MOST_WORDS], decided_by_id=by.person_id, decided_at=by.now,
        )  # fmt: skip
        if change:
            again = told_of(disputed.handed.submission.pk)
            _settle(again, "overturn", by=system(by.now))


def withdraw_dispute(disputed: Disputed, *, by: Viewer) -> None:
    """She lets the outcome stand."""
    with transaction.atomic():
        _move_dispute(disputed, "withdraw", by, decided_at=by.now)


def _move_dispute(disputed: Disputed, verb: str, by: Viewer, **changes: object) -> None:
    scope = disputed.handed.scope
    trail.move(disputed.dispute, DISPUTE, verb, by=by, scope=scope, on=disputed, **changes)


def _locked(handed: Handed | Anchored) -> None:
    """Whoever comes second sees what the first one did."""
    if isinstance(handed, Anchored):
        Anchor.objects.select_for_update().only("pk").get(pk=handed.anchor.pk)
    else:
        Submission.objects.select_for_update().only("pk").get(pk=handed.submission.pk)


def _weigh(handed: Handed, by: Viewer) -> None:
    """After a reading: the outcome follows when the readers agree, or a majority decides."""
    verdict = handed.weighed.verdict
    platform = system(by.now)  # a timeline of the pair never names a reader
    if verdict is not None:
        _settle(handed, FOUND[verdict], by=platform)
    elif handed.weighed.waits in (Waits.ANOTHER, Waits.DISCUSSION, Waits.COORDINATOR):
        _record(handed, "disagree", platform)


def _settle(handed: Handed, verb: str, *, by: Viewer, **changes: object) -> None:
    _move(handed, verb, by=by, **changes)
    if isinstance(handed, OfApplicant):
        answer(handed, verb, by=by)
        return
    if SUBMISSION.target(verb).value == Verdict.NOT_YET:
        _return_step(handed, by)
        return
    platform = system(by.now)
    for key in (handed.submission.key, handed.submission.review_key):
        if step := _step(handed, key, platform):
            mentoring.conclude_step(step, handed.day(by.now), by=platform)


def _return_step(handed: Handed, by: Viewer) -> None:
    """What came back is to be done once more: the journey says so."""
    platform = system(by.now)
    step = _step(handed, handed.submission.key, platform)
    if step is not None and step.record.pk is not None:
        mentoring.return_step(step, by=platform)


def _step(handed: Handed, key: str, by: Viewer) -> Doing | None:
    """The step of the journey; None where it is of none, or the cohort has moved to a blueprint
    without it."""
    if not isinstance(handed, OfPair):
        return None
    try:
        return doing(by, handed.pair, key)
    except Mentorship.DoesNotExist:
        return None


def _move(handed: Handed, verb: str, *, by: Viewer, **changes: object) -> None:
    trail.move(
        handed.submission, SUBMISSION, verb, by=by, scope=handed.scope, on=handed,
        settled_at=by.now, **changes,
    )  # fmt: skip


def _record(handed: Handed, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"submission.{verb}",
        subject=trail.subject_of(handed.submission),
        scope=handed.scope,
        by=by,
    )


def _move_reading(to_read: ToRead, verb: str, *, by: Viewer, **changes: object) -> Reading:
    READING.decide(by, to_read, verb).or_refuse()
    row = to_read.reading
    same = Reading.objects.filter(pk=row.pk, status=row.status)
    if isinstance(to_read.handed, Anchored):
        same = same.filter(anchor__retired_at=None)
    else:
        same = same.filter(submission__status=to_read.handed.status)
    if not same.update(status=READING.target(verb).value, **changes):
        raise Stale(str(READING.moved_on))
    tell_of_reading(row, to_read.handed, verb, by)
    return Reading.objects.select_related("reader").get(pk=row.pk)


def tell_of_reading(reading: Reading, handed: Handed | Anchored, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"reading.{verb}", subject=trail.subject_of(reading), scope=handed.scope, by=by
    )
