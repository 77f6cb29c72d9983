"""Readers of what people have: one door (`formats`), and a folder for each kind of thing that reports come in."""
