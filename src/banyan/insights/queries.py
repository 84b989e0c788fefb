"""Numbers over the contexts below, and the rows behind each of them."""
