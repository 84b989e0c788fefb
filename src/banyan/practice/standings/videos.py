"""How a viewer may stand to a consent to film, to a video and to one on its way."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.mentoring.standings import RECORD_WHOLE
from banyan.people.standings import person_at

FILMER = person_at("owner", "FILMER", _("whoever films her own lessons"))
UPLOADER = person_at("owner", "UPLOADER", _("whoever sends it"))
VIDEO_OWNER = person_at("owner", "VIDEO_OWNER", _("whoever it belongs to"))


def _where_watched(viewer: Viewer) -> Q:
    return Q(record__in=Record.objects.filter(RECORD_WHOLE.where(viewer)))


VIDEO_WATCHER = Standing(
    name="VIDEO_WATCHER",
    words=_("the people whom the owner names"),
    holds=lambda viewer, v: v.record is not None and RECORD_WHOLE.holds(viewer, v.record),
    where=_where_watched,
)
VIDEO_READERS = VIDEO_OWNER | VIDEO_WATCHER
