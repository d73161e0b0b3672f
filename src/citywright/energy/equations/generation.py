"""What generators give."""

from citywright.energy.builder import Builder
from citywright.energy.equations.commitment import committed


def generation(b: Builder) -> None:
    """must_run · capacity <= output <= availability · capacity     (generators.output[unit, hour])

    at marginal_cost + carbon price · emission.
    """
    units = b.units("generators")
    if not len(units):
        return
    emission = units.numbers("emission")[:, None]
    cost = (b.given(units, "marginal_cost") + b.carbon_price * emission) * b.cost_weight
    least = b.given(units, "must_run")
    # a unit that may be off gives its least output only where it is on (commitment.py)
    least[committed(units)] = 0.0
    output = b.add_sized("generators.output", units, least, b.given(units, "availability"), cost)
    b.put(b.balance(units), output, 1.0)
