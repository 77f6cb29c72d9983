"""JSON of others, read as a stream and held to what is looked for."""
