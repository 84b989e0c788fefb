"""Who is told of what. Each module registers its kinds and followers when imported."""
