"""How sure a plan is: scenarios, ranges, tornado, ensembles, robust plans."""
