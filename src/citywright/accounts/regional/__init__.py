"""From a national table and a few totals to the table of a city: quotients, trade, fitting, rounding."""
