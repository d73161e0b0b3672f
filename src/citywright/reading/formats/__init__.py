"""From a file to its text, by what the file is; nothing is run, nothing is fetched."""
