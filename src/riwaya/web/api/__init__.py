"""The API: what the pages show, as JSON in the shape of the record, for programs."""
