"""The code that is shown at a meeting and changes by the minute, and the secret link of a workshop.

Both are derived from the secret of this installation, so neither is kept anywhere and nobody who
reads the database learns one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

STEP = 60  # seconds for which one code is shown
DIGITS = 6
EARLY = timedelta(minutes=15)  # people come before it begins


def code_at(day_id: int, at: datetime, *, back: int = 0) -> str:
    """The code of a meeting at this moment; `back` counts earlier steps.

    Cut to six digits as a one-time password is: RFC 4226, 5.3 (dynamic truncation), with the step
    of time in the place of the counter as in RFC 6238, 4.2, and SHA-256 as its 1.2 allows.
    """
    step = int(at.timestamp()) // STEP - back
    digest = salted_hmac("banyan.training.code", f"{day_id}:{step}", algorithm="sha256").digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(day_id: int, typed: str, at: datetime) -> bool:
    """Whether it is the code that is shown, or the one before it: typing takes a while."""
    return any(constant_time_compare(typed, code_at(day_id, at, back=back)) for back in (0, 1))


def seconds_left(at: datetime) -> int:
    """How long the code of this moment is still shown."""
    return STEP - int(at.timestamp()) % STEP


def link_token(workshop_id: int, edition: int) -> str:
    """What stands in the secret link: 128 bits, another for each edition."""
    digest = salted_hmac("banyan.training.link", f"{workshop_id}:{edition}", algorithm="sha256")
    return digest.hexdigest()[:32]


def is_link(workshop_id: int, edition: int, token: str) -> bool:
    return constant_time_compare(token, link_token(workshop_id, edition))
