"""Remarks on a record, each beside the section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from banyan.mentoring.actions import once
from banyan.mentoring.actions import records as actions
from banyan.mentoring.forms.records import CommentForm, RecordForm
from banyan.mentoring.models import Record, RecordComment
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.readers import label
from banyan.mentoring.registry import sections_of
from banyan.mentoring.rules.records import RECORD_RIGHTS
from banyan.mentoring.views.records import address_of, opened, remarks_of
from banyan.ui.http import Request, respond


@dataclass(frozen=True, slots=True)
class Line:
    """One section of a form, with what was remarked on it and where one remarks."""

    field: BoundField
    comments: list[RecordComment]
    url: str = ""


def lines(form: RecordForm, below: dict[str, Any] | None = None) -> list[Line]:
    """The sections of a form in their order. What was remarked on one of them is taken out of
    `below`, the foot of the page, and stands beside the section."""
    if below is None:
        return [Line(form[one.code], []) for one in form.sections]
    found = below["record"]
    codes = {one.code for one in form.sections}
    beside: dict[str, list[RecordComment]] = {}
    for one in below["comments"]:
        beside.setdefault(one.section if one.section in codes else "", []).append(one)
    below["comments"] = beside.get("", [])
    said = below["may_comment"] and found.words
    return [
        Line(
            form[one.code],
            beside.get(one.code, []),
            _to_remark(found, one.code) if said and one.code in found.words else "",
        )
        for one in form.sections
    ]


def _to_remark(found: Record, section: str) -> str:
    """Where one remarks on a section, or on the whole."""
    return remarks_of(found.pk) + (f"?{urlencode({'section': section})}" if section else "")


@login_required
@require_http_methods(["GET", "POST"])
def comment(request: Request, pk: int) -> HttpResponse:
    """One section with what was remarked on it, and a remark more."""
    viewer = request.viewer
    reading = opened(request, pk)
    RECORD_RIGHTS.decide(viewer, reading.record, "comment").or_refuse()
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data, initial={"section": request.GET.get("section", "")[:60]})
    section = str(form["section"].value() or "")
    form.sent_to(_to_remark(reading.record, section))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        once.comment(reading.record, said["text"], by=viewer, section=said["section"])
        where = "comments" if said["section"] not in reading.words else f"id_{said['section']}"
        return redirect(f"{address_of(reading.record)}#{where}")
    known = {one.code: one for one in sections_of(reading.record)}
    text = reading.words.get(section, "")
    context = {
        "form": form,
        "heading": known[section].label if section in known else "",
        "text": known[section].told(text) if section in known else "",
        "comments": _settleable(reading.is_owner, viewer.person_id, [
            one for one in queries.comments(viewer, reading.record) if one.section == section
        ]),
        "record": reading.record,
        "url": address_of(reading.record),
        "label": label(viewer, reading.record),
    }  # fmt: skip
    return respond(request, "mentoring/record_comment.html", context)


def _settleable(
    is_owner: bool, person: int | None, comments: list[RecordComment]
) -> list[tuple[RecordComment, bool]]:
    return [
        (one, one.settled_at is None and (is_owner or one.author_id == person)) for one in comments
    ]


@login_required
@require_POST
def settle(request: Request, pk: int, comment: int) -> HttpResponse:
    """It is dealt with: it stays, and asks nothing more."""
    found = queries.record(request.viewer, pk)
    made = next((one for one in queries.comments(request.viewer, found) if one.pk == comment), None)
    if made is None:
        raise Http404
    actions.settle_comment(made, by=request.viewer)
    return redirect(address_of(found))


__all__ = ["Line", "comment", "lines", "settle"]
