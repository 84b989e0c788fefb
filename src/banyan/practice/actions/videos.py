"""Videos: shared for a time, spoken of, deleted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Unfit, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Record, RecordComment, Share
from banyan.people.models import Person
from banyan.practice.models import Upload, Video
from banyan.practice.models.videos import place_of
from banyan.practice.queries.videos import files_of_nobody
from banyan.practice.rules.videos import VIDEO, WATCHING
from banyan.practice.states import VideoTag
from banyan.trail import actions as trail

MOST_SECONDS = 24 * 60 * 60
MOST_REMARK = 2000


def share_video(film: Video, person: Person, last_day: date, *, by: Viewer) -> Share:
    """Let this person watch it, to the end of that day of the owner's. Raises Refused, and Unfit
    for a day that is past or on which there is no video any more."""
    WATCHING.decide(by, film, "share").or_refuse()
    if last_day < by.today:
        raise Unfit("until", denied(_("This day has passed.")))
    if last_day >= film.delete_on:
        raise Unfit("until", denied(_("The video is deleted by then. Choose an earlier day.")))
    until = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=by.zone)
    return records.share(_record(film), person, by=by, until=until)


def remark(
    film: Video, text: str, at_seconds: int, tag: VideoTag | None, *, by: Viewer
) -> RecordComment:
    """Say something of a moment of the video. Raises Refused and Unfit."""
    WATCHING.decide(by, film, "remark").or_refuse()
    if not text.strip():
        raise Unfit("text", denied(_("Say what you saw or heard.")))
    if not 0 <= at_seconds <= MOST_SECONDS:
        raise Unfit("at", denied(_("Say the moment in minutes and seconds, such as 4:30.")))
    return once.comment(
        _record(film), text[:MOST_REMARK], by=by, at_seconds=at_seconds,
        tag=tag.value if tag else "",
    )  # fmt: skip


def delete_video(film: Video, *, by: Viewer) -> Video:
    """The file and all words are gone at once; one line stays, to say so."""
    return _delete(film, "delete", by)


def expire_video(film: Video, *, by: Viewer) -> Video:
    """The same, by the platform, once its day has come."""
    return _delete(film, "expire", by)


def clear_files(before: datetime) -> int:
    """Remove files that belong to no video and no upload; returns how many."""
    found = files_of_nobody(before)
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _delete(film: Video, verb: str, by: Viewer) -> Video:
    record = film.record_id
    with transaction.atomic():
        moved = trail.move(film, VIDEO, verb, by=by, scope="", record=None, deleted_at=by.now)
        Record.objects.filter(pk=record or 0).delete()
        Upload.objects.filter(video=film).update(title="")
        file = place_of(film.name)
        transaction.on_commit(lambda: file.unlink(missing_ok=True))
    return moved


def _record(film: Video) -> Record:
    assert film.record is not None  # noqa: S101 - the rules ask for it
    return film.record
