"""Lists to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from banyan.ui.dialect import speaking, spoken

# How a cell begins that spreadsheets run as a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")  # nothing to run in it, whatever it begins with


def sheet(name: str, header: Sequence[object], lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A file of comma-separated values to keep under this name. It begins with the mark by which
    spreadsheets know UTF-8, and an apostrophe stands before what they would run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in (header, *lines):
        writer.writerow([_disarmed(str(cell)) for cell in line])
    response = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def long_sheet(
    name: str, header: Sequence[object], lines: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """The same for a list of any length: it is sent while it is read. Each line is made in the
    language, the words and the zone of now, as the page is left behind by then."""
    zone, says = timezone.get_current_timezone(), spoken()

    def parts() -> Iterator[bytes]:
        encoding = "utf-8-sig"  # the mark, once
        found = iter(chain([header], lines))
        while True:
            # Not around the whole: between two lines others speak in this thread.
            with timezone.override(zone), speaking(says):
                text = io.StringIO()
                try:
                    line = next(found)
                except StopIteration:
                    return
                csv.writer(text).writerow([_disarmed(str(cell)) for cell in line])
            yield text.getvalue().encode(encoding)
            encoding = "utf-8"

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _disarmed(cell: str) -> str:
    dangerous = cell.startswith(DANGEROUS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if dangerous else cell
