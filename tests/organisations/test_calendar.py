"""Calendars of places: files that are understood or told by their line, days by hand, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.organisations import actions
from banyan.organisations.actions.calendar import MOST_ROWS, compare_calendar
from banyan.organisations.models import CalendarDays
from banyan.organisations.queries import closings_over
from banyan.organisations.snapshot import calendar
from banyan.organisations.snapshot.calendar import Days, read_calendar
from banyan.organisations.snapshot.tables import BadFile
from banyan.organisations.states import DaysKind
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

TODAY = date(2026, 1, 14)
SignIn = Callable[[Person], Client]


def event(uid: str, first: str, last: str = "", *more: str, title: str = "Holiday") -> str:
    """An event of whole days; `last` is the day after them, as the format has it."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{first}"]
    lines += [f"DTEND;VALUE=DATE:{last}"] if last else []
    return "\r\n".join([*lines, f"SUMMARY:{title}", *more, "END:VEVENT", ""])


def file(*events: str) -> bytes:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Office//EN\r\n"
    return (head + "".join(events) + "END:VCALENDAR\r\n").encode()


def days(content: bytes, kind: DaysKind = DaysKind.CLOSED) -> list[Days]:
    found = read_calendar(content, kind, today=TODAY)
    assert found.problems == []
    return found.days


def spans(content: bytes) -> list[str]:
    return [f"{one.starts_on} {one.ends_on}" for one in days(content)]


def told(content: bytes) -> list[tuple[int, str]]:
    """Line and sentence of what was left out."""
    found = read_calendar(content, DaysKind.CLOSED, today=TODAY)
    assert found.days == []
    return [(problem.row, problem.what) for problem in found.problems]


# Files that are understood


def test_days_are_half_open_and_one_without_an_end_is_one_day() -> None:
    content = file(event("a", "20260126"), event("b", "20260502", "20260621", title="Summer"))
    assert days(content) == [
        Days("a", "closed", "Holiday", date(2026, 1, 26), date(2026, 1, 27)),
        Days("b", "closed", "Summer", date(2026, 5, 2), date(2026, 6, 21)),
    ]


def test_a_duration_and_an_end_on_the_first_day_are_whole_days() -> None:
    content = file(event("a", "20260126", "", "DURATION:P3D"), event("b", "20260301", "20260301"))
    assert spans(content) == ["2026-01-26 2026-01-29", "2026-03-01 2026-03-02"]


def test_midnight_to_midnight_are_whole_days_and_other_times_close_nothing() -> None:
    whole = (
        "BEGIN:VEVENT\r\nUID:w\r\nSUMMARY:Holi\r\nDTSTART;TZID=Asia/Kolkata:20260304T000000\r\n"
        "DTEND;TZID=Asia/Kolkata:20260305T000000\r\nEND:VEVENT\r\n"
    )
    meeting = whole.replace("UID:w", "UID:m").replace("T000000", "T170000")
    found = read_calendar(file(whole, meeting), DaysKind.CLOSED, today=TODAY)
    assert [(one.uid, one.starts_on) for one in found.days] == [("w", date(2026, 3, 4))]
    assert (found.timed, found.problems) == (1, [])


def test_a_term_is_told_by_its_category_or_by_what_was_chosen() -> None:
    content = file(
        event("t", "20260401", "20261001", "CATEGORIES:SCHOOL,Term"), event("h", "20260815")
    )
    assert [(one.uid, one.kind) for one in days(content)] == [("t", "term"), ("h", "closed")]
    assert {one.kind for one in days(content, DaysKind.TERM)} == {"term"}


def test_lines_are_unfolded_and_words_unescaped() -> None:
    folded = event("a", "20260126", title="Republic\\, Day of \r\n India")
    assert [one.title for one in days(file(folded))] == ["Republic, Day of India"]


# The year before, the year, and the next two: a horizon of three years after the day of looking.
def test_what_comes_back_each_year_is_followed_to_the_horizon() -> None:
    content = file(event("a", "20200126", "", "RRULE:FREQ=YEARLY"))
    assert [(one.uid, one.starts_on.year) for one in days(content)] == [
        (f"a#{year}0126", year) for year in (2025, 2026, 2027, 2028)
    ]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["01-03", "01-10", "01-17"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260201", ["01-03", "01-17", "01-31"]),
        ("FREQ=WEEKLY;UNTIL=20260110T183000Z", ["01-03", "01-10"]),
        ("FREQ=MONTHLY;BYDAY=2SA;COUNT=2", ["01-03", "01-10", "02-14"]),
        ("FREQ=DAILY;COUNT=2", ["01-03", "01-04"]),
    ],
)
def test_rules_of_coming_back(rule: str, wanted: list[str]) -> None:
    content = file(event("a", "20260103", "", f"RRULE:{rule}"))
    assert [f"{one.starts_on:%m-%d}" for one in days(content)] == wanted


def test_days_left_out_added_moved_and_called_off() -> None:
    content = file(
        event(
            "a", "20260103", "", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;VALUE=DATE:20260110",
            "RDATE;VALUE=DATE:20260201",
        ),
        event("a", "20260119", "20260121", "RECURRENCE-ID;VALUE=DATE:20260117", title="Moved"),
        event("a", "20260124", "", "RECURRENCE-ID;VALUE=DATE:20260124", "STATUS:CANCELLED"),
        event("b", "20260301", "", "STATUS:CANCELLED"),
    )  # fmt: skip
    assert [(one.uid, f"{one.starts_on:%m-%d}") for one in days(content)] == [
        ("a#20260103", "01-03"), ("a#20260117", "01-19"), ("a#20260201", "02-01"),
    ]  # fmt: skip


def test_what_is_long_ago_or_far_ahead_is_left_out_and_counted() -> None:
    content = file(event("old", "20240101"), event("far", "20300101"), event("now", "20260101"))
    found = read_calendar(content, DaysKind.CLOSED, today=TODAY)
    assert ([one.uid for one in found.days], found.distant) == (["now"], 2)


def test_a_long_uid_is_known_by_its_hash() -> None:
    (one,) = days(file(event("x" * 500, "20260101")))
    assert len(one.uid) == 64


# Files that are not


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "its first line is not BEGIN:VCALENDAR"),
        (b"name,type\nA,kv\n", "its first line is not BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\nSUMMARY:\xff\n", "Line 2 is not text in UTF-8."),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nhello\n", "Line 3 is not a line of a calendar."),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", "Line 2 ends something that has not begun."),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "Line 3 ends something"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nX:1\n", "Line 3 is not a line of a calendar."),
        (b"BEGIN:VCALENDAR\n\nBEGIN:VEVENT\nUID:1\n", "what begins in line 3 has no end."),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 9, "Line 9 opens too many things"),
        (b"BEGIN:VCALENDAR\n" + b" " * 500_000, "The file is larger than 500 KB."),
    ],
)
def test_what_is_no_calendar_is_refused_by_its_line(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_calendar(content, DaysKind.CLOSED, today=TODAY)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "number", "sentence"),
    [
        (event("a", "2026012"), 6, "DTSTART cannot be read."),
        (event("a", "20260126", "20260120"), 7, "The event ends before it begins"),
        (event("a", "20260126", "20280120"), 7, "or lasts longer than a year"),
        (event("a", "20260126").replace("UID:a\r\n", ""), 4, "The event needs one UID."),
        (event("a", "20260126", title=""), 4, "The event needs one SUMMARY."),
        (event("a", "20260126", "", "RRULE:FREQ=SECONDLY"), 8, "This rule of coming back"),
        (event("a", "20260126", "", "RRULE:FREQ=DAILY;INTERVAL=0"), 8, "This rule of coming back"),
        (event("a", "20260126", "", "RRULE:FREQ=DAILY;BYHOUR=1,2"), 8, "This rule of coming back"),
        (event("a", "20260126", "", "RRULE:NONSENSE"), 8, "This rule of coming back"),
        (event("a", "19900126", "", "RRULE:FREQ=DAILY"), 8, "coming back since before 2000"),
        (event("a", "20260126", "", "RRULE:FREQ=YEARLY", "EXDATE:x"), 9, "EXDATE cannot be read."),
        (event("a", "20260126", title="Pay to 2345 6789 0124"), 7, "The title cannot be used."),
        (event("a", "99991231"), 6, "This day is too far ahead."),
    ],
)
def test_an_event_that_cannot_be_read_is_told_by_its_line(
    lines: str, number: int, sentence: str
) -> None:
    ((row, what),) = told(file(lines))
    assert (row, sentence in what) == (number, True), what


def test_the_same_uid_twice_is_told_and_the_first_one_stays() -> None:
    content = file(event("a", "20260126"), event("a", "20260127"))
    found = read_calendar(content, DaysKind.CLOSED, today=TODAY)
    assert [one.starts_on.day for one in found.days] == [26]
    assert [(one.row, one.what) for one in found.problems] == [
        (10, "It has the same UID as the event of line 4.")
    ]


# A library would look for these until the year 9999, and a file could bring a hundred of them.
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2,3",
        "FREQ=YEARLY;BYDAY=54MO",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=WEEKLY;BYMONTH=13",
        "FREQ=YEARLY;INTERVAL=9999",
        "FREQ=YEARLY;BYMONTH=2",  # of a third of January, and it might be a thirty-first
        "FREQ=YEARLY;BYMONTH=2;BYDAY=5MO;INTERVAL=2",
    ],
)
def test_a_rule_that_may_never_come_true_is_not_followed(rule: str) -> None:
    ((line, what),) = told(file(event("a", "20260103", "", f"RRULE:{rule}")))
    assert (line, what) == (8, "This rule of coming back is not understood.")


# Every shape that is followed, begun on the last day of a long February, with the longest interval.
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;UNTIL=20260301",
        "FREQ=WEEKLY;BYDAY=MO,SU",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=-5SU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=4",
        "FREQ=MONTHLY;BYMONTHDAY=-28",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=-4MO",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30",
    ],
)
@pytest.mark.parametrize("interval", [1, 7, 60])
def test_whatever_is_followed_ends_soon(rule: str, interval: int) -> None:
    began = process_time()
    content = event("a", "20240229", "", f"RRULE:{rule};INTERVAL={interval}")
    read_calendar(file(content), DaysKind.CLOSED, today=TODAY)
    assert process_time() - began < 1  # seconds; a rule without an end takes minutes


@pytest.mark.parametrize(
    ("limit", "most", "sentence"),
    [
        ("MOST_EVENTS", 2, "The file has more than 2 events."),
        ("MOST_REPEATING", 2, "More than 2 events come back."),
        ("MOST_DAYS", 9, "The file comes to more than 9 closed times."),
    ],
)
def test_a_file_has_an_end(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, sentence: str
) -> None:
    monkeypatch.setattr(calendar, limit, most)
    weekly = [event(f"{n}", "20260103", "", "RRULE:FREQ=WEEKLY;COUNT=4") for n in range(3)]
    with pytest.raises(BadFile) as refused:
        read_calendar(file(*weekly), DaysKind.CLOSED, today=TODAY)
    assert sentence in str(refused.value)


# What a file changes

pytestmark = pytest.mark.django_db
REPUBLIC = Days("r", "closed", "Republic Day", date(2026, 1, 26), date(2026, 1, 27))
HOLI = Days("h", "closed", "Holi", date(2026, 3, 4), date(2026, 3, 5))


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def there(place: Any) -> list[tuple[str, date]]:
    rows = CalendarDays.objects.filter(organisation=place).order_by("starts_on", "pk")
    return list(rows.values_list("title", "starts_on"))


def test_the_same_file_twice_changes_and_records_nothing(
    cast: Cast, viewer: Callable[..., Any]
) -> None:
    devi = viewer(cast.devi)
    for _time in range(2):
        actions.bring_in_calendar(cast.school, [REPUBLIC, HOLI], by=devi)
    assert there(cast.school) == [("Republic Day", date(2026, 1, 26)), ("Holi", date(2026, 3, 4))]
    events = Event.objects.filter(verb="organisation.import_days")
    assert [(one.data, one.scope) for one in events] == [
        ({"new": 2, "changed": 0, "gone": 0}, cast.school.path)
    ]


def test_a_changed_day_moves_and_one_that_is_missing_stays_until_it_is_said(
    cast: Cast, viewer: Callable[..., Any]
) -> None:
    devi = viewer(cast.devi)
    actions.bring_in_calendar(cast.school, [REPUBLIC, HOLI], by=devi)
    moved = HOLI._replace(starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 5))
    between = Days("m", "closed", "Mahavir Jayanti", date(2026, 1, 5), date(2026, 1, 6))
    wanted = compare_calendar(cast.school, [between, moved], by=devi)
    assert wanted.counts() == {"new": 1, "changed": 1, "gone": 1}
    actions.bring_in_calendar(cast.school, [between, moved], by=devi)
    assert [title for title, _on in there(cast.school)] == [
        "Mahavir Jayanti", "Republic Day", "Holi",
    ]  # fmt: skip
    actions.bring_in_calendar(cast.school, [between, moved], by=devi, take_out=True)
    assert there(cast.school) == [
        ("Mahavir Jayanti", date(2026, 1, 5)), ("Holi", date(2026, 3, 3)),
    ]  # fmt: skip


def test_a_file_of_one_year_takes_out_nothing_of_another_and_nothing_by_hand(
    cast: Cast, viewer: Callable[..., Any]
) -> None:
    devi = viewer(cast.devi)
    actions.bring_in_calendar(cast.school, [REPUBLIC], by=devi)
    sports = date(2027, 1, 20)
    actions.add_days(cast.school, DaysKind.CLOSED, "Sports day", sports, sports, by=devi)
    next_year = REPUBLIC._replace(uid="r2", starts_on=date(2027, 1, 26), ends_on=date(2027, 1, 27))
    found = actions.bring_in_calendar(cast.school, [next_year], by=devi, take_out=True)
    assert found.gone == ()
    assert len(there(cast.school)) == 3


def test_what_was_looked_at_has_to_be_so_still(cast: Cast, viewer: Callable[..., Any]) -> None:
    devi = viewer(cast.devi)
    seen = compare_calendar(cast.school, [REPUBLIC, HOLI], by=devi).counts()
    actions.bring_in_calendar(cast.school, [REPUBLIC], by=devi)
    with pytest.raises(Stale):
        actions.bring_in_calendar(cast.school, [REPUBLIC, HOLI], by=devi, seen=seen)
    assert len(there(cast.school)) == 1


def test_days_by_hand_are_there_once_and_out_once(cast: Cast, viewer: Callable[..., Any]) -> None:
    devi = viewer(cast.devi)
    first, last = date(2026, 5, 2), date(2026, 6, 20)
    rows = {
        actions.add_days(cast.school, DaysKind.CLOSED, "Summer", first, last, by=devi).pk
        for _time in range(2)
    }
    (pk,) = rows
    row = CalendarDays.objects.select_related("organisation").get(pk=pk)
    assert (row.ends_on, row.last_day) == (date(2026, 6, 21), last)
    for _time in range(2):
        actions.drop_days(row, by=devi)
    assert there(cast.school) == []
    verbs = Event.objects.filter(verb__endswith="_days").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["organisation.add_days", "organisation.drop_days"]


def test_a_calendar_has_an_end(
    cast: Cast, viewer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    devi, day = viewer(cast.devi), date(2026, 2, 1)
    assert MOST_ROWS == 2_000
    monkeypatch.setattr("banyan.organisations.actions.calendar.MOST_ROWS", 1)
    actions.add_days(cast.school, DaysKind.CLOSED, "One", day, day, by=devi)
    with pytest.raises(Refused):
        actions.add_days(cast.school, DaysKind.CLOSED, "Two", day, day, by=devi)
    with pytest.raises(Refused):
        actions.bring_in_calendar(cast.school, [REPUBLIC], by=devi)


@pytest.mark.parametrize("who", ["meera", "arun", "kavita", "nandan", "somu", "omar"])
def test_only_who_keeps_the_directory_keeps_the_calendar(
    cast: Cast, viewer: Callable[..., Any], who: str
) -> None:
    by, day = viewer(getattr(cast, who)), date(2026, 2, 1)
    with pytest.raises(Refused):
        actions.add_days(cast.school, DaysKind.CLOSED, "Free", day, day, by=by)
    with pytest.raises(Refused):
        actions.bring_in_calendar(cast.school, [REPUBLIC], by=by)


def test_a_closed_day_holds_for_everything_under_it_and_nothing_beside(cast: Cast) -> None:
    by, day = system(NOW), date(2026, 1, 26)
    for place, title in ((cast.nation, "India"), (cast.district, "District")):
        actions.add_days(place, DaysKind.CLOSED, title, day, day, by=by)
    actions.add_days(cast.school, DaysKind.TERM, "Term", day, day, by=by)
    paths = [cast.school.path or "", cast.other_school.path or ""]
    found = closings_over(paths, day)
    assert [[one.title for one in found.over(path)] for path in paths] == [
        ["India", "District"],
        ["India"],
    ]
    assert closings_over(paths, day + timedelta(days=1)).over(paths[0]) == []
    assert closings_over(paths, day - timedelta(days=9), day).over(paths[0]) == []


# Pages


def sent(content: bytes, kind: str = "closed") -> dict[str, Any]:
    return {"file": SimpleUploadedFile("school.ics", content), "kind": kind}


def hidden(answer: Any) -> str:
    return str(answer.context["sealed"])


def test_a_file_is_looked_at_then_brought_in(cast: Cast, signed_in: SignIn) -> None:
    browser, at = signed_in(cast.devi), f"/organisations/{cast.school.pk}/calendar"
    content = file(
        event("r", "20260126", title="Republic Day"), event("x", "20260", title="Broken")
    )
    looked = browser.post(f"{at}/file/", sent(content))
    page = looked.content.decode()
    assert "Republic Day" in page
    assert "Line 11: DTSTART cannot be read." in page
    assert there(cast.school) == []
    answer = browser.post(f"{at}/apply/", {"days": hidden(looked)})
    assert (answer.status_code, answer["Location"]) == (302, f"{at}/")
    assert there(cast.school) == [("Republic Day", date(2026, 1, 26))]
    # The other tab: nothing more to do, and it says so.
    assert browser.post(f"{at}/apply/", {"days": hidden(looked)}).status_code == 302
    again = browser.post(f"{at}/file/", sent(content)).content.decode()
    assert "There is nothing to change" in again
    assert "Republic Day" in browser.get(f"{at}/").content.decode()


def test_a_bad_file_is_told_beside_its_field(cast: Cast, signed_in: SignIn) -> None:
    at = f"/organisations/{cast.school.pk}/calendar/file/"
    answer = signed_in(cast.devi).post(at, sent(b"BEGIN:VCALENDAR\nhello\n"))
    assert answer.status_code == 422
    assert "Line 2 is not a line of a calendar." in answer.content.decode()


def test_what_was_looked_at_is_brought_in_only_there_and_by_whoever_looked(
    cast: Cast, signed_in: SignIn
) -> None:
    at = "/organisations/{}/calendar/{}/"
    devi, asha = signed_in(cast.devi), signed_in(cast.asha)
    looked = hidden(
        devi.post(at.format(cast.school.pk, "file"), sent(file(event("r", "20260126"))))
    )
    tries = [
        (asha, cast.school, looked),
        (asha, cast.district, looked),
        (devi, cast.district, looked),
        (devi, cast.school, looked[:-1] + "x"),
        (devi, cast.school, "nonsense"),
    ]
    for browser, place, days_sent in tries:
        answer = browser.post(at.format(place.pk, "apply"), {"days": days_sent})
        assert answer.status_code == 409
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        late = signed_in(cast.devi).post(at.format(cast.school.pk, "apply"), {"days": looked})
    assert late.status_code == 409
    assert CalendarDays.objects.count() == 0


def test_days_are_added_and_taken_out_on_pages(cast: Cast, signed_in: SignIn) -> None:
    browser, at = signed_in(cast.devi), f"/organisations/{cast.school.pk}/calendar/"
    typed = {"title": " Summer  vacation ", "kind": "closed", "first": "2026-05-02"}
    assert browser.post(f"{at}add/", {**typed, "last": "2026-06-20"}).status_code == 302
    row = CalendarDays.objects.get()
    assert (row.title, row.ends_on) == ("Summer vacation", date(2026, 6, 21))
    page = browser.get(at).content.decode()
    assert "Summer vacation" in page
    assert "Take out" in page
    # Arun sees when his school is closed, and cannot change it.
    theirs = signed_in(cast.arun).get(at).content.decode()
    assert "Summer vacation" in theirs
    assert "Take out" not in theirs
    drop = f"/calendar-days/{row.pk}/drop/"
    assert signed_in(cast.arun).post(drop).status_code == 403
    assert browser.post(drop).status_code == 302
    assert there(cast.school) == []


def test_pages_say_that_a_term_closes_nothing(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.devi)
    for page in ("", "add/", "file/"):
        said = browser.get(f"/organisations/{cast.school.pk}/calendar/{page}").content.decode()
        assert "A term stands in this calendar alone. It closes nothing" in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first": "9999-12-31"}, "Choose a day of the last year or of the next three."),
        ({"first": "0001-01-01"}, "Choose a day of the last year or of the next three."),
        ({"last": "2026-05-01"}, "The last day comes before the first. Choose a later one."),
        ({"last": "9999-12-31"}, "This is longer than a year. Choose fewer days."),
        ({"title": "2345 6789 0124"}, "Banyan never keeps them."),
        ({"kind": "party"}, "This cannot be chosen here, or no longer. Choose again."),
    ],
)
def test_days_that_cannot_be_are_told_beside_their_field(
    cast: Cast, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    typed = {"title": "Summer", "kind": "closed", "first": "2026-05-02", "last": ""}
    at = f"/organisations/{cast.school.pk}/calendar/add/"
    answer = signed_in(cast.devi).post(at, {**typed, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert CalendarDays.objects.count() == 0


def test_the_page_costs_as_many_queries_for_many_days(cast: Cast, signed_in: SignIn) -> None:
    browser, counts = signed_in(cast.devi), []
    at = f"/organisations/{cast.school.pk}/calendar/"
    browser.get(at)
    for number in range(1, 4):
        day = date(2026, 2, number)
        actions.add_days(cast.nation, DaysKind.CLOSED, "Day", day, day, by=system(NOW))
        with CaptureQueriesContext(connection) as asked:
            browser.get(at)
        counts.append(len(asked))
    assert counts == [6, 6, 6]
