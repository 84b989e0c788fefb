"""How pages look: components, base templates, static files, `Request` and `respond()`."""
