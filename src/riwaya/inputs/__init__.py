"""Readers of what people have: text files and JSON Lines, one document at a time."""
