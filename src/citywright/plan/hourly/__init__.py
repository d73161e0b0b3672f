"""POWER BY THE HOUR in the plan: the power system as a partner that answers with cost and cuts."""
