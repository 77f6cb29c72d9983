"""What a page shows, worked out from the records: no HTML here, and no database."""
