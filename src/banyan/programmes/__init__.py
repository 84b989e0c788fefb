"""The design of mentoring: programmes, cohorts, enrolments and the mentor pool."""
