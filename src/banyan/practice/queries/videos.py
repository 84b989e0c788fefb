"""Consents to film, videos and those on their way, as each viewer may see them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext, pgettext

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record, RecordComment, Share
from banyan.mentoring.queries import records as record_queries
from banyan.mentoring.queries.mentorships import blueprint_of, live_pair
from banyan.mentoring.states import RecordKind
from banyan.practice.models import FilmingConsent, Upload, Video
from banyan.practice.standings import FILMER, UPLOADER, VIDEO_READERS
from banyan.practice.states import ConsentStatus, VideoStatus
from banyan.ui.words import join_names

MOST_DAYS = 90
USUAL_DAYS = 30


def consents(viewer: Viewer) -> QuerySet[FilmingConsent]:
    """The viewer's own, newest first."""
    return FilmingConsent.objects.filter(FILMER.where(viewer)).order_by("-given_at", "-pk")


def open_consents(viewer: Viewer) -> QuerySet[FilmingConsent]:
    """Those under which a video may be kept today."""
    return consents(viewer).filter(status=ConsentStatus.GIVEN, until__gte=viewer.today)


def consent(viewer: Viewer, pk: int) -> FilmingConsent:
    """Raises DoesNotExist for everybody but whoever wrote it down."""
    return consents(viewer).get(pk=pk)


def videos(viewer: Viewer) -> QuerySet[Record]:
    """The records of videos that the viewer may watch, newest first, each with its `video`."""
    return record_queries.records(viewer, RecordKind.VIDEO).select_related("video__consent")


def video(viewer: Viewer, pk: int) -> Video:
    """Raises DoesNotExist for everybody but its owner and those with whom it is shared."""
    rows = Video.objects.filter(VIDEO_READERS.where(viewer)).select_related(
        "owner", "consent", "record__owner", "record__school", "record__mentorship__mentor",
        "record__mentorship__mentee",
    )  # fmt: skip
    shares = Prefetch("record__shares", Share.objects.select_related("person").order_by("pk"))
    return rows.defer("record__title", "record__words").prefetch_related(shares).get(pk=pk)


def watchers(viewer: Viewer, film: Video) -> list[Share]:
    """With whom its owner shares it now."""
    if film.record is None:
        return []
    return [
        one
        for one in film.record.shares.all()
        if one.taken_back_at is None and (one.until is None or one.until > viewer.now)
    ]


def last_day(viewer: Viewer, share: Share) -> date | None:
    """The last day, by the viewer's calendar, on which a share holds."""
    if share.until is None:
        return None
    return (share.until - timedelta(seconds=1)).astimezone(viewer.zone).date()


def label(viewer: Viewer, film: Video) -> str:
    """Who can watch it, as a sentence."""
    if film.owner_id != viewer.person_id:
        others = gettext("%(owner)s and those with whom it is shared can watch this.")
        return others % {"owner": film.owner}
    names = [pgettext("reader", "You"), *(one.person for one in watchers(viewer, film))]
    return gettext("%(readers)s can watch this.") % {"readers": join_names(names)}


def remarks(viewer: Viewer, film: Video, tag: str = "") -> list[RecordComment]:
    """What was said of a video, in the order of the film; of one tag, if it is named."""
    if film.record is None:
        return []
    said = record_queries.comments(viewer, film.record)
    chosen = [one for one in said if tag in ("", one.tag)]
    return sorted(chosen, key=lambda one: (one.at_seconds or 0, one.pk))


def uploads(viewer: Viewer) -> QuerySet[Upload]:
    """The viewer's own that are not whole yet."""
    found = Upload.objects.filter(UPLOADER.where(viewer), video=None, expires_at__gt=viewer.now)
    return found.select_related("consent").order_by("-begun_at")


def upload(viewer: Viewer, token: str) -> Upload:
    """Raises DoesNotExist for everybody but whoever began it, and once its time is over."""
    found = Upload.objects.filter(UPLOADER.where(viewer), expires_at__gt=viewer.now)
    return found.select_related("consent", "owner", "video").get(token=token)


def taken(person_id: int) -> int:
    """Bytes that the videos of this person take, and those on their way will take."""
    kept = Video.objects.filter(owner_id=person_id, status=VideoStatus.KEPT)
    coming = Upload.objects.filter(owner_id=person_id, video=None)
    return sum(
        (rows.aggregate(all=Sum(field))["all"] or 0)
        for rows, field in ((kept, "size"), (coming, "length"))
    )


def room_left(viewer: Viewer) -> int:
    """Bytes that the viewer may still send."""
    return max(settings.VIDEO_QUOTA_BYTES - taken(viewer.person_id), 0)


def most_days(viewer: Viewer) -> int:
    """The most days for which a video of the viewer's is kept: 90, or fewer where the programme of
    her pair says so."""
    pair = live_pair(viewer)
    if pair is None:
        return MOST_DAYS
    return min(blueprint_of(pair.cohort).visibility.video_days, MOST_DAYS)


def days_to_keep(viewer: Viewer) -> dict[str, Any]:
    """After how many days a video of the viewer's may be deleted, and after how many it usually
    is."""
    most = most_days(viewer)
    return {
        "days": [count for count in (7, 14, USUAL_DAYS, 60, MOST_DAYS) if count < most] + [most],
        "usual": min(USUAL_DAYS, most),
    }


def videos_due(today: date) -> QuerySet[Video]:
    """Videos whose day has come."""
    return Video.objects.filter(status=VideoStatus.KEPT, delete_on__lte=today).order_by("pk")


def videos_going(today: date, *, days: int) -> QuerySet[Video]:
    """Videos that are deleted within so many days."""
    soon = Video.objects.filter(status=VideoStatus.KEPT, delete_on__gt=today)
    return soon.filter(delete_on__lte=today + timedelta(days=days)).order_by("pk")


def told_of(pk: int) -> Video:
    """For a notice: whose it is, whether or not it is there."""
    return Video.objects.select_related("owner").get(pk=pk)


def film_of(record_id: int) -> Video | None:
    """For a notice: the video of a record; None for a record of another kind, and once it is
    deleted."""
    return Video.objects.filter(record_id=record_id).select_related("owner").first()


def is_kept(pk: int) -> bool:
    return Video.objects.filter(pk=pk, status=VideoStatus.KEPT).exists()


def until_when(pk: int, person_id: int, now: datetime) -> date | None:
    """The last day, by the calendar of its owner, on which this person watches it; None for whoever
    does not watch it now."""
    share = (
        Share.objects.filter(
            Q(until__isnull=True) | Q(until__gt=now),
            record__video=pk,
            person_id=person_id,
            whole=True,
            taken_back_at__isnull=True,
        )
        .select_related("record__owner", "record__video")
        .first()
    )
    if share is None:
        return None
    last = share.record.video.delete_on - timedelta(days=1)
    if share.until is None:
        return last
    zone = ZoneInfo(share.record.owner.time_zone)
    return min(last, (share.until - timedelta(seconds=1)).astimezone(zone).date())


def uploads_left(now: datetime) -> QuerySet[Upload]:
    """Uploads whose time is over."""
    return Upload.objects.filter(expires_at__lte=now).order_by("pk")


def files_of_nobody(before: datetime) -> list[Path]:
    """Files in the place of videos that belong to no row, and were last written before then: a
    machine that stopped between a file and its row leaves them."""
    place = Path(settings.MEDIA_ROOT) / "videos"
    old = [
        file
        for file in place.glob("*/*")
        if file.is_file() and file.stat().st_mtime < before.timestamp()
    ]
    known: set[str] = set()
    names = [file.name for file in old]
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        for rows in (Video.objects.filter(status=VideoStatus.KEPT), Upload.objects.all()):
            known |= set(rows.filter(name__in=some).values_list("name", flat=True))
    return [file for file in old if file.name not in known]
