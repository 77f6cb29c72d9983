"""The network: whom may be asked, how one exchange goes, and pages fetched when a user asks."""
