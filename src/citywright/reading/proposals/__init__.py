"""From what a document says to rows of the city folder that a person accepts or rejects."""
