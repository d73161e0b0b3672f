"""WHAT TO DO: the one optimisation, its explanation and its proof."""

from citywright.plan.planning import TOLERANCE, Say, make_plan
from citywright.plan.proof import Proof, prove
from citywright.plan.result import Plan

__all__ = ["TOLERANCE", "Plan", "Proof", "Say", "make_plan", "prove"]
