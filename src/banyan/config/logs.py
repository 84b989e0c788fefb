"""What a log line may hold: never the secret of an invitation or of a calendar."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"(?<=/)[\w-]{40,}")  # `secrets.token_urlsafe(32)` has 43 signs


class WithoutSecrets(logging.Filter):
    """Django logs the address of each request that was refused; the token in it would let in
    whoever reads the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (told := TOKEN.sub("…", said)) != said:
            record.msg, record.args = told, ()
        return True
