"""What can be read of the papers of a pair, and of certificates."""
