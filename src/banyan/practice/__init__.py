"""Teaching looked at together: work that is handed in, and what its readers say."""
