"""What becomes of videos and uploads by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.practice.actions.uploads import drop_upload
from banyan.practice.actions.videos import clear_files, expire_video
from banyan.practice.queries.videos import uploads_left, videos_due
from banyan.trail import registry as trail

AT_ONCE = 500


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
trail.every(60, "banyan.practice.jobs.videos.drop_uploads")
