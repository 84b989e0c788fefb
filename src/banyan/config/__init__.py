"""Composition: settings, addresses, middleware and the banyan command."""
