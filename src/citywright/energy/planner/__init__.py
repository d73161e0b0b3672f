"""Finds the plan: whole where the network is small, by weeks where it is long."""
