"""What runs by itself, and when. Each module registers its jobs when imported."""

from banyan.mentoring.jobs.mentorships import call_back_from_pauses, chase_answers
from banyan.mentoring.jobs.requests import expire_requests, warn_of_requests

__all__ = ["call_back_from_pauses", "chase_answers", "expire_requests", "warn_of_requests"]
