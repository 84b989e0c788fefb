"""What belongs to a workshop: its recording, what is looked at before and after, its list."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.training.actions.planning import secure
from banyan.training.actions.seats import lock, record
from banyan.training.models import Resource, Workshop
from banyan.training.rules import WORKSHOP_RIGHTS

MOST_RESOURCES = 40


@transaction.atomic
def share_recording(workshop: Workshop, link: str, *, by: Viewer) -> Workshop:
    """The link of the recording; an empty one takes it away, the same again changes nothing."""
    WORKSHOP_RIGHTS.decide(by, workshop, "share").or_refuse()
    link = secure(link, "recording_url")
    rows = Workshop.objects.filter(pk=workshop.pk).exclude(recording_url=link)
    if rows.update(recording_url=link):
        record(workshop, "share", by=by)
    workshop.recording_url = link
    return workshop


@transaction.atomic
def add_resource(
    workshop: Workshop, title: str, link: str, *, by: Viewer, is_after: bool = False
) -> Resource:
    """Something to look at before it or after; the same link again is the one that is there."""
    WORKSHOP_RIGHTS.decide(by, workshop, "share").or_refuse()
    if not title.strip():
        raise unfit("title", _("Say what it is."))
    link = secure(link, "link")
    if not link:
        raise unfit("link", _("Paste the whole link, from https:// on."))
    lock(workshop)
    there = Resource.objects.filter(workshop=workshop)
    if (same := there.filter(link=link, is_after=is_after).first()) is not None:
        return same
    if there.count() >= MOST_RESOURCES:
        raise unfit("link", _("There are %(most)s already.") % {"most": MOST_RESOURCES})
    made = Resource.objects.create(
        workshop=workshop,
        title=title.strip(),
        link=link,
        is_after=is_after,
        added_by_id=by.person_id,
        added_at=by.now,
    )
    record(workshop, "add_resource", by=by)
    return made


@transaction.atomic
def drop_resource(resource: Resource, *, by: Viewer) -> None:
    """Raises Stale when it is gone already."""
    WORKSHOP_RIGHTS.decide(by, resource.workshop, "share").or_refuse()
    gone, _rows = Resource.objects.filter(pk=resource.pk).delete()
    if not gone:
        raise Stale(_("It has been taken away already."))
    record(resource.workshop, "drop_resource", by=by)


@transaction.atomic
def take_out(workshop: Workshop, *, by: Viewer) -> None:
    """The list of those who come leaves the platform as a file; that it did is on record."""
    WORKSHOP_RIGHTS.decide(by, workshop, "take_out").or_refuse()
    record(workshop, "take_out", by=by)
