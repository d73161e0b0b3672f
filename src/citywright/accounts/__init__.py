"""How money moves: input-output accounts of a city, their effects, and how they are estimated."""
