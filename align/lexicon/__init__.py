"""Which word translates which: the lexicon, its file, and how it is learnt."""
