"""Messages of a pair: sent once, read, taken back."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Attachment, Mentorship, Message, ThreadReading
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.queries.messages import (
    files_of_nobody,
    files_to_forget,
    taken_by,
    texts_to_forget,
)
from banyan.mentoring.rules.messages import (
    MESSAGE_RIGHTS,
    MOST_BYTES,
    MOST_BYTES_OF_PAIR,
    MOST_WORDS,
    SEALED_FOR,
    THREAD_RIGHTS,
)
from banyan.mentoring.states import LIVE
from banyan.notifications.actions import mark_read
from banyan.people.queries import hashed
from banyan.trail import actions as trail
from banyan.ui import files
from banyan.ui.words import number

NEW = "message.new"  # the notice that there is something to read
AT_A_TIME = 500


def send(
    pair: Mentorship, text: str, *, by: Viewer, form: str, file: Any = None, called: str = ""
) -> Message:
    """One of the two writes to the other: words, a file (open, binary) `called` so, or both.

    `form` tells one sending of a form from another: the same words of the same form are one
    message, however often they come. Raises Refused where the rules say no, Unfit for a message
    that cannot be taken, and Stale when the pair has ended meanwhile.
    """
    THREAD_RIGHTS.decide(by, pair, "write").or_refuse()
    said = text.strip()
    if len(said) > MOST_WORDS:
        raise unfit("text", _("Keep it to 4000 characters."))
    if not said and file is None:
        raise unfit("text", _("Write something, or choose a file."))
    kind, size = _checked(file) if file is not None else ("", 0)
    key = hashed(f"{form} {called} {size} {said}")
    try:
        with transaction.atomic():
            # Whoever ends the pair at this moment comes before it or after it.
            rows = Mentorship.objects.select_for_update(no_key=True).filter(pk=pair.pk)
            if rows.values_list("status", flat=True).get() not in LIVE:
                raise Stale(_("This pair has ended since you opened the page."))
            # Counted behind the lock: two files at once do not both take the last room.
            if file is not None and taken_by(pair) + size > MOST_BYTES_OF_PAIR:
                raise unfit("file", _("The two of you have no more room for files here."))
            made = Message.objects.create(
                mentorship=pair, author_id=by.person_id, text=said, key=key, written_at=by.now
            )
            _told("message.send", made, pair, by)
            if file is not None:
                _attach(made, file, kind, size, called)
    except IntegrityError:  # the same button twice, or in two windows: it is there already
        return Message.objects.get(mentorship=pair, author_id=by.person_id, key=key)
    return made


def _checked(file: IO[bytes]) -> tuple[str, int]:
    """What it is by its content, and its bytes. Raises Unfit."""
    size = file.seek(0, 2)
    if not size:
        raise unfit("file", _("This file is empty."))
    if size > MOST_BYTES:
        raise unfit(
            "file",
            _("A file may have %(most)s MB; this one has %(size)s MB.")
            % {"most": number(MOST_BYTES / 1_000_000), "size": number(size / 1_000_000, 1)},
        )
    kind = files.type_of(file)
    if kind not in {**files.DOCUMENTS, **files.PICTURES}:
        raise unfit(
            "file",
            _("Send a PDF, a picture (JPEG, PNG, WebP) or a document of an office program."),
        )
    return kind, size


def _attach(made: Message, file: IO[bytes], kind: str, size: int, called: str) -> None:
    row = Attachment.objects.create(
        message=made, title=files.title_of(called, kind), name=secrets.token_hex(16),
        size=size, content_type=kind,
    )  # fmt: skip
    try:
        files.keep(file, place_of(row.name), size)
    except files.Full as full:
        said = _("There is no room for files on this server just now. Send the words without it.")
        raise unfit("file", said) from full


def look(pair: Mentorship, up_to: int, *, by: Viewer) -> None:
    """She has seen everything up to this message; her own reading is no business of the trail, nor
    of the other one. What was told of it is read as well."""
    THREAD_RIGHTS.decide(by, pair, "read").or_refuse()
    mine = ThreadReading.objects.filter(mentorship=pair, person_id=by.person_id)
    if not mine.filter(up_to__lt=up_to).update(up_to=up_to):
        first = ThreadReading(mentorship=pair, person_id=by.person_id, up_to=up_to)
        ThreadReading.objects.bulk_create([first], ignore_conflicts=True)
    mark_read(NEW, keys=f"{NEW}:{pair.pk}:", by=by)


def take_back(message: Message, *, by: Viewer) -> Message:
    """Its author takes it back, soon: words and file are sealed from now on, and wiped after
    SEALED_FOR. Raises Refused, and Stale when it is taken back already."""
    MESSAGE_RIGHTS.decide(by, message, "take_back").or_refuse()
    with transaction.atomic():
        there = Message.objects.filter(pk=message.pk, taken_back_at__isnull=True)
        if not there.update(taken_back_at=by.now, sealed=F("text"), text=""):
            raise Stale(_("This message was taken back."))
        _told("message.take_back", message, message.mentorship, by)
    message.taken_back_at, message.text = by.now, ""
    return message


def forget_taken_back(now: datetime) -> int:
    """Wipe what was sealed long enough: words, and files that no coordinator looks at. Returns how
    many files."""
    before = now - SEALED_FOR
    found = files_to_forget(before, AT_A_TIME)
    with transaction.atomic():
        texts_to_forget(before).update(sealed="")
        for one in found:
            path = place_of(one.name)
            transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
        Attachment.objects.filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def clear_files(before: datetime) -> int:
    """Remove files that belong to no message; returns how many."""
    found = files_of_nobody(before)
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _told(verb: str, row: Any, pair: Mentorship, by: Viewer) -> None:
    # Of the message and not of the pair: whoever reads the pair's timeline need not count them.
    scope = pair.school.path or ""
    trail.record(verb=verb, subject=trail.subject_of(row), scope=scope, by=by)
