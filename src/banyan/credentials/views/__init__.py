"""Pages of documents: those of a pair, and those of a programme."""
