"""One writer a format; they know the values of `align.model` and nothing of the steps that made them."""
