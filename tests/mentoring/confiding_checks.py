"""What the product says to each person, beside the plain reading: by one query which rows she
reads, and word by word what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    EmergencyAccess,
    Message,
    Question,
    Record,
    RecordComment,
    RecordVersion,
    Report,
    Request,
    Session,
    StepRecord,
)
from banyan.mentoring.queries import messages, questions, reports, requests, sessions, steps
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.emergencies import opened_words
from banyan.mentoring.queries.mentorships import mentorship
from banyan.mentoring.standings import (
    MESSAGE_READERS,
    QUESTION_READERS,
    RECORD_READERS,
    RECORD_WHOLE,
    REPORT_READERS,
    REQUEST_WORDS_READERS,
    SESSION_WORDS_READERS,
    STEP_WORDS_READERS,
)
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewers_for
from banyan.people import queries as queries_of_people
from banyan.people.models import Person, TypedForm
from banyan.people.standings import TYPIST
from banyan.practice.models import Dispute, Observation, Reading, Submission, Video
from banyan.practice.queries import disputes, submissions
from banyan.practice.queries import observations as cycles
from banyan.practice.queries import videos as films
from banyan.practice.rules.videos import WATCHING
from banyan.practice.standings import (
    DISPUTE_PARTIES,
    OBSERVATION_KNOWERS,
    READER,
    SUBMISSION_READERS,
    VIDEO_READERS,
)
from banyan.practice.states import Direction
from banyan.ui.prepared import PreparedFor
from tests.mentoring.confiding import Life, allowed, heads_owner, heard, reads_all
from tests.mentoring.confiding_meetings import hears
from tests.mentoring.confiding_practice import SUBMISSION, disputes_of, of_work, plays
from tests.mentoring.confiding_showing import openings, told_by
from tests.mentoring.confiding_visits import drafts_of, knows_of

ALL_KINDS = tuple(range(13))
(
    RECORD, FILM, SESSION, REQUEST, STEP, WORK, READING, DISPUTE, VISIT, TYPED, LETTER, INQUIRY,
    REPORT,
) = ALL_KINDS  # fmt: skip
Row = tuple[int, int, int]  # which of these, its id, and of a record whether it is all of it


def rows_of(life: Life, person: int) -> set[Row]:
    """The plain reading: what this person may read anything of."""
    found: set[Row] = set()
    for pk, kept in life.records.items():
        # Of whom a paragraph was shown that is written anew since, the row is there without words.
        if allowed(life, person, kept) or person in kept.parts:
            found.add((RECORD, pk, int(reads_all(life, person, kept))))
    found |= {(FILM, pk, 0) for pk in life.films if reads_all(life, person, life.records[pk])}
    found |= {(SESSION, pk, 0) for pk, said in life.meetings.items() if hears(life, person, said)}
    found |= {(REQUEST, pk, 0) for pk, said in life.asked.items() if hears(life, person, said)}
    found |= {(LETTER, pk, 0) for pk, said in life.letters.items() if hears(life, person, said)}
    found |= {(INQUIRY, pk, 0) for pk, said in life.inquiries.items() if hears(life, person, said)}
    found |= {(REPORT, pk, 0) for pk, one in life.shown.items() if told_by(life, person, one)}
    found |= {(STEP, pair, 0) for pair in life.papers if of_pair(life, person, pair)}
    for pk, work in life.works.items():
        if person == work.author or of_pair(life, person, work.pair):
            found.add((WORK, pk, 0))
        if person in work.found:
            found.add((READING, pk, 0))
        if work.dispute is not None and disputes_of(life, person, work):
            found.add((DISPUTE, work.dispute, 0))
    found |= {(VISIT, pk, 0) for pk in life.visits if knows_of(life, person, pk)}
    found |= {(TYPED, author, 0) for author, _address in life.typed if author == person}
    return found


def said_in(life: Life) -> list[Any]:
    """Meetings, requests, messages and questions: what two have said where only they read it."""
    kinds = (life.meetings, life.asked, life.letters, life.inquiries)
    return [said for kind in kinds for said in kind.values()]


def of_pair(life: Life, person: int, pair: int) -> bool:
    """Whether she is one of the two, and not a mentor who appraises her teacher."""
    mentor, teacher = life.pairs[pair]
    return person == teacher or (person == mentor and not heads_owner(life, person, teacher))


def words_of(life: Life, person: int) -> set[str]:
    """The plain reading: every word that this person may read on a page of its own."""
    found = {t for kept in life.records.values() for t in allowed(life, person, kept)}
    found |= {t for kept in life.records.values() for t in heard(life, person, kept)}
    whole = {pk for pk, kept in life.records.items() if reads_all(life, person, kept)}
    found |= {token for pk, film in life.films.items() if pk in whole for token in film.remarks}
    found |= {token for pk, lines in life.lines.items() if pk in whole for token in lines}
    for said in said_in(life):
        if hears(life, person, said):
            found |= said.tokens
    for one in life.shown.values():
        found |= told_by(life, person, one)
    for pair, tokens in life.papers.items():
        if of_pair(life, person, pair):
            found |= tokens
    for work in life.works.values():
        found |= of_work(life, person, work) | disputes_of(life, person, work)
    return found | drafts_of(life, person)


def all_words(life: Life) -> set[str]:
    """Everything that anybody has written, and has not been deleted or written over since."""
    found = {t for kept in life.records.values() for t in (*kept.tokens, *kept.beside.values())}
    found |= {token for _author, said in life.drafts.values() for token in said.values()}
    found |= set(life.typed.values())
    found |= {one.token for kept in life.records.values() for one in kept.remarks}
    found |= {token for film in life.films.values() for token in film.remarks}
    found |= {token for lines in life.lines.values() for token in lines}
    said = said_in(life)
    found |= {token for one in said for token in one.tokens}
    found |= {token for one in life.shown.values() for token in (*one.quote, one.words)}
    for work in life.works.values():
        found |= {work.token, *work.disputed}
        found |= {token for one in work.found.values() if one for token in one[1]}
    return found


# What the product says


@PreparedFor
def _within_reach(viewer: Viewer, *kinds: int) -> QuerySet[Any, Any]:
    """Of these kinds everything whose words somebody may read, asked of the standings at once."""
    number = IntegerField()
    whole = Case(When(RECORD_WHOLE.where(viewer), then=Value(1)), default=Value(0))
    given = Reading.objects.filter(READER.where(viewer)).exclude(status="declined")
    papers = StepRecord.objects.filter(STEP_WORDS_READERS.where(viewer), key=SUBMISSION)
    films = Video.objects.filter(VIDEO_READERS.where(viewer), record__isnull=False)
    visits = Observation.objects.filter(direction=Direction.VISIT)
    asked: dict[int, tuple[QuerySet[Any], str]] = {
        RECORD: (Record.objects.filter(RECORD_READERS.where(viewer)), "pk"),
        FILM: (films, "record"),
        SESSION: (Session.objects.filter(SESSION_WORDS_READERS.where(viewer)), "pk"),
        REQUEST: (Request.objects.filter(REQUEST_WORDS_READERS.where(viewer)), "pk"),
        INQUIRY: (Question.objects.filter(QUESTION_READERS.where(viewer)), "pk"),
        LETTER: (
            Message.objects.filter(MESSAGE_READERS.where(viewer), taken_back_at__isnull=True),
            "pk",
        ),
        REPORT: (Report.objects.filter(REPORT_READERS.where(viewer)), "pk"),
        STEP: (papers, "mentorship"),
        WORK: (Submission.objects.filter(SUBMISSION_READERS.where(viewer)), "pk"),
        READING: (given, "submission"),
        DISPUTE: (Dispute.objects.filter(DISPUTE_PARTIES.where(viewer)), "pk"),
        VISIT: (visits.filter(OBSERVATION_KNOWERS.where(viewer)), "record"),
        TYPED: (TypedForm.objects.filter(TYPIST.where(viewer)), "person"),
    }

    def rows(kind: int) -> Any:
        found, pk = asked[kind]
        all_of_it = whole if kind == RECORD else Value(0, number)
        known = found.annotate(which=Value(kind, number), of=F(pk), all_of_it=all_of_it)
        return known.order_by().values_list("which", "of", "all_of_it")

    first, *others = kinds
    return rows(first).union(*map(rows, others), all=True)


def kinds_of(life: Life) -> tuple[int, ...]:
    """Records alone, where there is nothing else: few choices, as each is prepared by itself."""
    others = (
        life.films, life.meetings, life.asked, life.letters, life.inquiries, life.papers,
        life.works, life.visits,
    )  # fmt: skip
    return ALL_KINDS if any(others) or life.typed else (RECORD,)


def check(life: Life) -> None:
    """Everybody reads anything of the very rows of which the plain reading says so: each person,
    each row. Of what is shared in parts, the very paragraphs."""
    looking, kinds = viewers_for(life.everybody, now=life.now), kinds_of(life)
    for person in life.everybody:
        viewer = looking[person.pk]
        found = {tuple(row) for row in _within_reach(viewer, *kinds)}
        assert found == rows_of(life, person.pk), person.name
        for _record, pk, _part in [row for row in found if row[0] == RECORD and not row[2]]:
            row = Record.objects.prefetch_related("shares").get(pk=pk)
            said = tokens([*queries.known(viewer, row).words.values()])
            assert said == allowed(life, person.pk, life.records[pk]), person.name
    for access, opening in openings(life).items():
        for person in (life.hema, life.cast.asha):
            open_to_her = person == life.hema and life.now < opening.until
            if open_to_her and heads_owner(life, person.pk, opening.teacher):
                open_to_her = False
            assert opened_by(looking[person.pk], access) == (
                opening.tokens if open_to_her else None
            )


def check_words(life: Life, people: Iterable[Person]) -> None:
    """Every word that these people get by the queries that pages ask; everybody each remark."""
    looking = viewers_for(life.everybody, now=life.now)
    for person in life.everybody:
        assert _remarks(life, looking[person.pk]) == {
            pk: heard(life, person.pk, kept) for pk, kept in life.records.items() if kept.remarks
        }, person.name
        for author, address in life.typed:
            typed = queries_of_people.typed(looking[person.pk], [address])
            said = [text for row in typed for _field, text in row.words]
            mine = life.typed.get((person.pk, address))
            assert tokens(said) == ({mine} if mine else set()), (person.name, address, author)
    for person in people:
        viewer = looking[person.pk]
        heard_of = {t for kept in life.records.values() for t in heard(life, person.pk, kept)}
        assert _words_read(life, viewer) | heard_of == words_of(life, person.pk), person.name
        for access, opening in openings(life).items():
            if person != life.hema or life.now >= opening.until:
                assert opened_by(viewer, access) is None, (person.name, opening.teacher)
    assert _left_of(life.gone) == []


def tokens(texts: Iterable[object]) -> set[str]:
    """The words that mark what was written, wherever they stand in these."""
    return {word for text in texts for word in str(text).split() if word.startswith("tok")}


def opened_by(viewer: Viewer, access: int) -> set[str] | None:
    """What somebody reads by an emergency access; None where it is not open to her."""
    try:
        opened = opened_words(viewer, EmergencyAccess.objects.get(pk=access))
    except EmergencyAccess.DoesNotExist:
        return None
    return tokens(text for one in opened for text in one.texts)


def _remarks(life: Life, viewer: Viewer) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for pk in (pk for pk, kept in life.records.items() if kept.remarks):
        found[pk] = set()
        with suppress(Record.DoesNotExist):
            row = queries.record(viewer, pk)
            found[pk] = {one.text for one in queries.comments(viewer, row)}
    return found


def _words_read(life: Life, viewer: Viewer) -> set[str]:
    said: list[object] = []
    if any(allowed(life, viewer.person_id, kept) for kept in life.records.values()):
        for one in queries.known_together(viewer, queries.records(viewer)):
            said += [one.title, *one.words.values()]
    for pk in life.meetings:
        with suppress(ObjectDoesNotExist):
            said += _of_session(viewer, sessions.session(viewer, pk))
    for pk in life.asked:
        with suppress(ObjectDoesNotExist):
            asked = requests.request(viewer, pk)
            said += [asked.text, asked.answer]
    for pk in life.inquiries:
        with suppress(ObjectDoesNotExist):
            inquiry = questions.question(viewer, pk)
            said += [inquiry.text, *(one.text for one in questions.turns(viewer, inquiry))]
    for pk in life.shown:
        with suppress(ObjectDoesNotExist):
            shown: Any = reports.report(viewer, pk)
            said += [shown.said, shown.words]
    for pk in life.pairs:
        with suppress(ObjectDoesNotExist):
            thread = messages.thread(viewer, messages.pair_of_thread(viewer, pk))
            said += [one.text for one in thread.lines]
    for pk in life.papers:
        with suppress(ObjectDoesNotExist):
            said += steps.record_of(viewer, mentorship(viewer, pk), SUBMISSION).words.values()
    said += _of_practice(life, viewer)
    return tokens(said)


def _of_session(viewer: Viewer, found: Session) -> list[object]:
    content = sessions.content(viewer, found, item_at="")  # nobody types there in a life
    if content is None:
        return [sessions.announced_topic(viewer, found)]
    log = content.log
    return [
        content.topic, content.place, *(item.text for item in content.agenda),
        *(step.text for step in content.steps), *([log.works, log.challenges] if log else []),
    ]  # fmt: skip


def _of_practice(life: Life, viewer: Viewer) -> list[object]:
    said: list[object] = []
    for record in life.films:
        with suppress(ObjectDoesNotExist):
            film = films.video(viewer, life.films[record].video)
            said += [one.text for one in films.remarks(viewer, film)]
            assert bool(WATCHING.decide(viewer, film, "play")) == plays(life, viewer, record)
    for record in life.lines:
        with suppress(ObjectDoesNotExist):
            row = queries.record(viewer, record, RecordKind.OBSERVATION)
            found = cycles.cycle(viewer, queries.known(viewer, row))
            said += [*(line.text for line in cycles.lines(found)), *found.draft.values()]
    for pk, work in life.works.items():
        with suppress(ObjectDoesNotExist):
            one = submissions.submission(viewer, pk)
            said += [text for _label, text in submissions.said(viewer, one)]
            said += [text for each in submissions.findings(viewer, one) for text in each.comments]
        with suppress(ObjectDoesNotExist):
            told = disputes.dispute(viewer, work.dispute or 0)
            said += [told.dispute.words, told.dispute.because]
            said += [text for each in told.findings for text in each.comments]
    for given in submissions.readings(viewer):
        mine = submissions.reading(viewer, given.pk)
        said += [text for _label, text in mine.texts] + list(mine.reading.comments.values())
    return said


def _left_of(gone: list[str]) -> list[str]:
    """Words of films that were deleted, and of forms that are forgotten, wherever they are."""
    if not gone:
        return []
    kept = [*Record.objects.values_list("title", "words")]
    kept += RecordVersion.objects.values_list("title", "words")
    kept += [(text, "") for text in RecordComment.objects.values_list("text", flat=True)]
    kept += [(text, "") for text in Message.objects.values_list("text", flat=True)]
    kept += [("", words) for words in TypedForm.objects.values_list("words", flat=True)]
    spelled = str(kept)
    return [token for token in gone if token in spelled]
