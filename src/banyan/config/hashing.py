"""Passwords are dear to check on purpose, so only a few are checked at once.

A flood of sign-ins then waits at the door, answered 429 ("a little slower"), while pages of
those who are inside go on being served.
"""

from __future__ import annotations

from threading import BoundedSemaphore

from django.contrib.auth.hashers import ScryptPasswordHasher

AT_ONCE = 2  # of the four threads of a process; one scrypt takes about 0.2 s and 16 MB
PATIENCE_SECONDS = 0.5
_places = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many passwords are being hashed now as this process hashes at once."""


class ScryptAFewAtOnce(ScryptPasswordHasher):
    """Scrypt as Django has it, at most AT_ONCE in a process. Raises Busy when no place comes
    free within PATIENCE_SECONDS; checking a password and keeping a new one both pass here."""

    def encode(
        self,
        password: str,
        salt: str,
        n: int | None = None,
        r: int | None = None,
        p: int | None = None,
    ) -> str:
        if not _places.acquire(timeout=PATIENCE_SECONDS):
            raise Busy
        try:
            return super().encode(password, salt, n, r, p)
        finally:
            _places.release()
