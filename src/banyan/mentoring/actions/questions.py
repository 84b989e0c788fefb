"""Mentoring in writing: asked, taken by one mentor, answered, followed up, closed, made public."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import AnsweredQuestion, Question, QuestionLimit, Turn
from banyan.mentoring.models.questions import sound_at
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules.questions import (
    LARGEST_MOST,
    MOST_SOUND,
    MOST_WORDS,
    PUBLIC_RIGHTS,
    QUESTION,
    QUESTION_RIGHTS,
)
from banyan.mentoring.states import Helped, QuestionStatus
from banyan.people.models import Person
from banyan.people.queries import hashed
from banyan.trail import actions as trail
from banyan.ui import files
from banyan.ui.words import number


@transaction.atomic
def ask_mentors(
    domain: str, language: str, text: str, nameless: bool, *, by: Viewer, form: str
) -> Question:
    """The viewer, a teacher, puts a question to the mentors of her programme who can help with this
    domain. The same form sent twice is one question. Raises Refused, and Unfit for a domain or a
    language that the programme lacks."""
    # Two questions in two tabs: each counts the other.
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
    facts = queries.asking_all(by)
    said = text.strip()
    key = hashed(f"{form} {domain} {said}")
    before = Question.objects.filter(teacher_id=by.person_id, key=key).first()
    if before is not None:
        return before
    QUESTION_RIGHTS.decide(by, facts, "ask").or_refuse()
    assert facts.enrolment is not None  # noqa: S101 - the rule above lets nobody else through
    cohort = facts.enrolment.cohort
    design = blueprint_of(cohort)
    if domain not in {one.code for one in design.domains}:
        raise unfit("domain", _("Choose the field that comes closest."))
    if language not in {one.code for one in design.vocabularies.languages}:
        raise unfit("language", _("Choose one of the languages of the programme."))
    if not said or len(said) > MOST_WORDS:
        raise unfit("text", _("Write your question, in at most 4000 characters."))
    made = Question.objects.create(
        teacher_id=by.person_id,
        cohort=cohort,
        school=facts.enrolment.school,
        domain=domain,
        language=language,
        text=said,
        is_nameless=nameless,
        key=key,
        asked_at=by.now,
        due_at=by.now + timedelta(days=design.request.expires_after_days),
    )
    trail.record(verb="question.ask", subject=trail.subject_of(made), scope=_scope(made), by=by)
    return made


def take(found: Question, *, by: Viewer) -> Question:
    """The mentor takes it: from now on it is hers to answer, and nobody else of the mentors reads
    it. Raises Refused without room, and Stale when another was faster."""
    with transaction.atomic():
        # Two questions in two tabs: each counts the other.
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
        try:
            now_there = queries.question(by, found.pk)
        except Question.DoesNotExist as gone:
            raise Stale(str(QUESTION.moved_on)) from gone
        return _moved(
            now_there, "take", by,
            mentor_id=by.person_id, taken_at=by.now, due_at=by.now + _to_answer(found),
        )  # fmt: skip


def give_back(found: Question, *, by: Viewer) -> Question:
    """She cannot answer it after all: others may take it, with all the time that there was."""
    return _moved(found, "give_back", by, **_to_all(found, by))


def answer(found: Question, text: str, *, by: Viewer, form: str, **more: Any) -> Turn:
    """In words, by a link, as sound, or several of them (`link`, `file`). Raises Refused, Unfit,
    and Stale when it is not her turn any more."""
    return _turn(found, "answer", text, _to_ask_on(found), by=by, form=form, **more)


def follow_up(found: Question, text: str, *, by: Viewer, form: str, **more: Any) -> Turn:
    """The teacher asks one thing more."""
    return _turn(found, "follow_up", text, _to_answer(found), by=by, form=form, **more)


def _turn(
    found: Question, verb: str, text: str, then: timedelta, *, by: Viewer, form: str,
    link: str = "", file: IO[bytes] | None = None,
) -> Turn:  # fmt: skip
    said = text.strip()
    key = hashed(f"{form} {verb} {link} {said}")
    before = Turn.objects.filter(question=found, author_id=by.person_id, key=key).first()
    if before is not None:
        return before
    QUESTION.decide(by, found, verb).or_refuse()
    if len(said) > MOST_WORDS:
        raise unfit("text", _("Keep it to 4000 characters."))
    if not said and not link and file is None:
        raise unfit("text", _("Write something, give a link, or choose a recording."))
    kind, size = _checked(file) if file is not None else ("", 0)
    name = secrets.token_hex(16) if file is not None else ""
    with transaction.atomic():
        _moved(found, verb, by, due_at=by.now + then)
        made = Turn.objects.create(
            question=found, author_id=by.person_id, text=said, link=link, sound=name,
            sound_size=size, sound_type=kind, key=key, written_at=by.now,
        )  # fmt: skip
        if file is not None:
            try:
                files.keep(file, sound_at(name), size)
            except files.Full as full:
                sentence = _("There is no room for recordings on this server just now. Write it.")
                raise unfit("file", sentence) from full
    return made


def _checked(file: IO[bytes]) -> tuple[str, int]:
    """What it is by its content, and its bytes. Raises Unfit."""
    size = file.seek(0, 2)
    if size > MOST_SOUND:
        raise unfit(
            "file",
            _("A recording may have %(most)s MB; this one has %(size)s MB.")
            % {"most": number(MOST_SOUND / 1_000_000), "size": number(size / 1_000_000, 1)},
        )
    kind = files.type_of(file)
    if kind not in files.SOUNDS:
        raise unfit("file", _("Choose a recording: MP3, M4A, OGG or WAV."))
    return kind, size


def close(found: Question, helped: Helped | None, *, by: Viewer) -> Question:
    """The teacher has what she wanted, or not; she says which, if she likes."""
    said = helped.value if helped is not None else ""
    return _moved(found, "close", by, closed_at=by.now, due_at=None, helped=said)


def withdraw_question(found: Question, *, by: Viewer) -> Question:
    return _moved(found, "withdraw", by, closed_at=by.now, due_at=None)


def end_turn(found: Question, *, by: Viewer) -> Question:
    """What the clock does when a turn is over; only the platform says so. Raises Stale when
    somebody was faster."""
    verb = {
        QuestionStatus.OPEN: "expire",
        QuestionStatus.TAKEN: "turn_back" if getattr(found, "answers", 0) else "reopen",
        QuestionStatus.ANSWERED: "settle",
    }[QuestionStatus(found.status)]
    changes: dict[str, Any] = {"closed_at": by.now, "due_at": None}
    if verb == "turn_back":
        changes = {"due_at": by.now + _to_ask_on(found)}
    elif verb == "reopen":
        changes = _to_all(found, by)
    return _moved(found, verb, by, **changes)


def set_most(most: int, *, by: Viewer) -> QuestionLimit:
    """How many questions the viewer would like to have with her at a time; 0 for none. ValueError
    for another number than the form offers."""
    if not 0 <= most <= LARGEST_MOST:
        raise ValueError(f"{most} questions at a time")
    with transaction.atomic():
        row, is_new = trail.put(QuestionLimit, {"most": most}, person_id=by.person_id)
        if is_new:
            trail.record(verb="question_limit.set", subject=trail.subject_of(row), scope="", by=by)
    return row


def agree(found: Question, asked: str, said: str, seen: int, *, by: Viewer) -> AnsweredQuestion:
    """She says yes to these words for everybody. Other words than stand there make another version,
    to which only she has said yes; once both have said yes to the same one it is published. `seen`
    is the version that she read: Stale when the other one has written since. Raises Refused."""
    with transaction.atomic():
        Question.objects.select_for_update(no_key=True).only("pk").get(pk=found.pk)
        row = AnsweredQuestion.objects.filter(question=found).first()
        row = row or AnsweredQuestion(question=found, domain=found.domain, version=0)
        row.question = found
        PUBLIC_RIGHTS.decide(by, row, "agree").or_refuse()
        same = bool(row.version) and (asked.strip(), said.strip()) == (row.asked, row.answer)
        mine = "teacher_agreed" if by.person_id == found.teacher_id else "mentor_agreed"
        if same and getattr(row, mine) == row.version:
            return row  # in another tab
        if seen != row.version:
            raise Stale(_who_changed(row, mine))
        if not same:
            row.asked, row.answer = asked.strip(), said.strip()
            row.version += 1
            row.written_at, row.published_at = by.now, None
        setattr(row, mine, row.version)
        if row.teacher_agreed == row.mentor_agreed == row.version and row.published_at is None:
            row.published_at = by.now
        row.save(force_update=row.pk is not None)
        _public(row, "publish" if row.published_at == by.now else "agree", by)
    return row


def _who_changed(row: AnsweredQuestion, mine: str) -> str:
    """Whoever writes words says yes to them; where both have, it may have been either."""
    agreed = {
        name: getattr(row, name) == row.version for name in ("teacher_agreed", "mentor_agreed")
    }
    if agreed.pop(mine):
        if agreed.popitem()[1]:
            return _("These words were changed since you opened the page.")
        return _("You changed these words yourself, on another page, since you opened this one.")
    return _("The other one has changed these words since you opened the page.")


def take_down(row: AnsweredQuestion, *, by: Viewer) -> None:
    """Either of the two, at any time, for whatever reason: it is gone from the list. Raises
    Refused, and Stale when it is gone already."""
    PUBLIC_RIGHTS.decide(by, row, "take_down").or_refuse()
    with transaction.atomic():
        # Or the yes of the other one, at this moment, would write it anew.
        Question.objects.select_for_update(no_key=True).only("pk").get(pk=row.question_id)
        _public(row, "take_down", by)
        if not AnsweredQuestion.objects.filter(pk=row.pk).delete()[0]:
            raise Stale(_("It was taken out of the list already."))


def take_out(row: AnsweredQuestion, *, by: Viewer) -> None:
    """A coordinator, where the words name a child or hurt somebody: it is gone from the list, and
    both are told. Raises Refused, and Stale when it is gone or other words stand there."""
    PUBLIC_RIGHTS.decide(by, row, "take_out").or_refuse()
    with transaction.atomic():
        Question.objects.select_for_update(no_key=True).only("pk").get(pk=row.question_id)
        _public(row, "take_out", by)
        if not AnsweredQuestion.objects.filter(pk=row.pk, version=row.version).delete()[0]:
            raise Stale(_("It was taken out of the list already."))


def clear_sounds(before: datetime) -> int:
    """Remove files that belong to no turn; returns how many."""
    found = queries.sounds_of_nobody(before)
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _to_answer(found: Question) -> timedelta:
    return timedelta(days=blueprint_of(found.cohort).request.in_writing.answer_days)


def _to_ask_on(found: Question) -> timedelta:
    return timedelta(days=blueprint_of(found.cohort).request.in_writing.follow_up_days)


def _to_all(found: Question, by: Viewer) -> dict[str, Any]:
    days = blueprint_of(found.cohort).request.expires_after_days
    return {"mentor_id": None, "taken_at": None, "due_at": by.now + timedelta(days=days)}


def _moved(found: Question, verb: str, by: Viewer, **changes: Any) -> Question:
    told = {"mentor": found.mentor_id} if found.mentor_id else None
    return trail.move(found, QUESTION, verb, by=by, scope=_scope(found), told=told, **changes)


def _public(row: AnsweredQuestion, verb: str, by: Viewer) -> None:
    subject = trail.subject_of(row.question)
    trail.record(verb=f"question.{verb}", subject=subject, scope=_scope(row.question), by=by)


def _scope(found: Question) -> str:
    return found.school.path or ""
