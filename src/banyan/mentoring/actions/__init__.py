"""What can be done to mentorships, requests and sessions: one function a verb."""
