from __future__ import annotations

from tests.walk.conftest import Story


def test_the_story_is_lived_whole(story: Story) -> None:
    assert (story.pair.status, story.held.status, story.coming.status) == (
        "active",
        "held",
        "confirmed",
    )
