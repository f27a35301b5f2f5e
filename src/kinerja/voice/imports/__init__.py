"""Import of service cases from one table: read, parse, check against the catalogue, write."""
