"""Every address × every person × own, other's and other district's rows.

`rows.py` holds one line for each address: whom it answers, and whom it answers with a refusal in
words. Everybody else who has signed in gets the page of something that does not exist, and a
stranger is asked to sign in, unless the address is open to all.
"""

from __future__ import annotations

import pytest

from tests.mentoring.confiding_files import FEED, FILES, WITHOUT_RECORDS
from tests.walk.rows import ROWS
from tests.walk.walking import asked_for, routes, walked

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(ROWS) == sorted(routes())


def test_everybody_gets_what_the_table_says_and_no_word_more() -> None:
    found = walked()
    wrong = [
        f"{method} {name} ({number}): {told}"
        for name, _route, number, row in asked_for()
        for method in row.methods
        if (told := found.told(name, number, method)) != row.told(method)
    ]
    assert not wrong, "\n".join(wrong)
    assert found.let_in == [], "a stranger is asked to sign in"
    assert found.differ == [], "what is hidden looks like what is not there"
    assert found.leaks == [], "no outsider is shown a confidential word"
    assert found.cached == [], "every page of somebody is kept in no cache"
    assert found.forged == [], "a verb without its token is refused"


def test_every_file_is_looked_in_by_the_lives() -> None:
    """In `tests/mentoring/test_confidence.py`; or it holds nothing of anybody's records. The secret
    address of a calendar is one that nobody here has."""
    assert walked().taken | {FEED} == {*FILES, FEED, *WITHOUT_RECORDS}


def test_no_page_takes_more_than_ten_queries() -> None:
    """Also with what it puts onto the trail."""
    assert {name: n for name, n in walked().queries.items() if n > 10} == {}
