from __future__ import annotations

from collections.abc import Callable

from banyan.kernel.viewer import Viewer
from banyan.organisations.states import Role
from tests.conftest import Cast

Look = Callable[..., Viewer]


def test_a_role_covers_everything_under_its_place(cast: Cast, viewer: Look) -> None:
    devi = viewer(cast.devi)
    assert devi.holds(Role.COORDINATOR, over=cast.school.path or "")
    assert not viewer(cast.omar).holds(Role.COORDINATOR, over=cast.school.path or "")


def test_a_viewer_is_one_query(
    cast: Cast, viewer: Look, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        viewer(cast.devi)
