"""What can be read of rounds, proposals and their reasons, by whom."""
