"""Proposing pairs: rounds, reasons and publication."""
