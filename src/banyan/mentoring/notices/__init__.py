"""Who is told of what. Each module registers its kinds and followers when imported."""

from banyan.mentoring.notices import mentorships, registers, requests, sessions, steps, trials

__all__ = ["mentorships", "registers", "requests", "sessions", "steps", "trials"]
