"""Follows pages and feeds that somebody lists: fetches, keeps and reads what is due."""
