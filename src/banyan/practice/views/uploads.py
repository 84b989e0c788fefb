"""Videos on their way, by the tus protocol 1.0.0."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.decision import Refused
from banyan.practice.actions import uploads as actions
from banyan.practice.forms.videos import AnnouncedForm
from banyan.practice.models import Upload
from banyan.practice.queries import videos as queries
from banyan.ui import tus
from banyan.ui.http import Request

STATUS: dict[type[Refused], int] = {
    actions.TooLarge: 413,
    actions.NoRoom: 507,
    actions.NotAVideo: 422,
    actions.Elsewhere: 409,
    actions.Mangled: tus.MISMATCH,
}


def announced(request: Request, data: object) -> AnnouncedForm:
    """What is said of a video on its way, by metadata of the protocol."""
    viewer = request.viewer
    return AnnouncedForm(
        data, consents=list(queries.open_consents(viewer)), **queries.days_to_keep(viewer)
    )


@login_required
@require_http_methods(["OPTIONS", "POST"])
def uploads(request: Request) -> HttpResponse:
    """Begin one. The sentence of a refusal is for the person who looks on."""
    if request.method == "OPTIONS":
        return tus.can_do(settings.VIDEO_MOST_BYTES)
    if not tus.speaks(request):
        return tus.other_version()
    try:
        length = tus.number(request, "Upload-Length")
        form = announced(request, tus.metadata(request))
    except tus.Malformed:
        return tus.answer(400, _("The browser sent something that cannot be understood."))
    if not form.is_valid():
        return tus.answer(400, " ".join(str(one) for each in form.errors.values() for one in each))
    said = form.cleaned_data
    try:
        made = actions.begin_upload(
            form.covered_by, said["title"], length, said["keep_days"], by=request.viewer
        )
    except Refused as refusal:
        return told(refusal)
    address = reverse("practice:upload", args=[made.token])
    return tus.answer(201, location=address, offset=0, expires_at=made.expires_at)


@login_required
@require_http_methods(["GET", "HEAD", "OPTIONS", "PATCH", "DELETE", "POST"])
def upload(request: Request, token: str) -> HttpResponse:
    """Ask how far it has come, go on, or give it up. A person who opens the address is led to the
    video that it has become."""
    method = tus.method_of(request)
    if method == "OPTIONS":
        return tus.can_do(settings.VIDEO_MOST_BYTES)
    found = queries.upload(request.viewer, token)
    if method == "GET":
        if found.video is None:
            return redirect("practice:videos")
        return redirect("practice:video", pk=found.video.pk)
    if not tus.speaks(request):
        return tus.other_version()
    if method == "PATCH":
        return go_on(request, found)
    if method == "DELETE":
        actions.cancel_upload(found, by=request.viewer)
        return tus.answer()
    if method == "HEAD":
        return how_far(found, 200)
    return tus.answer(405)


def go_on(request: Request, found: Upload) -> HttpResponse:
    if request.content_type != tus.CONTENT_TYPE:
        return tus.answer(415)
    try:
        offset, checksum = tus.number(request, "Upload-Offset"), tus.checksum(request)
    except tus.Malformed:
        return tus.answer(400, _("The browser sent something that cannot be understood."))
    try:
        found = actions.append(found, offset, request, by=request.viewer, checksum=checksum)
    except Refused as refusal:
        return told(refusal)
    except ObjectDoesNotExist:
        return tus.answer(410)
    return how_far(found, 204)


def how_far(found: Upload, status: int) -> HttpResponse:
    return tus.answer(status, offset=found.offset, length=found.length, expires_at=found.expires_at)


def told(refusal: Refused) -> HttpResponse:
    return tus.answer(STATUS.get(type(refusal), 403), str(refusal))


@login_required
@require_POST
def upload_cancel(request: Request, token: str) -> HttpResponse:
    """The same as DELETE, for a page without a script."""
    actions.cancel_upload(queries.upload(request.viewer, token), by=request.viewer)
    return redirect("practice:videos")
