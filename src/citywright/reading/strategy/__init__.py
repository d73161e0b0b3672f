"""The strategy of a document: its outline, demands, position and measures, as one tree."""
