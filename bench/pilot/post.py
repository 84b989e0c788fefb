"""A mail server that can be away, and that keeps what it was given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .account import Mail

NOTICE = re.compile(r"/notices/(\d+)/")


class Died(BaseException):
    """The worker is killed: nothing that it would do afterwards is done. No code of ours, and none
    of the queue, catches it."""


class Office:
    """The one mail server of the simulation."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.open = True
        self.dies_before: int | None = None  # so many more mails, then the worker dies
        self.lost = 0


OFFICE = Office()


class Post(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if not OFFICE.open:
                raise ConnectionRefusedError("the mail server is away")
            if OFFICE.dies_before is not None:
                OFFICE.dies_before -= 1
                if OFFICE.dies_before < 0:
                    OFFICE.dies_before = None
                    OFFICE.lost += 1
                    raise Died
            body = str(message.body)
            notices = tuple(int(found) for found in NOTICE.findall(body))
            OFFICE.mails.append(Mail(timezone.now(), message.to[0], notices, "\n• " in body))
        return len(email_messages)
