from __future__ import annotations

from tests.conftest import Cast
from tests.walk.conftest import tell


def test_the_story_is_lived_whole(cast: Cast) -> None:
    story = tell(cast)
    assert (story.pair.status, story.held.status, story.coming.status) == (
        "active",
        "held",
        "confirmed",
    )
