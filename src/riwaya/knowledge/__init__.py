"""The one door to everything under data/."""
