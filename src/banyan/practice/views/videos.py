"""Videos of lessons: kept, watched, spoken of, shared, deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from banyan.kernel.decision import Refused, Unfit
from banyan.mentoring.actions import records as record_actions
from banyan.mentoring.queries import records as record_queries
from banyan.mentoring.queries.mentorships import story
from banyan.practice.actions import uploads as sending
from banyan.practice.actions import videos as actions
from banyan.practice.forms.videos import (
    MOST_AT_ONCE,
    RemarkForm,
    VideoForm,
    VideoShareForm,
    moment_words,
    most_megabytes,
)
from banyan.practice.models import Video
from banyan.practice.models.videos import place_of
from banyan.practice.queries import videos as queries
from banyan.practice.rules import VIDEO, WATCHING
from banyan.practice.states import VideoTag
from banyan.ui.files import hand_out
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

ENDINGS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm"}


@login_required
@require_GET
def videos(request: Request) -> HttpResponse:
    """The viewer's own, and those that are shared with her."""
    viewer = request.viewer
    page = page_of(queries.videos(viewer), request.GET.get("page"))
    context = {
        "page": page,
        "viewer_id": viewer.person_id,
        "rows": [(one, WATCHING.decide(viewer, one.video, "play")) for one in page],
        "uploads": [
            (one, sending.megabytes(one.offset), sending.megabytes(one.length))
            for one in queries.uploads(viewer)
        ],
        "consents": queries.consents(viewer)[:20],
        "today": viewer.today,
        "left": sending.megabytes(queries.room_left(viewer)),
        "none_here": not settings.VIDEO_MOST_BYTES,
    }
    return respond(request, "practice/videos.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def video_new(request: Request) -> HttpResponse:
    """What is filmed and what becomes of it, then the file. A script sends it in pieces; without
    one it comes whole, up to a size."""
    viewer = request.viewer
    consents = list(queries.open_consents(viewer))
    if not consents:
        return redirect("practice:filming_new")
    days = queries.days_to_keep(viewer)
    form = VideoForm(request.POST or None, request.FILES or None, consents=consents, **days)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("practice:video", pk=_sent_whole(request, form).pk)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "most": most_megabytes(),
        "most_bytes": settings.VIDEO_MOST_BYTES,
        "most_at_once": sending.megabytes(MOST_AT_ONCE),
        "days": days,
    }
    return respond(request, "practice/video_new.html", context)


def _sent_whole(request: Request, form: VideoForm) -> Video:
    said = form.cleaned_data
    made = sending.send_whole(
        form.covered_by, said["title"], said["file"], said["keep_days"], by=request.viewer
    )
    messages.success(request, _("The video is kept. Only you can watch it until you share it."))
    return made


@login_required
@require_GET
def of_record(request: Request, pk: int) -> HttpResponse:
    """From a record of this kind to its video."""
    found = queries.videos(request.viewer).get(pk=pk)
    return redirect("practice:video", pk=found.video.pk)


@login_required
@require_GET
def video(request: Request, pk: int) -> HttpResponse:
    film = queries.video(request.viewer, pk)
    return respond(request, "practice/video.html", _shown(request, film))


def _shown(
    request: Request, film: Video, remark: RemarkForm | None = None,
    share: VideoShareForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    viewer = request.viewer
    context: dict[str, Any] = {
        "film": film,
        "is_owner": film.owner_id == viewer.person_id,
        "delete": bool(VIDEO.decide(viewer, film, "delete")),
    }
    if film.record is None:
        return {**context, "entries": story([f"video:{film.pk}"])}
    record_actions.note_reading(film.record, by=viewer)
    tag = request.GET.get("tag", "")
    shares = bool(WATCHING.decide(viewer, film, "share"))
    people = record_queries.can_be_named(viewer, film.record) if shares else []
    return {
        **context,
        "title": record_queries.known(viewer, film.record).title,
        "label": queries.label(viewer, film),
        "play": WATCHING.decide(viewer, film, "play"),
        "remarks": [
            (one, moment_words(one.at_seconds or 0), _tag_words(one.tag))
            for one in queries.remarks(viewer, film, tag)
        ],
        "tags": [(one.value, one.label, one.value == tag) for one in VideoTag],
        "tag": tag,
        "remark": (remark or RemarkForm()).sent_to(reverse("practice:video_remark", args=[film.pk]))
        if WATCHING.decide(viewer, film, "remark") else None,
        "share": (share or VideoShareForm(people=people, film=film, by=viewer)) if shares else None,
        "watchers": [
            (one, queries.last_day(viewer, one))
            for one in queries.watchers(viewer, film)
            if context["is_owner"]
        ],
    }  # fmt: skip


def _tag_words(tag: str) -> object:
    return VideoTag(tag).label if tag in VideoTag else ""


@login_required
@require_safe
def video_file(request: Request, pk: int) -> HttpResponseBase:
    """The film, or the part of it that a player asks for; whether that is right is asked anew
    for each part."""
    film = queries.video(request.viewer, pk)
    WATCHING.decide(request.viewer, film, "play").or_refuse()
    if film.record is not None:
        record_actions.note_reading(film.record, by=request.viewer)
    try:
        return hand_out(
            request, place_of(film.name), size=film.size, content_type=film.content_type,
            tag=f"{film.pk}-{film.size}-{int(film.kept_at.timestamp())}",
            name=f"video-{film.pk}.{ENDINGS[film.content_type]}", inline=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ObjectDoesNotExist(str(film.pk)) from error


@login_required
@require_http_methods(["GET", "POST"])
def video_remark(request: Request, pk: int) -> HttpResponse:
    """On the page of the video, which has this address, too."""
    film = queries.video(request.viewer, pk)
    WATCHING.decide(request.viewer, film, "remark").or_refuse()
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return respond(request, "practice/video.html", _shown(request, film, form))
    said = form.cleaned_data
    tag = VideoTag(said["tag"]) if said["tag"] else None
    actions.remark(film, said["text"], said["at"], tag, by=request.viewer)
    return redirect("practice:video", pk=pk)


@login_required
@require_POST
def video_share(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    film = queries.video(viewer, pk)
    WATCHING.decide(viewer, film, "share").or_refuse()
    assert film.record is not None  # noqa: S101 - the rules ask for it
    people = {one.pk: one for one in record_queries.can_be_named(viewer, film.record)}
    form = VideoShareForm(request.POST, people=people.values(), film=film, by=viewer)
    if form.is_valid():
        chosen = people[form.cleaned_data["person"]]
        try:
            actions.share_video(film, chosen, form.cleaned_data["until"], by=viewer)
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("%(name)s can watch it now.") % {"name": chosen})
            return redirect("practice:video", pk=pk)
    return respond(request, "practice/video.html", _shown(request, film, share=form))


@login_required
@require_POST
def video_delete(request: Request, pk: int) -> HttpResponse:
    actions.delete_video(queries.video(request.viewer, pk), by=request.viewer)
    messages.success(request, _("The video and everything said of it are deleted."))
    return redirect("practice:videos")
