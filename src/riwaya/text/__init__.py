"""Characters, sentences, words."""
