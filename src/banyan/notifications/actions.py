"""Telling people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby, islice
from operator import attrgetter
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import DateField, DateTimeField, IntegerField, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from banyan.kernel.viewer import Viewer
from banyan.notifications.models import Notice, Preference, QuietHours
from banyan.notifications.queries import (
    Wishes,
    in_words,
    told_already,
    waiting_at_once,
    waiting_by_person,
)
from banyan.notifications.registry import answers, enclosed, in_its_words, is_known, kind_of
from banyan.notifications.rules import (
    NOTICE_RIGHTS,
    TOO_OLD,
    digest_due,
    in_quiet_hours,
    last_digest,
)
from banyan.notifications.states import Category, MailChoice
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.ui.changes import PreparedChange
from banyan.ui.prepared import Given, each, given_each, size_of

AT_A_TIME = 500  # rows in memory
TOLD_IN_A_MAIL = 25  # of a long digest; the page of notices has them all
MAILS_A_RUN = 200  # a run ends well before the queue thinks it hangs; the next one goes on


def tell(
    person_ids: Iterable[int], kind: str, *, key: str, now: datetime, link: str = "", **data: Any
) -> int:
    """Tell each person once; the same key again is nothing new. Returns how many are new.

    `data` fills the placeholders of the kind's words: names, dates in ISO form, counts. Never
    confidential text. `blueprint` in it says by which design the roles are called. Dates and
    instants are shown in the reader's own zone and language. Raises KeyError for an unknown kind
    and ValueError when a placeholder has nothing to fill it, or a date is not in ISO form: a
    mistake shows where it is made, not where it is read.
    """
    return tell_each(telling(person_ids, kind, key=key, link=link, **data), now=now)


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that one person is to be told."""

    person_id: int
    kind: str
    key: str
    link: str
    data: dict[str, Any]


def telling(
    person_ids: Iterable[int], kind: str, *, key: str, link: str = "", **data: Any
) -> list[Telling]:
    """What `tell` would tell each of these people, for `tell_each`. Raises what `tell` does."""
    words = kind_of(kind)
    if missing := sorted(words.placeholders() - data.keys()):
        raise ValueError(f"notice {kind} is told without {missing}")
    for name, value in data.items():
        moments = value if isinstance(value, list) else [value] if value else []
        if name.endswith("_at") and any(
            datetime.fromisoformat(at).tzinfo is None for at in moments
        ):
            raise ValueError(f"notice {kind} is told with {name} in no zone")
        if name.endswith("_on") and value:
            date.fromisoformat(value)
    return [Telling(pid, kind, key, link, data) for pid in sorted({*person_ids}) if pid]


def tell_each(tellings: Iterable[Telling], *, now: datetime) -> int:
    """Tell many people, each her own thing, as `tell` does. Returns how many are new. One query
    for each lot, and one more where something in it is new."""
    left, told = iter(tellings), 0
    while lot := list(islice(left, AT_A_TIME)):
        told += _told(lot, now)
    return told


def _told(tellings: Sequence[Telling], now: datetime) -> int:
    wanted = {(one.person_id, one.key): one for one in tellings}
    people, keys = {person for person, _key in wanted}, {key for _person, key in wanted}
    for known in told_already(people, keys):
        wanted.pop(known, None)
    fresh = [
        Notice(
            person_id=one.person_id,
            kind=one.kind,
            key=one.key,
            category=kind_of(one.kind).category,
            data=one.data,
            link=one.link,
            created_at=now,
        )
        for one in wanted.values()
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def withdraw(kind: str, *, keys: str) -> int:
    """What was told is over: notices of this kind whose key begins so are told no more, neither on
    the page nor by mail. Returns how many."""
    gone, _each = Notice.objects.filter(kind=kind, key__startswith=keys).delete()
    return gone


def read(notice: Notice, *, by: Viewer) -> None:
    """She has opened it. Once is enough; her own reading is no business of the trail."""
    NOTICE_RIGHTS.decide(by, notice, "read").or_refuse()
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=by.now)


def mark_read(kind: str, *, keys: str, by: Viewer) -> int:
    """She has seen the thing itself: what she was told of it, by notices of this kind whose key
    begins so, is read. Returns how many were unread."""
    rows = Notice.objects.filter(person_id=by.person_id, kind=kind, read_at__isnull=True)
    return rows.filter(key__startswith=keys).update(read_at=by.now)


def read_all(*, by: Viewer, up_to: int) -> int:
    """Everything told to her up to the notice she saw on top; returns how many were unread.

    What arrived after the page was made stays unread.
    """
    unread = Notice.objects.filter(person_id=by.person_id, read_at__isnull=True, pk__lte=up_to)
    return unread.update(read_at=by.now)


@transaction.atomic
def choose(
    *,
    by: Viewer,
    mail: Mapping[str, str],
    quiet_from: time,
    quiet_until: time,
    digest_at: time,
    invitations: bool = True,
) -> None:
    """How mail comes to `by` from now on: a choice for each category, the hours, and whether mails
    about sessions bring them to her calendar."""
    hours = {
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "digest_at": digest_at,
        "invitations": invitations,
    }
    _hours, is_new = trail.put(QuietHours, hours, person_id=by.person_id)
    for category, choice in sorted(mail.items()):
        of = {"person_id": by.person_id, "category": Category(category)}
        _mail, is_other = trail.put(Preference, {"mail": MailChoice(choice)}, **of)
        is_new |= is_other
    if is_new:
        subject = f"person:{by.person_id}"
        trail.record(verb="person.choose_mail", subject=subject, scope="", by=by, **mail)


def mail_due(*, now: datetime) -> int:
    """Send what is to be told at once, outside quiet hours; returns how many mails went out.

    A mail is claimed before it is sent, so two workers send it once; when sending fails it is
    released, the error is raised, and the next run tries again. Should the machine die between
    the two, the mail is lost and the notice still stands on its page: better than a second mail.
    """
    sent = 0
    for notices, wishes in waiting_at_once():
        for notice in notices:
            wish = wishes[notice.person_id]
            if _is_pointless(notice, wish, now):
                _drop([notice], now)
            elif wish.choice(notice) == MailChoice.AT_ONCE and not in_quiet_hours(
                wish.quiet_from, wish.quiet_until, now, wish.zone
            ):
                sent += _send([notice], "notifications/mail.txt", now, wish)
            if sent == MAILS_A_RUN:
                return sent
    return sent


def mail_digests(*, now: datetime) -> int:
    """Send each person whose digest hour has come what waited for it, in one mail; returns how
    many mails went out. At most one a day; claimed, and released on failure, as in `mail_due`."""
    sent = 0
    for notices, wishes in waiting_by_person(lambda at, zone: last_digest(at, now, zone)):
        for person_id, group in groupby(notices, key=attrgetter("person_id")):
            wish = wishes[person_id]
            quiet = wish.quiet_from, wish.quiet_until
            if digest_due(wish.digest_at, wish.digested_on, *quiet, now, wish.zone):
                sent += _send_digest(list(group), wish, now)
            if sent == MAILS_A_RUN:
                return sent
    return sent


def _is_pointless(notice: Notice, wish: Wishes, now: datetime) -> bool:
    """No mail for what was seen, is old, is not wanted, or has nowhere to go. What is only for a
    calendar comes at once or not at all: a day later it would be behind."""
    for_calendar = is_known(notice.kind) and kind_of(notice.kind).only_mailed
    return (
        (for_calendar and not wish.invitations)
        or (for_calendar and wish.choice(notice) == MailChoice.DIGEST)
        or notice.read_at is not None
        or not is_known(notice.kind)
        or notice.person.email is None
        or not notice.person.is_active
        or notice.created_at < now - TOO_OLD
        or wish.choice(notice) == MailChoice.OFF
    )


def is_done(notice: Notice, now: datetime) -> bool:
    """Whether nobody need be told of it any more. Asked last: it may ask the database."""
    still_wanted = kind_of(notice.kind).still_wanted
    return still_wanted is not None and not still_wanted(
        {**notice.data, "now": now, "reader": notice.person_id}
    )


def _drop(notices: Sequence[Notice], now: datetime) -> None:
    if not notices:
        return  # as for nearly everybody, at each look
    size = size_of(notices)
    _dropped(size, now=now, **each("notice", [notice.pk for notice in notices], size))


@PreparedChange
def _dropped(size: int) -> tuple[QuerySet[Notice], dict[str, Any]]:
    return _open_ones(size), {"dropped_at": Given("now", DateTimeField())}


def _open_ones(size: int) -> QuerySet[Notice]:
    return Notice.objects.filter(
        pk__in=given_each("notice", size), mailed_at__isnull=True, dropped_at__isnull=True
    )


def _claim(notices: Sequence[Notice], now: datetime) -> bool:
    """All of them or none: False when another worker was faster."""
    size = size_of(notices)
    given = each("notice", [notice.pk for notice in notices], size)
    with transaction.atomic():
        claimed = _mailed(size, now=now, **given)
        if claimed != len(notices):
            transaction.set_rollback(True)
        return claimed == len(notices)


@PreparedChange
def _mailed(size: int) -> tuple[QuerySet[Notice], dict[str, Any]]:
    return _open_ones(size), {"mailed_at": Given("now", DateTimeField())}


def _claimed(notices: Sequence[Notice], now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at=now)


def _claim_day(person_id: int, day: date) -> bool:
    """Whether nobody else has her digest of this day in hand."""
    if _digested(person_id=person_id, day=day):
        return True
    _hours, is_new = QuietHours.objects.get_or_create(person_id=person_id)
    return is_new and bool(_digested(person_id=person_id, day=day))


@PreparedChange
def _digested() -> tuple[QuerySet[QuietHours], dict[str, Any]]:
    day, person = Given("day", DateField()), Given("person_id", IntegerField())
    free = Q(digested_on__isnull=True) | Q(digested_on__lt=day)
    return QuietHours.objects.filter(free, person_id=person), {"digested_on": day}


def _send_digest(notices: Sequence[Notice], wish: Wishes, now: datetime) -> bool:
    until = last_digest(wish.digest_at, now, wish.zone)
    _drop([notice for notice in notices if _is_pointless(notice, wish, now)], now)
    due = [
        notice
        for notice in notices
        if not _is_pointless(notice, wish, now)
        and wish.choice(notice) == MailChoice.DIGEST
        and notice.created_at < until
    ]
    if not due or not _claim_day(due[0].person_id, until.astimezone(wish.zone).date()):
        return False
    try:
        return _send(due, "notifications/digest.txt", now)
    except OSError:
        hours = QuietHours.objects.filter(person_id=due[0].person_id)
        hours.update(digested_on=wish.digested_on)
        raise


def _send(
    notices: Sequence[Notice], template: str, now: datetime, wish: Wishes | None = None
) -> bool:
    """One mail about these notices of one person, as far as they still matter. One about a single
    notice, sent at once, brings what a program of hers takes in, where she `wish`es so."""
    done = [notice for notice in notices if is_done(notice, now)]
    _drop(done, now)
    due = [notice for notice in notices if notice not in done]
    if not due or not _claim(due, now):
        return False
    try:
        mail = _message(due[0].person, due, template, now)
        if wish is not None and wish.invitations:
            _enclose(mail, due[0], now)
        mail.send()
    except SMTPRecipientsRefused:  # this address, not the mail server: others must not wait for it
        _claimed(due, now).update(mailed_at=None, dropped_at=now)
        return False
    except OSError:  # the mail server is away
        _claimed(due, now).update(mailed_at=None)
        raise
    return True


def _enclose(mail: EmailMultiAlternatives, notice: Notice, now: datetime) -> None:
    """Another form of the same mail (multipart/alternative): a calendar program takes that one."""
    person = notice.person
    with translation.override(person.locale), timezone.override(ZoneInfo(person.time_zone)):
        found = enclosed(person, notice.kind, notice.data, now)
    if found is not None:
        mail.attach_alternative(found.text, found.mimetype)


def _message(
    person: Person, notices: Sequence[Notice], template: str, now: datetime
) -> EmailMultiAlternatives:
    """In the recipient's language and zone. The subject says nothing about anybody: it shows on
    locked screens and passes through many hands."""
    preferences = f"{settings.PUBLIC_URL}{reverse('notifications:preferences')}"
    with translation.override(person.locale), timezone.override(ZoneInfo(person.time_zone)):
        about = {notice.category for notice in notices}
        alike = len({notice.data.get("blueprint") for notice in notices}) == 1
        with in_its_words(notices[0].data if alike else {}):
            subject = _subject(about.pop()) if len(about) == 1 else gettext("What is new for you")
        context = {
            "person": person,
            "told": [
                (
                    in_words(notice),
                    settings.PUBLIC_URL + reverse("notifications:notice", args=[notice.pk]),
                    answers(person, notice.kind, notice.data, now),
                )
                for notice in notices[:TOLD_IN_A_MAIL]
            ],
            "more": max(0, len(notices) - TOLD_IN_A_MAIL),
            "page": settings.PUBLIC_URL + reverse("notifications:notices"),
            "preferences": preferences,
            "root": settings.PUBLIC_URL,
            "banyan": settings.SITE_NAME,
        }
        body = render_to_string(template, context).strip()
        subject = gettext("%(site)s: %(subject)s") % {
            "site": settings.SITE_NAME,
            "subject": subject,
        }
    return EmailMultiAlternatives(
        subject, body, to=[str(person.email)], headers={"List-Unsubscribe": f"<{preferences}>"}
    )


def _subject(category: str) -> str:
    return {
        Category.PAIR: gettext("News about your mentor or teacher"),
        Category.SESSION: gettext("About a session"),
        Category.FEEDBACK: gettext("Feedback"),
        Category.PROGRAMME: gettext("News from your programme"),
        Category.AREA: gettext("News of the pairs you answer for"),
        Category.ACCOUNT: gettext("About your account"),
    }[Category(category)]
