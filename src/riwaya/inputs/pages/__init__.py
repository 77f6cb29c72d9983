"""Web pages and feeds: what a page holds, its text, its facts, and the posts and entries in it."""
