"""Who is told of what. Each module registers its kinds and followers when imported."""

from banyan.practice.notices import lesson_plans, observations, submissions, videos, well_being

__all__ = ["lesson_plans", "observations", "submissions", "videos", "well_being"]
