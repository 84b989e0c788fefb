"""Messages of a pair: read by its two, and one by the coordinators to whom it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Attachment, Mentorship, Message, Report, ThreadReading
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.standings import (
    MESSAGE_READERS,
    PAIR,
    PAIR_REPORT_COORDINATOR,
    REPORTER,
    mentor_in_power,
)
from banyan.mentoring.states import ReportStatus
from banyan.trail.queries import id_of
from banyan.ui.files import lost_in

AT_ONCE = 25  # on a page; earlier ones are a link away


@dataclass(frozen=True, slots=True)
class Thread:
    """What a page shows of what the two wrote: the newest, or those before one of them."""

    pair: Mentorship
    lines: list[Message]  # in the order in which they were written
    earlier: int | None  # the id before which there are more
    state: str  # by which a page knows whether anything is new
    read: int  # the last one that the viewer had seen before


def pair_of_thread(viewer: Viewer, pk: int) -> Mentorship:
    """The viewer's own pair, with who of it reads nothing, and up to where she has seen what they
    write. DoesNotExist for everybody else."""
    rows = Mentorship.objects.filter(PAIR.where(viewer)).defer("end_words", "decline_reason")
    mine = ThreadReading.objects.filter(mentorship=OuterRef("pk"), person_id=viewer.person_id)
    return (
        rows.annotate(**mentor_in_power("mentee", "mentor", viewer.today))
        .annotate(seen_up_to=Subquery(mine.values("up_to")[:1]))
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .get(pk=pk)
    )


def messages(viewer: Viewer) -> QuerySet[Message]:
    """Those that the viewer may read, the newest first."""
    rows = Message.objects.filter(MESSAGE_READERS.where(viewer))
    shown = Report.objects.filter(REPORTER.where(viewer), message=OuterRef("pk"))
    return (
        rows.annotate(shown=Exists(shown))
        .defer("sealed")  # no page of the two shows it
        .select_related("author", "attachment", "mentorship__school")
        .order_by("-pk")
    )


def thread(viewer: Viewer, pair: Mentorship, before: int | None = None) -> Thread:
    """Of a pair that came through `pair_of_thread`. Two queries. Nothing in it for a mentor who has
    come to power over the teacher."""
    found = messages(viewer).filter(mentorship=pair)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: AT_ONCE + 1])
    lines = rows[:AT_ONCE][::-1]
    more = len(rows) > AT_ONCE
    seen: int = pair.seen_up_to or 0  # type: ignore[attr-defined]
    return Thread(pair, lines, lines[0].pk if more else None, state_of(viewer, pair), seen)


def state_of(viewer: Viewer, pair: Mentorship) -> str:
    """A word that changes whenever something of the thread does: "412-1". One query."""
    rows = Message.objects.filter(MESSAGE_READERS.where(viewer), mentorship=pair)
    found = rows.aggregate(last=Max("pk"), gone=Count("pk", filter=Q(taken_back_at__isnull=False)))
    return f"{found['last'] or 0}-{found['gone']}"


def news(viewer: Viewer, pair: Mentorship, after: int) -> tuple[list[Message], list[Message]]:
    """What was written after this one, in order, and which of the newest were taken back."""
    found = list(messages(viewer).filter(mentorship=pair)[:AT_ONCE])[::-1]
    fresh = [one for one in found if one.pk > after]
    return fresh, [one for one in found if one.pk <= after and one.taken_back_at is not None]


def message(viewer: Viewer, pk: int) -> Message:
    """Raises DoesNotExist for everybody but the two of the pair, and for a mentor in power."""
    return messages(viewer).get(pk=pk)


def attachment(viewer: Viewer, pk: int) -> Attachment:
    """The file of the message with this id: for the two, until it is taken back; and for the
    coordinators to whom it was shown, until they have looked into it. DoesNotExist otherwise."""
    shown = Report.objects.filter(
        PAIR_REPORT_COORDINATOR.where(viewer), message=OuterRef("message"), status=ReportStatus.OPEN
    )
    readable = Message.objects.filter(MESSAGE_READERS.where(viewer), taken_back_at__isnull=True)
    rows = Attachment.objects.filter(Q(message__in=readable.values("pk")) | Exists(shown))
    return rows.select_related("message").get(message=pk)


def taken_by(pair: Mentorship) -> int:
    """Bytes of all files of a pair."""
    rows = Attachment.objects.filter(message__mentorship=pair)
    return int(rows.aggregate(all=Sum("size"))["all"] or 0)


# What notices and jobs need to know: they have no viewer


def told_of_message(subject: str) -> Message:
    """The message that an event is about, without its words."""
    rows = Message.objects.select_related("mentorship__mentor", "mentorship__mentee", "author")
    rows = rows.select_related("mentorship__cohort__programme").defer("text", "sealed")
    return rows.get(pk=id_of(subject))


def reads(person: int, pair: Mentorship, today: Any) -> bool:
    """Whether this one of the two reads what is written in the pair: a mentor in power does not."""
    if person != pair.mentor_id:
        return True
    power = mentor_in_power("mentee", "mentor", today)["mentor_in_power"]
    return not Mentorship.objects.filter(power, pk=pair.pk).exists()


def waits_unread(pair_id: int, person: int) -> int | None:
    """The last message that this person has read in a pair in which another waits for her; None
    where nothing waits."""
    rows = ThreadReading.objects.filter(mentorship=pair_id, person_id=person)
    read = rows.values_list("up_to", flat=True).first() or 0
    fresh = Message.objects.filter(mentorship=pair_id, pk__gt=read, taken_back_at__isnull=True)
    return read if fresh.exclude(author_id=person).exists() else None


def files_to_forget(before: datetime, most: int) -> list[Attachment]:
    """Of messages that were taken back before this, unless a coordinator looks at them."""
    looked_at = Report.objects.filter(message=OuterRef("message"), status=ReportStatus.OPEN)
    rows = Attachment.objects.filter(message__taken_back_at__lt=before)
    return list(rows.exclude(Exists(looked_at)).order_by("pk")[:most])


def texts_to_forget(before: datetime) -> QuerySet[Message]:
    """Messages that were taken back before this and of which the words are still kept; what is
    shown to coordinators is kept with its report."""
    return Message.objects.filter(taken_back_at__lt=before).exclude(sealed="")


def files_of_nobody(before: datetime) -> list[Any]:
    """Files that lie in the place of attachments and belong to none, and are older than this."""
    rows = Attachment.objects.values_list("name", flat=True)

    def known(begins: str) -> set[str]:
        return set(rows.filter(name__startswith=begins))

    return list(lost_in(place_of("00").parent.parent, before, known))
