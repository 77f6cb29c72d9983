"""Who may use a desk over a store: people, their sessions and tokens, and what they did."""
