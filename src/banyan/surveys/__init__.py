"""Asking: what people say after a session, and who may see which part of it."""
