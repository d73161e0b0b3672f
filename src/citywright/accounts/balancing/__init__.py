"""Fitting a table to margins that it does not yet meet, and saying why where it cannot."""
