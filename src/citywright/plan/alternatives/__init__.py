"""Other plans that are nearly as good, and what one aim costs in terms of another."""
