"""A year of a programme, lived through the worker with what goes wrong, and counted again."""
