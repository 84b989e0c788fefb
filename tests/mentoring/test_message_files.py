"""Files in messages: told by their content, kept for the two, and cleared when nobody owns them."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Unfit
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.jobs import clear_attachments
from banyan.mentoring.models import Attachment, Mentorship, Message
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.queries import messages as queries
from banyan.mentoring.rules.messages import MOST_BYTES
from tests.conftest import Cast
from tests.mentoring.writing import PDF, SIGNED, at

pytestmark = pytest.mark.django_db


def _zip(*names: str, mimetype: str = "") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


OFFICE = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (PDF, "a.pdf"),
        (b"\xff\xd8\xff\xe0 picture", "a.jpg"),
        (b"\x89PNG\r\n\x1a\n picture", "a.png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp"),
        (_zip(*OFFICE), "a.docx"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx"),
        (_zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "a.odt"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",  # an archive has the time in it
)
def test_what_a_file_is_says_its_content(
    content: bytes, title: str, pair: Mentorship, cast: Cast
) -> None:
    made = actions.send(
        pair, "", by=at(cast.arun), form="f", file=BytesIO(content), called="../x/a.exe"
    )
    assert made.attachment.title == title
    assert place_of(made.attachment.name).read_bytes() == content


def _damaged(packing: int) -> bytes:
    """An ODT of which the packed stream that says what it is does not hold together."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    whole = made.getvalue()
    begins = whole.index(b"mimetype") + len("mimetype")
    return whole[:begins] + b"\xff" * 12 + whole[begins + 12 :]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_document_is_told_beside_the_field(
    packing: int, pair: Mentorship, cast: Cast, signed_in: SIGNED
) -> None:
    file = SimpleUploadedFile("plan.odt", _damaged(packing))
    url = f"/mentorships/{pair.pk}/messages/"
    answer = signed_in(cast.arun).post(url, {"text": "Kept words", "file": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Send a PDF" in page, "Kept words" in page) == (True, True)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"MZ\x90 a program", id="program"),
        pytest.param(b"<html><script>", id="page"),
        pytest.param(b"<svg onload=x>", id="drawing with a script"),
        pytest.param(b"PK\x03\x04 broken", id="broken archive"),
        pytest.param(_zip("a.txt"), id="archive"),
        pytest.param(_zip(*OFFICE, "word/vbaProject.bin"), id="document with macros"),
        pytest.param(_zip("x", mimetype="application/x-shellscript"), id="archive of a script"),
        pytest.param(b"GIF89a", id="moving picture"),
        pytest.param(b"\x1a\x45\xdf\xa3 film", id="film"),
        pytest.param(b"ID3 a song", id="song"),
    ],
)
def test_no_other_file_is_taken_however_it_is_called(
    content: bytes, pair: Mentorship, cast: Cast
) -> None:
    with pytest.raises(Unfit) as refused:
        actions.send(
            pair, "", by=at(cast.arun), form="f", file=BytesIO(content), called="paper.pdf"
        )
    assert refused.value.field == "file"
    assert not Message.objects.exists()


def test_a_file_has_a_largest_size_and_a_pair_room_for_so_many(
    pair: Mentorship, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sends(size: int, form: str) -> None:
        file = BytesIO(PDF + bytes(size - len(PDF)))
        actions.send(pair, "", by=at(cast.arun), form=form, file=file, called="a.pdf")

    sends(MOST_BYTES, "largest")
    with pytest.raises(Unfit, match=r"5 MB"):
        sends(MOST_BYTES + 1, "too large")
    monkeypatch.setattr(actions, "MOST_BYTES_OF_PAIR", MOST_BYTES + 1000)
    sends(1000, "the last one")
    with pytest.raises(Unfit, match="no more room"):
        sends(1000, "too many")


def test_a_full_disk_refuses_the_file_and_keeps_nothing(
    pair: Mentorship, cast: Cast, settings: object
) -> None:
    settings.DISK_RESERVE_BYTES = 10**18  # type: ignore[attr-defined]
    with pytest.raises(Unfit, match="no room for files"):
        actions.send(pair, "Hi", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    assert (Message.objects.count(), Attachment.objects.count()) == (0, 0)


def test_the_proxy_hands_a_file_out_where_there_is_one(
    pair: Mentorship, cast: Cast, signed_in: SIGNED, settings: object
) -> None:
    settings.ACCEL_PREFIX = "/inside"  # type: ignore[attr-defined]
    made = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    handed = signed_in(cast.meera).get(f"/messages/{made.pk}/file/")
    name = made.attachment.name
    assert handed["X-Accel-Redirect"] == f"/inside/messages/{name[:2]}/{name}"
    assert handed.content == b""


def test_files_that_belong_to_nobody_are_cleared(pair: Mentorship, cast: Cast) -> None:
    made = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    lost = place_of("ab" * 16)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(PDF)
    with time_machine.travel(lost.stat().st_mtime + 90_000, tick=False):
        assert clear_attachments() >= 1
    assert (lost.exists(), Path(place_of(made.attachment.name)).exists()) == (False, True)


def test_files_of_nobody_are_looked_for_folder_by_folder(pair: Mentorship, cast: Cast) -> None:
    """The database is asked for the names of one folder, and never for all."""
    kept = actions.send(pair, "", by=at(cast.arun), form="f", file=BytesIO(PDF), called="a.pdf")
    for name in ("ab" * 16, "abc" + "d" * 29, "cd" * 16):
        place_of(name).parent.mkdir(parents=True, exist_ok=True)
        place_of(name).write_bytes(PDF)
    folders = {path.parent for path in place_of("00").parent.parent.glob("??/*")}
    later = datetime.fromtimestamp(place_of("cd" * 16).stat().st_mtime + 10, UTC)
    with CaptureQueriesContext(connection) as asked:
        found = queries.files_of_nobody(later)
    assert {file.name for file in found} >= {"ab" * 16, "abc" + "d" * 29, "cd" * 16}
    assert kept.attachment.name not in {file.name for file in found}
    assert len(asked) == len(folders)
    assert all("LIKE" in one["sql"] for one in asked)
    assert queries.files_of_nobody(later - timedelta(days=1)) == []
