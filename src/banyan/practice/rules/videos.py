"""Who may film, keep a video, watch it, speak of it and delete it. The whole answer."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.people.rules import platform
from banyan.practice.models import FilmingConsent, Video
from banyan.practice.standings import FILMER, VIDEO_OWNER, VIDEO_READERS
from banyan.practice.states import ConsentStatus as C
from banyan.practice.states import VideoStatus as V

filmer = FILMER.otherwise(_("Only whoever wrote this consent down can do this."))
owner = VIDEO_OWNER.otherwise(_("Only the person whose video it is can do this."))
watcher = VIDEO_READERS.otherwise(_("This video is not shared with you."))

FILMING_CONSENT = Lifecycle(
    "filmingconsent",
    C,
    initial=C.GIVEN,
    moved_on=_("This consent has been withdrawn since you opened the page."),
    moves=[
        #    verb        from        to           who     needs
        Move("withdraw", (C.GIVEN,), C.WITHDRAWN, filmer, (), pgettext_lazy("button", "Consent is withdrawn")),
    ],
)  # fmt: skip


def videos_are_kept(viewer: Viewer, c: FilmingConsent) -> Decision:
    if settings.VIDEO_MOST_BYTES:
        return ALLOWED
    return denied(_("No videos are kept here. Ask whoever runs this place."))


def holds_today(viewer: Viewer, c: FilmingConsent) -> Decision:
    if c.status == C.WITHDRAWN:
        return denied(_("The consent to film was withdrawn."))
    if c.until < viewer.today:
        return denied(_("The consent to film has run out."))
    return ALLOWED


UPLOADING = Rights(
    "uploading",
    [
        Right(
            "begin",
            filmer,
            (videos_are_kept, holds_today),
            pgettext_lazy("button", "Send the video"),
        )
    ],
)


def day_has_come(viewer: Viewer, v: Video) -> Decision:
    return ALLOWED if v.delete_on <= viewer.today else denied(_("Its day has not come."))


VIDEO = Lifecycle(
    "video",
    V,
    initial=V.KEPT,
    moved_on=_("This video was deleted."),
    moves=[
        #    verb      from       to         who       needs
        Move("delete", (V.KEPT,), V.DELETED, owner,    (), pgettext_lazy("button", "Delete it now")),
        Move("expire", (V.KEPT,), V.DELETED, platform, (day_has_come,), pgettext_lazy("button", "Delete it")),
    ],
)  # fmt: skip


def is_there(viewer: Viewer, v: Video) -> Decision:
    """On its day it is shown no more, even if nothing has deleted it yet."""
    if v.status == V.KEPT and v.record is not None and viewer.today < v.delete_on:
        return ALLOWED
    return denied(VIDEO.moved_on)


def consent_holds(viewer: Viewer, v: Video) -> Decision:
    if v.consent.status == C.GIVEN and v.consent.until >= viewer.today:
        return ALLOWED
    return denied(_("The consent to film does not hold any more: nobody can play this video."))


WATCHING = Rights(
    "watching",
    [
        Right("play",   watcher, (is_there, consent_holds), pgettext_lazy("button", "Play")),
        Right("remark", watcher, (is_there, consent_holds), pgettext_lazy("button", "Add the comment")),
        Right("share",  owner,   (is_there, consent_holds), pgettext_lazy("button", "Let somebody watch it")),
    ],
)  # fmt: skip
