"""One script a number: each prints a table, beside the peers where there are any."""
