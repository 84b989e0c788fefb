"""Learning together beside the pairs: workshops and webinars of a programme, and who came."""
