"""What happened: events, and the followers that hear of them."""
