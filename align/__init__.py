"""Pair a Chinese report with its English translation; align, mine terms, check, export."""
