"""Readers: bytes to a document, a file per format."""
