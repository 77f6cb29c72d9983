"""The desk: pages and an API over a store, in Arabic and English."""
