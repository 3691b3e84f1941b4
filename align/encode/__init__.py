"""Sentence encoders: the user's model, or a small one learnt from parallel text."""
