"""Who solves the blocks: this process, other processes, or actors on a cluster."""
