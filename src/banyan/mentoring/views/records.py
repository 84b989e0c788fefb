"""What every record of practice has on its page, whatever its kind: who reads it, what was
remarked, what led to it; and the saving of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.boundfield import BoundWidget
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.pupils import hits, texts_in
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records as actions
from banyan.mentoring.forms.records import (
    CommentForm,
    HandOverForm,
    LinkForm,
    RecordForm,
    Section,
    ShareForm,
    TierForm,
    named,
    told,
)
from banyan.mentoring.models import Mentorship, Record, RecordVersion
from banyan.mentoring.queries import readers
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.history import versions
from banyan.mentoring.queries.mentorships import live_pair, pair_as_teacher
from banyan.mentoring.queries.readers import is_shared, label, readers_now
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.registry import page_of, sections_of
from banyan.mentoring.rules.records import RECORD_RIGHTS
from banyan.mentoring.states import RecordKind, Tier
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, id_in, respond
from banyan.ui.words import join_names


def opened(request: Request, pk: int, *kinds: RecordKind) -> Reading:
    """The record as its viewer may read it; the reading is on its owner's log, and the page speaks
    the words of the programme of its pair. Raises DoesNotExist for whoever may read nothing of
    it."""
    viewer = request.viewer
    since = viewer.now - readers.ONE_READING
    reading, noted = queries.opening(viewer, pk, *kinds, since=since, remark_at=remarks_of(pk))
    actions.note_reading(reading.record, by=viewer, noted=noted)
    if reading.record.mentorship is not None:
        in_its_words(reading.record.mentorship)
    return reading


def remarks_of(pk: int) -> str:
    """Where one remarks on the whole of a record."""
    return reverse("mentoring:record_comment", args=[pk])


def asked_pair(request: Request) -> Mentorship | None:
    """The pair in which something new is written: the one that is asked for, else the one in which
    the viewer is the teacher. What a mentor keeps of her own teaching is hers alone, unless she
    says so."""
    viewer, asked = request.viewer, request.GET.get("pair", "")
    if asked == "none":
        return None
    if (pk := id_in(asked)) is not None:
        return live_pair(viewer, pk)
    return pair_as_teacher(viewer)


def after_of(request: Request) -> list[Record]:
    """What something new grows out of, where the address names it. Raises DoesNotExist for what
    the viewer may not read, and Refused for what is only shown to her."""
    pk = id_in(request.GET.get("after", ""))
    found = [queries.record(request.viewer, pk)] if pk is not None else []
    for one in found:
        RECORD_RIGHTS.decide(request.viewer, one, "lead").or_refuse()
    return found


def form_of(
    request: Request,
    reading: Reading,
    sections: tuple[Section, ...],
    form: type[RecordForm] = RecordForm,
) -> RecordForm:
    """The form of a record as it stands, bound to what was sent."""
    data = request.POST if request.method == "POST" else None
    return form(data, sections=sections, title=reading.title, words=reading.words)


def kept_or_clash(
    request: Request,
    reading: Reading,
    form: RecordForm,
    template: str,
    context: Mapping[str, Any],
    write: Callable[[], object] | None = None,
) -> HttpResponse | None:
    """Keep what a valid form holds, by `write` where a kind has its own way. None when it is kept;
    otherwise the same page again, with what somebody else wrote meanwhile beside what was typed,
    which can be kept next."""
    said, by = form.cleaned_data, request.viewer
    try:
        if write is not None:
            write()
        else:
            actions.write(reading.record, said["title"], form.words, said["seen"], by=by)
    except actions.Conflict as conflict:
        theirs = dict(conflict.theirs)
        typed = request.POST.copy()
        fresh = form.anew(title=theirs.pop("", ""), words=theirs)
        typed["seen"] = fresh.initial["seen"]
        shown = [
            (one.label, one.told(theirs[one.code]))
            for one in form.sections
            if theirs.get(one.code) not in (None, "", form.words.get(one.code))
        ]
        again = form.anew(typed)
        told = {**context, "form": again, "theirs": shown, "reason": str(conflict)}
        return respond(request, template, told, status=409)
    return None


def address_of(record: Record) -> str:
    """Where a record opens: the page of its kind, else who reads it."""
    page = page_of(RecordKind(record.kind))
    return (
        reverse(page, args=[record.pk])
        if page
        else reverse("mentoring:record_readers", args=[record.pk])
    )


def signs(reading: Reading) -> list[str]:
    """What in it looks as if it said who a pupil is, for those who write in it."""
    if not reading.may_write:
        return []
    return [hit.text for hit in hits([reading.title, *texts_in(reading.words)])]


def foot(viewer: Viewer, reading: Reading) -> dict[str, Any]:
    """What `mentoring/record_foot.html` shows below every record."""
    found = reading.record
    before, after = queries.thread(viewer, found)
    return {
        "signs": signs(reading),
        "record": found,
        "label": label(viewer, found),
        "private": found.tier != Tier.PUBLIC,
        "is_owner": reading.is_owner,
        "whole": reading.whole,
        "earlier": before,
        "before": [(named(one), address_of(one)) for one in before],
        "after": [(named(one), address_of(one)) for one in after],
        "comments": queries.comments(viewer, found),
        # Nobody remarks to herself: the box comes with the first reader.
        "may_comment": bool(is_shared(found) and RECORD_RIGHTS.decide(viewer, found, "comment")),
        "comment_form": CommentForm(auto_id="id_comment_%s").sent_to(  # beside the record's own
            remarks_of(found.pk), reading.remark
        ),
        "may_link": bool(RECORD_RIGHTS.decide(viewer, found, "link")),
        "has_history": reading.may_write,
        "go_on": _going_on(viewer, found, after),
    }


@login_required
@require_GET
def record(request: Request, pk: int) -> HttpResponse:
    """To the page of its kind."""
    return redirect(address_of(queries.record(request.viewer, pk)))


@login_required
@require_http_methods(["GET", "POST"])
def record_readers(request: Request, pk: int) -> HttpResponse:
    """Who reads it now, by name; its owner names people here and takes it back."""
    viewer = request.viewer
    found = queries.record(viewer, pk)
    RECORD_RIGHTS.decide(viewer, found, "share").or_refuse()
    reading = queries.known(viewer, found)
    form = ShareForm(
        request.POST if request.method == "POST" else None, viewer=viewer, reading=reading
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = form.people[said["person"]]
        parts = said.get("parts") or None
        actions.share(found, person, by=viewer, until=said["until"], parts=parts)
        messages.success(
            request,
            _("%(name)s can read it now. You can take it back at any time.") % {"name": person},
        )
        return redirect(request.path)
    context = {
        "record": found,
        "name": _name_of(reading),
        "signs": signs(reading),
        "url": address_of(found),
        "readers": readers_now(found, now=viewer.now),
        "shares": [one for one in found.shares.all() if one.lasts(viewer.now)],
        "accesses": readers.accesses(viewer, found),
        "form": form,
        "groups": SimpleLazyObject(  # what is chosen in it is known once the page is drawn
            lambda: _with_readers(form, found, reading, now=viewer.now)
        ),
        "tier_form": TierForm(viewer=viewer, record=found),
        "may_open": RECORD_RIGHTS.decide(viewer, found, "open"),
        "may_set_tier": RECORD_RIGHTS.decide(viewer, found, "set_tier"),
    }
    return respond(request, "mentoring/record_readers.html", context)


def _with_readers(
    form: ShareForm, found: Record, reading: Reading, *, now: datetime
) -> list[tuple[str, list[tuple[BoundWidget, str, str]]]]:
    """Every paragraph as it stands in its section, with its box and with the names of those who
    read it as a part. None where there is but one paragraph: it is shared whole."""
    if "parts" not in form.fields:
        return []
    boxes = {box.data["value"]: box for box in form["parts"]}
    named: dict[str, list[str]] = {}
    for share in found.shares.all():
        if share.lasts(now) and not share.whole:
            for part in share.parts:
                named.setdefault(part, []).append(str(share.person))
    return [
        (
            label,
            [(boxes[key], text, join_names(named.get(key, []))) for key, text in parts],
        )
        for label, parts in form.by_section
    ]


def _name_of(reading: Reading) -> str:
    kind = str(RecordKind(reading.record.kind).label)
    return f"{kind}: {reading.title}" if reading.title else kind


@login_required
@require_POST
def take_back(request: Request, pk: int, reader: int) -> HttpResponse:
    found = queries.record(request.viewer, pk)
    RECORD_RIGHTS.decide(request.viewer, found, "take_back").or_refuse()
    shared = [one.person for one in found.shares.all() if one.person_id == reader]
    if not shared:
        raise Http404
    actions.take_back(found, shared[0], by=request.viewer)
    messages.success(request, _("Taken back: %(name)s reads it no more.") % {"name": shared[0]})
    return redirect("mentoring:record_readers", pk=pk)


@login_required
@require_POST
def set_tier(request: Request, pk: int) -> HttpResponse:
    found = queries.record(request.viewer, pk)
    RECORD_RIGHTS.decide(request.viewer, found, "set_tier").or_refuse()
    if request.POST.get("tier") == Tier.PAIR:
        RECORD_RIGHTS.decide(request.viewer, found, "open").or_refuse()
    form = TierForm(request.POST, viewer=request.viewer, record=found)
    if form.is_valid():
        actions.set_tier(found, Tier(form.cleaned_data["tier"]), by=request.viewer)
        messages.success(request, _("Kept. Below you see who reads it now."))
    return redirect("mentoring:record_readers", pk=pk)


@login_required
@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    """How it was: every version, for its owner and the other one of the pair."""
    reading = opened(request, pk)
    if not reading.may_write:
        raise Http404
    rows = versions(request.viewer, reading.record)[:50]
    context = {
        "record": reading.record,
        "name": _name_of(reading),
        "url": address_of(reading.record),
        "versions": [(one, _told_then(reading.record, one)) for one in rows],
        "label": label(request.viewer, reading.record),
    }
    return respond(request, "mentoring/record_history.html", context)


def _told_then(record: Record, version: RecordVersion) -> list[tuple[str, str]]:
    """What stood in it then, by the labels of its form."""
    then = copy(record)
    then.words = version.words
    return told(sections_of(then), version.words)


@login_required
@require_http_methods(["GET", "POST"])
def link(request: Request, pk: int) -> HttpResponse:
    """Join a record to what it grew out of."""
    found = queries.record(request.viewer, pk)
    RECORD_RIGHTS.decide(request.viewer, found, "link").or_refuse()
    form = LinkForm(
        request.POST if request.method == "POST" else None, viewer=request.viewer, record=found
    )
    if request.method == "POST" and form.is_valid():
        actions.link(form.found[form.cleaned_data["earlier"]], found, by=request.viewer)
        return redirect(address_of(found) + "#thread")
    context = {"form": form, "record": found, "url": address_of(found)}
    return respond(request, "mentoring/record_link.html", context)


def _going_on(viewer: Viewer, found: Record, after: list[Record]) -> str:
    """The button with which its owner goes on with what an earlier pair left; "" where she has
    done so, and where nothing is left."""
    gone_on = any(one.continues_id == found.pk for one in after)
    if gone_on or not RECORD_RIGHTS.decide(viewer, found, "go_on"):
        return ""
    return str(RECORD_RIGHTS.label("go_on"))


@login_required
@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    """A copy of the owner's own, of what was in a pair that has ended."""
    found = queries.record(request.viewer, pk)
    made = actions.go_on(found, by=request.viewer)
    messages.success(request, _("This copy is yours alone. Go on with it as you like."))
    return redirect(address_of(made))


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """What the owner takes on from earlier pairs into this one, item by item."""
    viewer = request.viewer
    pair = live_pair(viewer, pk)
    if pair is None:
        raise Http404
    form = HandOverForm(
        request.POST if request.method == "POST" else None, viewer=viewer, pair=pair
    )
    if request.method == "POST" and form.is_valid():
        taken = [
            actions.hand_over(form.found[one], pair, by=viewer)
            for one in form.cleaned_data["records"]
        ]
        messages.success(
            request,
            ngettext(
                "%(count)d record goes on in this pair.",
                "%(count)d records go on in this pair.",
                len(taken),
            )
            % {"count": len(taken)},
        )
        return redirect("mentoring:mentorship", pk=pk)
    context = {
        "pair": pair,
        "form": form,
        "other": pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor,
    }
    return respond(request, "mentoring/hand_over.html", context)
