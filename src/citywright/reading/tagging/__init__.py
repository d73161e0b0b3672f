"""People, places and bodies named in a text, by a small tagger that runs offline."""
