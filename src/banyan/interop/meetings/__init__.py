"""Meeting rooms: what mentoring asks for, from providers."""
