"""What runs by itself, and when: one module an aggregate, imported when the context is ready."""
