"""Understanding: read models over the contexts below. It never acts."""
