"""Pages that need several contexts: the home of each role and the coordinator's desk."""
