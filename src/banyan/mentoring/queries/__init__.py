"""What can be read of mentorships, requests and sessions, by whom."""
