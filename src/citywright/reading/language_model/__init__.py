"""An optional language model: asked for quotations, believed only where they stand in the text."""
