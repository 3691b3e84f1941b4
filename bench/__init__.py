"""Benchmarks: quality and speed of the real commands on data that lies outside the project."""
