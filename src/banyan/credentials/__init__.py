"""Papers made of a programme’s data: signed agreements, certificates that can be checked."""
