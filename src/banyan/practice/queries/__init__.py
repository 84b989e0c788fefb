"""What can be read of work that was handed in, and of its readings."""
