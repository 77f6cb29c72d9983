"""PDF and Word files, and the lines of what is laid out on paper."""
