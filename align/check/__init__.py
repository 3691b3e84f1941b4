"""The checks: what a careful editor would mark in a translation, one rule a file."""
