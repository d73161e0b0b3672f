"""Tables as they are published, each layout one file; every reader gives an `IOTable`."""
