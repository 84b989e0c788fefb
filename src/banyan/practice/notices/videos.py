"""What a timeline says of videos, and where one opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.mentoring.registry import has_page
from banyan.mentoring.states import RecordKind
from banyan.trail import registry as trail

has_page(RecordKind.VIDEO, "practice:video_of_record")

trail.tell(
    {
        "filmingconsent.give": _("{actor} wrote down a consent to film."),
        "filmingconsent.withdraw": _(
            "The consent was withdrawn. Nobody plays its videos any more."
        ),
        "video.keep": _("{actor} added the video."),
        "video.delete": _("{actor} deleted the video."),
        "video.expire": _("The video was deleted, as its day had come."),
    }
)
