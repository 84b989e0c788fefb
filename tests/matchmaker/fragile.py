"""Work whose worker dies. By itself: each worker that is started anew reads it, and nothing else of
the tests."""

import os
import signal
from pathlib import Path


def fragile(folder: Path, times: int, number: int) -> int:
    """Twice the number; but the process that gets the third is killed so many times."""
    marks = len(list(folder.iterdir()))
    if number == 3 and marks < times:
        (folder / str(marks)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number
