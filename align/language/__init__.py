"""What align knows of Chinese and of English: characters, scripts, sentences, words, numbers, names."""
