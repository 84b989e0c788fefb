"""Work that is handed in: given to two readers, to a third when they see it differently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from banyan.demo import voices
from banyan.demo.actions.world import World
from banyan.demo.programmes import Pace, Setting
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.models import Anchor, Reading, Submission
from banyan.practice.queries import anchors, disputes, handing_in, submissions
from banyan.practice.queries.reviews import judged
from banyan.practice.states import SubmissionStatus
from banyan.programmes.models import Programme
from banyan.programmes.rules import rules_of

GIVEN_AFTER = timedelta(days=2)
READ_AFTER = timedelta(days=9)


def hand_in(pair: Mentorship, key: str, *, by: Viewer) -> None:
    """What the worker does when a teacher has said that such a step is done."""
    design = blueprint_of(pair.cohort)
    if judged(design, key) is None:
        return
    ready = handing_in.ready(pair, key, design)
    if ready is not None:
        practice.hand_in(ready, by=system(by.now))


def read(
    world: World,
    setting: Setting,
    pair: Mentorship,
    pace: Pace,
    coordinator: Person,
    readers: list[Person],
    *,
    by: Viewer,
) -> None:
    """What has become of the work of this pair by now. The readers of the first cohort disagree;
    where the review is left, the first has read it soon and the second has not come to it. What is
    disputed came back from both."""
    slow = "review" in pace.left or pace.disputed
    waiting = Submission.objects.filter(mentorship=pair, status=SubmissionStatus.IN_REVIEW)
    for one in waiting.order_by("pk"):
        age = by.now - one.handed_in_at
        given = list(Reading.objects.filter(submission=one).order_by("pk"))
        if age >= GIVEN_AFTER and not given:
            chief = world.seen(coordinator, by.now)
            for reader in readers[:2]:
                practice.assign_reader(submissions.told_of(one.pk), reader, by=chief)
        elif age >= (GIVEN_AFTER if slow else READ_AFTER):
            disagree = pair.cohort.name == setting.cohorts[-1][0]
            _find(world, given[0], by, met=not pace.disputed)
            if pace.disputed:
                _find(world, given[1], by, met=False)
                _dispute(one, world.seen(pair.mentee, by.now + timedelta(hours=3)))
            if slow:
                continue
            _find(world, given[1], by, met=not disagree)
            if disagree:
                chief = world.seen(coordinator, by.now)
                third = practice.assign_reader(submissions.told_of(one.pk), readers[2], by=chief)
                _find(world, third, by, met=True)


def is_disputed(pair: Mentorship, key: str) -> bool:
    return Submission.objects.filter(mentorship=pair, key=key, dispute__isnull=False).exists()


def sign_off_and_argue(
    world: World,
    pair: Mentorship,
    coordinator: Person,
    readers: list[Person],
    at: Callable[[float], datetime],
) -> None:
    """The mentor found it ready; of the first two readers one would send it back."""
    one = Submission.objects.get(mentorship=pair, status=SubmissionStatus.IN_REVIEW)
    practice.sign_off(submissions.told_of(one.pk), by=world.seen(pair.mentor, at(5)))
    for reader in readers[:2]:
        chief = world.seen(coordinator, at(4))
        practice.assign_reader(submissions.told_of(one.pk), reader, by=chief)
    given = Reading.objects.filter(submission=one).order_by("pk")
    for days_ago, met, row in zip((2, 1), (True, False), given, strict=True):
        _find(world, row, world.seen(row.reader, at(days_ago)), met=met)


def _dispute(one: Submission, by: Viewer) -> None:
    found = disputes.disputable(by, submissions.submission(by, one.pk))
    practice.raise_dispute(found, voices.DISPUTED, by=by)


def calibrate(
    programme: Programme, readers: list[Person], seen: Callable[[Person], Viewer], by: Viewer
) -> None:
    """A text on which one agreed beforehand, before any work: the first reader finds what is
    agreed, the second is kinder, the third stricter."""
    made, codes = _write_anchor(programme, voices.ANCHOR, -1, by)
    agreed = made.agreed
    found = (agreed, dict.fromkeys(codes, True), dict.fromkeys(codes, False))
    given = practice.give_anchor(anchors.anchor(by, made.pk), readers, by=by)
    for row, met in zip(given, found, strict=True):
        reader = seen(row.reader)
        comments = {code: voices.ANCHOR_COMMENT for code in codes if not met[code]}
        practice.finish_reading(submissions.reading(reader, row.pk), met, comments, by=reader)


def write_another(programme: Programme, *, by: Viewer) -> None:
    """A second text, which nobody has yet."""
    _write_anchor(programme, voices.NEXT_ANCHOR, 1, by)


def _write_anchor(
    programme: Programme, said: voices.Anchor, missing: int, by: Viewer
) -> tuple[Anchor, list[str]]:
    """Of the criteria, by their order, this one is not met. Returns their codes, too."""
    like = anchors.likenesses(programme)[0]
    key = like.steps[0][0]
    words = anchors.words_of_work(rules_of(programme), key, said.text)
    codes = [criterion.code for criterion in like.review.criteria]
    agreed = {code: code != codes[missing] for code in codes}
    made = practice.write_anchor(programme, key, said.title, words, agreed, said.agreed_how, by=by)
    return made, codes


def _find(world: World, reading: Reading, at: Viewer, *, met: bool) -> None:
    if reading.done_at is not None:
        return
    by = world.seen(reading.reader, at.now)
    to_read = submissions.reading(by, reading.pk)
    codes = [criterion.code for criterion in to_read.handed.review.criteria]
    found = {code: met or code != codes[-1] for code in codes}
    before = Reading.objects.filter(submission=reading.submission_id, done_at__isnull=False).count()
    said = voices.WELL_READ[before % len(voices.WELL_READ)]
    comments = {codes[0]: said} | (
        {} if met else {codes[-1]: voices.NOT_YET[before % len(voices.NOT_YET)]}
    )
    practice.finish_reading(to_read, found, comments, by=by)
