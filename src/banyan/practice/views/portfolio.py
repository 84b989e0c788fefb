"""The portfolio: what a teacher chooses of her own, in the order in which it grew, to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import told
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.queries.sessions import Line
from banyan.mentoring.registry import sections_of
from banyan.mentoring.states import RecordKind
from banyan.mentoring.views.records import address_of
from banyan.practice.forms.portfolio import ChoiceForm
from banyan.practice.queries.portfolio import HandedIn, Portfolio, portfolio
from banyan.practice.queries.submissions import Finding
from banyan.practice.states import SubmissionStatus
from banyan.programmes.queries import speak_for
from banyan.ui import paper, words
from banyan.ui.http import Request, respond

# What is about herself alone is left out until she says otherwise.
NOT_AT_FIRST = (RecordKind.WELL_BEING,)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can go in. `key` is what it is chosen by, and its place on the page."""

    key: str
    sort: str  # in words
    title: str
    on: date
    url: str
    said: list[tuple[str, str]]
    led_to: list[tuple[str, str]]  # key and title of what came of it
    begins_chosen: bool = True

    @property
    def line(self) -> str:
        return f"{self.sort}: {self.title}" if self.title else self.sort


@dataclass(frozen=True, slots=True)
class Part:
    """Items under one heading."""

    heading: str
    items: list[Item]
    grew: bool = False  # one from the other: then the heading names the first


@login_required
@require_GET
def choose(request: Request) -> HttpResponse:
    """Which items go in; nothing of it is kept."""
    items = [item for part in _parts(request) for item in part.items]
    form = ChoiceForm(
        choices=[(one.key, f"{one.line}, {words.day(one.on, 'short')}") for one in items],
        chosen=[one.key for one in items if one.begins_chosen],
    )
    return respond(request, "practice/portfolio.html", {"form": form, "items": items})


@login_required
@require_GET
def print_page(request: Request) -> HttpResponse:
    """What was chosen, one after the other, as a page to print."""
    context = {
        "parts": _chosen(request),
        "query": request.GET.urlencode(),
        "today": request.viewer.today,
    }
    return respond(request, "practice/portfolio_print.html", context)


@login_required
@require_GET
def file(request: Request) -> HttpResponse:
    """The same as a PDF, in the language of the page."""
    owner = str(request.user)
    title = _("Portfolio of %(name)s") % {"name": owner}
    lead = _("As it stands on %(day)s.") % {"day": words.day(request.viewer.today)}
    blocks = []
    for part in _chosen(request):
        blocks.append(paper.Block(part.heading))
        blocks += [_block(item) for item in part.items]
    response = HttpResponse(
        paper.pages(title, lead, blocks, by=owner), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="portfolio.pdf"'
    return response


def _block(item: Item) -> paper.Block:
    after = [(_("It led to:"), ", ".join(title for _key, title in item.led_to))]
    pieces = item.said + (after if item.led_to else [])
    note = f"{item.sort}, {words.day(item.on)}" if item.title else words.day(item.on)
    return paper.Block(item.title or item.sort, pieces, note, 3)


def _chosen(request: Request) -> list[Part]:
    """Only what was asked for; all that begins chosen where nothing was."""
    asked = set(request.GET.getlist("item"))
    parts = [
        replace(
            part,
            items=[
                one for one in part.items if one.key in asked or (not asked and one.begins_chosen)
            ],
        )
        for part in _parts(request)
    ]
    there = {one.key for part in parts for one in part.items}
    return [
        replace(
            part,
            heading=_from(part.items[0]) if part.grew else part.heading,
            items=[
                replace(one, led_to=[each for each in one.led_to if each[0] in there])
                for one in part.items
            ],
        )
        for part in parts
        if part.items
    ]


def _parts(request: Request) -> list[Part]:
    viewer = request.viewer
    speak_for(viewer)
    found = portfolio(viewer)
    every = [*chain.from_iterable(found.threads), *found.alone]
    titles = {one.record.pk: _title(one) for one in every}
    parts = [
        Part(_from(items[0]), items, grew=True)
        for items in (
            [_of_record(one, viewer, found, titles) for one in thread] for thread in found.threads
        )
    ]
    alone = [_of_record(one, viewer, found, titles) for one in found.alone]
    rest = [
        Part(_("What stands by itself") if parts else _("What I have written"), alone),
        Part(_("Sessions"), [_of_session(one, viewer) for one in found.sessions]),
        Part(_("Work that was handed in"), [_of_work(one, viewer) for one in found.submissions]),
    ]
    return parts + [part for part in rest if part.items]


def _from(first: Item) -> str:
    if first.title:
        return _("From “%(first)s” on") % {"first": first.title}
    return _("From %(what)s of %(day)s on") % {"what": first.sort, "day": words.day(first.on)}


def _title(reading: Reading) -> str:
    return reading.title or str(RecordKind(reading.record.kind).label)


def _of_record(reading: Reading, viewer: Viewer, found: Portfolio, titles: dict[int, str]) -> Item:
    record = reading.record
    return Item(
        key=f"record-{record.pk}",
        sort=str(RecordKind(record.kind).label),
        title=reading.title,
        on=record.begun_at.astimezone(viewer.zone).date(),
        url=address_of(record),
        said=told(sections_of(record), reading.words),
        led_to=[
            (f"record-{pk}", titles[pk]) for pk in found.led_to.get(record.pk, []) if pk in titles
        ],
        begins_chosen=record.kind not in NOT_AT_FIRST,
    )


def _of_session(line: Line, viewer: Viewer) -> Item:
    minutes = line.counted_minutes or 0
    return Item(
        key=f"session-{line.id}",
        sort=_("Session with %(others)s") % {"others": line.others},
        title="",
        on=line.starts_at.astimezone(viewer.zone).date(),
        url=reverse("mentoring:session", args=[line.id]),
        said=[("", words.minutes(minutes))] if minutes else [],
        led_to=[],
    )


def _of_work(one: HandedIn, viewer: Viewer) -> Item:
    submission = one.handed.submission
    status = SubmissionStatus(submission.status)
    return Item(
        key=f"submission-{submission.pk}",
        sort=str(status.label),
        title=one.handed.title,
        on=submission.handed_in_at.astimezone(viewer.zone).date(),
        url=reverse("practice:submission", args=[submission.pk]),
        said=[*one.said, *((each.title, _finding(each)) for each in one.findings)],
        led_to=[],
    )


def _finding(found: Finding) -> str:
    met = ngettext(
        "Met for %(met)s of %(of)s reader.", "Met for %(met)s of %(of)s readers.", found.of
    )
    return "\n\n".join([met % {"met": found.met, "of": found.of}, *found.comments])
