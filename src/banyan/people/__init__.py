"""Human beings, once each; a person may exist without a login."""
