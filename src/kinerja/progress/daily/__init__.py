"""Lines of the daily log as people type them: in a grid, in one quick line, or in a CSV file."""
