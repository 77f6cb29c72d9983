"""What people are shown of the record, on pages and on paper: its words, its values, its tables and its quotations."""
