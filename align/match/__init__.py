"""Who translates whom: evidence, search, paragraphs, sentences, words."""
