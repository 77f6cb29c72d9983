"""Rows and records: tables of every kind, JSON records, and the columns that are known in them."""
