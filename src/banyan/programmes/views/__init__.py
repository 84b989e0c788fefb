"""Pages of programmes: programmes and cohorts, enrolments, applications, the directory."""
