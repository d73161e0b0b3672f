"""Sums over the members of a group, as labelled expressions."""

import linopy
import numpy as np
import xarray as xr

# v1: absent slots must be filled by us, never silently by the library
linopy.options["semantics"] = "v1"


def total_by(
    members: linopy.LinearExpression, group: xr.DataArray, onto: xr.DataArray
) -> linopy.LinearExpression:
    """Σ_{k in g} members[k, …] for every g of `onto`; 0 for groups without members.

    `group` names the group of each member along the members' dimension; `onto` is the coordinate
    of all groups and gives the new dimension its name.
    """
    name = str(onto.name)
    if group.size == 0:
        everywhere = xr.DataArray(np.ones(onto.size), coords=[(name, onto.to_numpy())])
        return members.sum(group.dims[0]) * everywhere
    return members.groupby(group.rename(name)).sum().reindex({name: onto.to_numpy()}).fillna(0.0)
