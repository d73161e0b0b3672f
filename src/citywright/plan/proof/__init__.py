"""The proof of a plan: every row written a second time, from the tables, without the model.

Nothing here imports the model, its data or a solver. `rows` writes balances and limits as plain sparse
rows from the city's tables; `check` holds a plan against them; `bound` turns the plan's prices into
an upper bound on every plan.
"""

from citywright.plan.proof.prove import Proof, prove

__all__ = ["Proof", "prove"]
