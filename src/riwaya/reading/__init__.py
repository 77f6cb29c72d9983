"""One document: text to accounts."""
