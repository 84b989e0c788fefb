"""Practice in the lives of records: films that are shared for a time, lines of evidence, work that
is handed in and read blindly. What follows each of them is a plain reading of its rules."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta

from django.core.exceptions import ObjectDoesNotExist

from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries import records as record_queries
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.actions import filming, observations, videos
from banyan.practice.models import FilmingConsent, Reading, Video
from banyan.practice.queries import disputes, handing_in, submissions
from banyan.practice.queries import observations as cycles
from banyan.practice.queries import videos as films
from banyan.practice.queries.evidence import Line
from banyan.practice.states import FilmingBasis
from tests.mentoring.confiding import (
    Film,
    Happening,
    Kept,
    Life,
    Work,
    heads_owner,
    is_named,
    reads_all,
    time_passes,
)
from tests.mentoring.confiding_meetings import running

SUBMISSION = "module_1/submission"
CRITERIA = ("new_learning", "impact_on_practice", "impact_on_students")


# The plain reading


def plays(life: Life, viewer: Viewer, record: int) -> bool:
    """Not on its day any more, nor without a consent that holds."""
    film = life.films[record]
    holds = not film.withdrawn and viewer.today <= film.consent_until
    watched = reads_all(life, viewer.person_id, life.records[record])
    return watched and viewer.today < film.delete_on and holds


def of_work(life: Life, person: int, work: Work) -> set[str]:
    """Its author, her mentor unless he appraises her, and its readers while it is theirs to read;
    what readers say of it is each reader's own until all is settled, and then the two's, too."""
    mentor, author = life.pairs[work.pair]
    read = set()
    if person == author or (person == mentor and not heads_owner(life, person, author)):
        read = {work.token}
        if work.settled:
            read |= {token for one in work.found.values() if one for token in one[1]}
    if person in work.found and not work.withdrawn:
        mine = work.found[person]
        read |= {work.token} | (mine[1] if mine else set())
    return read


def disputes_of(life: Life, person: int, work: Work) -> set[str]:
    """What was said in a dispute, and shown with it: its author, her mentor unless he appraises
    her, and whoever coordinates her school, is not of the pair and does not appraise her."""
    two = life.pairs[work.pair]
    if person == work.author:
        return work.disputed
    apart = not heads_owner(life, person, work.author)
    return work.disputed if apart and (person in two or person in life.coordinates) else set()


def two_of(life: Life, record: int) -> tuple[int, int]:
    """Who is observed, and who observes."""
    kept = life.records[record]
    if record in life.visits:
        return kept.owner, life.visits[record]
    (other,) = set(life.pairs[kept.pair or 0]) - {kept.owner}
    return kept.owner, other


def has_a_part(life: Life, person: int, record: int) -> bool:
    """Whoever is observed has; a visitor for as long as she is let in; of a pair the other one
    unless she appraises her; and nobody in a pair that has ended."""
    kept = life.records[record]
    if person not in two_of(life, record):
        return False
    if record in life.visits:
        return person == kept.owner or is_named(life, person, kept)
    return kept.pair in life.running and (
        person == kept.owner or not heads_owner(life, person, kept.owner)
    )


# What may happen


def _film(life: Life, n: int) -> tuple[int, Video] | None:
    known = sorted(life.films)
    if not known:
        return None
    record = known[n % len(known)]
    return record, Video.objects.select_related(
        "owner", "consent", "record__owner", "record__school", "record__mentorship"
    ).get(pk=life.films[record].video)


def film(life: Life, who: int, what: int, how: int) -> None:
    owner = (life.cast.arun, life.cast.meera, life.manu)[who % 3]
    by = life.by(owner)
    last = by.today + timedelta(days=2 + how % 4)
    consent = filming.write_down_consent(
        "7B", "Kavita", "All parents", FilmingBasis.CONSENT, last, by=by
    )
    tokens = [life.token(), life.token()]
    row = records.begin(
        RecordKind.VIDEO, by=by, title=tokens[0], words={"text": "\n\n".join(tokens)}
    )
    made = Video.objects.create(
        owner=owner, record=row, consent=consent, name=f"film{row.pk}", size=1,
        content_type="video/mp4", kept_at=life.now,
        delete_on=by.today + timedelta(days=1 + what % 4),
    )  # fmt: skip
    life.records[row.pk] = Kept(owner.pk, RecordKind.VIDEO, "own", None, tokens)
    life.films[row.pk] = Film(made.pk, made.delete_on, last)


def show_film(life: Life, who: int, what: int, how: int) -> None:
    found = _film(life, what)
    if found is None:
        return
    record, video = found
    person = life.everybody[who % len(life.everybody)]
    by, kept = life.by(video.owner), life.records[record]
    last = by.today + timedelta(days=how % 3)
    videos.share_video(video, person, last, by=by)
    assert last < life.films[record].delete_on
    kept.parts.pop(person.pk, None)
    kept.whole[person.pk] = datetime.combine(last + timedelta(days=1), time.min, tzinfo=by.zone)


def remark(life: Life, who: int, what: int, how: int) -> None:
    found = _film(life, what)
    if found is None:
        return
    record, _video = found
    viewer = life.by(life.everybody[who % len(life.everybody)])
    try:
        video = films.video(viewer, life.films[record].video)
    except ObjectDoesNotExist:
        assert not reads_all(life, viewer.person_id, life.records[record])
        return
    token = life.token()
    videos.remark(video, token, how, None, by=viewer)
    assert plays(life, viewer, record)
    life.films[record].remarks.append(token)


def withdraw_consent(life: Life, who: int, what: int, how: int) -> None:
    found = _film(life, what)
    if found is not None:
        record, video = found
        filming.withdraw_consent(
            FilmingConsent.objects.get(pk=video.consent_id), by=life.by(video.owner)
        )
        life.films[record].withdrawn = True


def delete_film(life: Life, who: int, what: int, how: int) -> None:
    found = _film(life, what)
    if found is not None and how % 4 == 0:
        videos.delete_video(found[1], by=life.by(found[1].owner))
        _forget(life, found[0])


def days_pass(life: Life, who: int, what: int, how: int) -> None:
    """The clock's own look comes along: a film goes when its day has come."""
    time_passes(life, who, what, how)
    by = system(life.now)
    due = list(films.videos_due(by.today))
    assert {row.record_id for row in due} == {
        record for record, one in life.films.items() if one.delete_on <= by.today
    }
    for row in due:
        record = row.record_id or 0
        videos.expire_video(row, by=by)
        _forget(life, record)


def _forget(life: Life, record: int) -> None:
    life.gone += life.films.pop(record).remarks
    kept = life.records.pop(record)
    copied = {token for one in life.records.values() for token in one.tokens}
    life.gone += [token for token in kept.tokens if token not in copied]


def observe(life: Life, who: int, what: int, how: int) -> None:
    """Planned by the one, agreed by the other, and seen: its lines are kept as they are typed."""
    pair = running(life, what)
    if pair is None:
        return
    two = (pair.mentor, pair.mentee)
    observed, observer = two[who % 2], two[1 - who % 2]
    planner, other = two[how % 2], two[1 - how % 2]
    tokens = [life.token(), life.token()]
    made = observations.plan(
        pair, observed, by=life.by(planner), focus="Whom do I ask?",
        words={"text": "\n\n".join(tokens)},
    )  # fmt: skip
    life.records[made.record_id] = Kept(
        observed.pk, RecordKind.OBSERVATION, "pair", pair.pk, tokens
    )
    life.lines[made.record_id] = []
    life.stages[made.record_id] = "planned"
    try:
        observations.agree(cycle_of(life, other, made.record_id), by=life.by(other))
        life.stages[made.record_id] = "agreed"
        _write_line(life, observer, made.record_id)
    except ObjectDoesNotExist:  # who appraises somebody does not see her lessons
        assert heads_owner(life, observer.pk, observed.pk)


def see_more(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to write down what was seen."""
    if life.lines:
        record = sorted(life.lines)[what % len(life.lines)]
        with suppress(ObjectDoesNotExist):
            _write_line(life, life.everybody[who % len(life.everybody)], record)


def cycle_of(life: Life, person: Person, record: int) -> cycles.Cycle:
    by = life.by(person)
    row = record_queries.record(by, record, RecordKind.OBSERVATION)
    return cycles.cycle(by, record_queries.known(by, row))


def _write_line(life: Life, person: Person, record: int) -> None:
    token = life.token()
    line = Line(f"k.{life.told}", life.told, "teacher_does", text=token)
    observations.collect(cycle_of(life, person, record), [line], by=life.by(person))
    assert has_a_part(life, person.pk, record)
    assert (person.pk, life.stages[record]) == (two_of(life, record)[1], "agreed")
    life.lines[record].append(token)


def hand_in(life: Life, who: int, what: int, how: int) -> None:
    """Arun says that his work is done: it is kept as it is, to be read."""
    pair = running(life, what)
    if pair is None:
        return
    design, by, token = blueprint_of(pair.cohort), life.by(pair.mentee), life.token()
    if not StepRecord.objects.filter(mentorship=pair).exists():
        StepRecord.objects.bulk_create(
            StepRecord(mentorship=pair, key=f"module_1/{one.code}", status="done", done_on=by.today)
            for one in design.steps
            if "module_1" in one.modules and one.code not in ("submission", "review")
        )
    step = doing(by, pair, SUBMISSION)
    pairs.finish_step(step, {"evidence_paper": token}, step.record.version, by=by)
    life.papers[pair.pk] = {token}
    ready = handing_in.ready(pair, SUBMISSION, design)
    assert ready is not None
    made = practice.hand_in(ready, by=system(life.now))
    assert made is not None
    life.works[made.pk] = Work(pair.pk, pair.mentee_id, token)


def give_to_readers(life: Life, who: int, what: int, how: int) -> None:
    """Whoever reads it is none of the two, has never mentored its author and is of no school of
    hers, and heads none."""
    if not life.works:
        return
    pk = sorted(life.works)[what % len(life.works)]
    work = life.works[pk]
    devi = life.by(life.cast.devi)
    school = Mentorship.objects.get(pk=work.pair).school_id
    for row in practice.assign_by_load(submissions.submission(devi, pk), by=devi):
        along = {mentor for mentor, teacher in life.pairs.values() if teacher == work.author}
        assert row.reader_id not in {work.author, *along}
        assert life.teaches.get(row.reader_id) != school
        assert (row.reader_id, school) not in life.heads
        assert not work.withdrawn
        work.found[row.reader_id] = None
        work.judged.add(row.reader_id)


def read_work(life: Life, who: int, what: int, how: int) -> None:
    """A reader says what she found, or gives it back unread."""
    rows = list(Reading.objects.filter(status="assigned").order_by("pk"))
    if not rows:
        return
    row = rows[what % len(rows)]
    by = life.by(row.reader)
    mine, work = submissions.reading(by, row.pk), life.works[row.submission_id or 0]
    if how % 6 == 0:
        practice.decline_reading(mine, by=by)
        del work.found[row.reader_id]
        return
    met, token = bool(how % 2), life.token()
    found = dict.fromkeys(CRITERIA, True) | {CRITERIA[-1]: met}
    practice.finish_reading(mine, found, {CRITERIA[-1]: token}, by=by)
    work.found[row.reader_id] = (met, {token})


def withdraw_work(life: Life, who: int, what: int, how: int) -> None:
    if life.works:
        pk = sorted(life.works)[what % len(life.works)]
        by = life.by(life.everybody[who % len(life.everybody)])
        with suppress(ObjectDoesNotExist):
            practice.withdraw_submission(submissions.submission(by, pk), by=by)
            work = life.works[pk]
            assert by.person_id == work.author and not any(work.found.values())
            work.withdrawn = True


def dispute_work(life: Life, who: int, what: int, how: int) -> None:
    """Its author, or anybody else who knows of it, asks for another decision."""
    if life.works:
        pk = sorted(life.works)[what % len(life.works)]
        work = life.works[pk]
        anybody = life.everybody[who % len(life.everybody)]
        by = life.by(anybody if how % 3 == 0 else Person.objects.get(pk=work.author))
        with suppress(ObjectDoesNotExist):
            disputable = disputes.disputable(by, submissions.submission(by, pk))
            token = life.token()
            made = practice.raise_dispute(disputable, token, by=by)
            assert by.person_id == work.author and work.settled and work.dispute is None
            work.dispute = made.pk
            work.disputed = {token, *(t for one in work.found.values() if one for t in one[1])}


def decide_work(life: Life, who: int, what: int, how: int) -> None:
    """Somebody decides: of those who see the dispute, one who has read none of the work."""
    raised = [work for work in life.works.values() if work.dispute is not None]
    if raised:
        work = raised[what % len(raised)]
        person = life.everybody[who % len(life.everybody)]
        by = life.by(person)
        with suppress(ObjectDoesNotExist):
            token = life.token()
            practice.decide_dispute(
                disputes.dispute(by, work.dispute or 0), bool(how % 2), token, by=by
            )
            judged = {
                pk for one in life.works.values() if one.pair == work.pair for pk in one.judged
            }
            assert person.pk in life.coordinates - judged - {*life.pairs[work.pair]}
            assert not heads_owner(life, person.pk, work.author)
            work.disputed.add(token)


OF_PRACTICE: tuple[Happening, ...] = (
    film, show_film, remark, withdraw_consent, delete_film, days_pass, observe, see_more, hand_in,
    give_to_readers, read_work, withdraw_work, dispute_work, decide_work,
)  # fmt: skip
