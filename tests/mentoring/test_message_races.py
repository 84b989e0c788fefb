"""Two files at the same moment, on databases that threads share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from banyan.mentoring.actions import messages as actions
from banyan.mentoring.models import Attachment, Mentorship
from banyan.organisations.queries import viewer_for
from tests.conftest import NOW
from tests.races import at_once, threads_share

MEET = 1.0  # seconds for which the first waits for the other
PDF = b"%PDF-1.7\n1 0 obj"


def test_two_files_at_once_do_not_both_take_the_last_room(
    transactional_db: None,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever has counted what the pair has taken waits for the other to have counted too."""
    barrier, count = threading.Barrier(2), actions.taken_by

    def counted(pair: Mentorship) -> int:
        taken = count(pair)
        try:
            barrier.wait(MEET)
        except threading.BrokenBarrierError:
            return taken
        return taken

    monkeypatch.setattr(actions, "taken_by", counted)
    monkeypatch.setattr(actions, "MOST_BYTES_OF_PAIR", len(PDF) + 1)
    with threads_share(tmp_path):
        pair: Mentorship = request.getfixturevalue("pair")

        def sending(form: str) -> Callable[[], object]:
            by = viewer_for(pair.mentor, now=NOW)
            return lambda: actions.send(
                pair, "", by=by, form=form, file=BytesIO(PDF), called="a.pdf"
            )

        assert at_once(sending("one"), sending("two")) == ["Unfit", "done"]
        assert Attachment.objects.count() == 1
