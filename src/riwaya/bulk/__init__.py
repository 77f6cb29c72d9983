"""Reads reports by the million: in shards, by many processes or machines, and goes on exactly where it stopped."""
