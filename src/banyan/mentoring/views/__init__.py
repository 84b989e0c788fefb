"""Pages of mentorships, requests and sessions."""
