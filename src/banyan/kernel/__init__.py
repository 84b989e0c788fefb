"""Plain Python that every context may lean on. No Django, no clock, no input or output."""
