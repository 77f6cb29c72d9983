"""Many documents: accounts to incidents."""
