"""Who is told of what. Each module registers its kinds and followers when imported."""

from banyan.practice.notices import observations, submissions, videos

__all__ = ["observations", "submissions", "videos"]
