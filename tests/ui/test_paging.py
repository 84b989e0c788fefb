"""Long lists: every row on one page and once, in a constant number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from banyan.ui.paging import Page, page_of


@pytest.fixture
def names(db: None) -> list[str]:
    """Nine rows that sort alike but for their key."""
    ContentType.objects.all().delete()
    rows = [ContentType(app_label="same", model=f"row{at}") for at in range(9)]
    return [row.model for row in ContentType.objects.bulk_create(rows)]


def _page(number: Any, size: int = 4) -> Page[ContentType]:
    return page_of(ContentType.objects.order_by("app_label"), number, size)


def test_every_row_stands_on_one_page_and_once(names: list[str]) -> None:
    pages = [_page(number) for number in (1, 2, 3)]
    assert [row.model for page in pages for row in page] == names
    assert [(page.has_previous, page.has_next) for page in pages] == [
        (False, True),
        (True, True),
        (True, False),
    ]


@pytest.mark.parametrize("number", [None, "", "x", "0", "-3", 0])
def test_a_number_that_is_none_is_the_first_page(names: list[str], number: Any) -> None:
    assert [row.model for row in _page(number)] == names[:4]


@pytest.mark.parametrize("number", ["99", "9" * 30])
def test_a_page_behind_the_last_is_empty(names: list[str], number: str) -> None:
    page = _page(number)
    assert (len(page), page.has_next) == (0, False)


def test_a_page_costs_one_query(names: list[str], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        page = _page(2)
        assert (len(page), page.has_next, page.has_previous) == (4, True, True)


def test_the_order_of_the_model_is_kept_where_none_is_given(names: list[str]) -> None:
    assert [row.model for row in page_of(ContentType.objects.all(), 1, 3)] == names[:3]
