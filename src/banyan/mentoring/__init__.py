"""The relationship: pairs, requests for guidance, sessions and what was agreed in them."""
