"""What becomes of videos and uploads by the clock."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.notifications.actions import tell_each, telling
from banyan.practice.actions.uploads import drop_upload
from banyan.practice.actions.videos import clear_files, expire_video
from banyan.practice.queries.videos import uploads_left, videos_due, videos_going
from banyan.trail import registry as trail

AT_ONCE = 500
WARN_DAYS = 3  # so long before its day its owner is told


def delete_videos() -> int:
    """Videos whose day has come; returns how many were deleted."""
    by = system(timezone.now())
    deleted = 0
    for film in videos_due(by.today)[:AT_ONCE]:
        try:
            expire_video(film, by=by)
            deleted += 1
        except (Refused, Stale):  # its owner was faster
            continue
    return deleted


def tell_of_videos_going() -> int:
    """Tell each owner, some days before, that a video is deleted. Once. Returns how many notices
    are new."""
    now = timezone.now()
    going = (
        telling(
            [film.owner_id],
            "video.going",
            key=f"video.going:{film.pk}:{film.delete_on}",
            link=reverse("practice:video", args=[film.pk]),
            video=film.pk,
            delete_on=film.delete_on.isoformat(),
        )
        for film in videos_going(now.date(), days=WARN_DAYS)
    )
    return tell_each(chain.from_iterable(going), now=now)


def drop_uploads() -> int:
    """Uploads with which nobody went on for two days, and files that nobody owns; returns how
    many uploads."""
    now = timezone.now()
    left = list(uploads_left(now)[:AT_ONCE])
    for upload in left:
        drop_upload(upload)
    clear_files(now - timedelta(days=1))
    return len(left)


trail.every(60, "banyan.practice.jobs.videos.delete_videos")
trail.every(24 * 60, "banyan.practice.jobs.videos.tell_of_videos_going")
trail.every(60, "banyan.practice.jobs.videos.drop_uploads")
