"""Errors of the power room."""

from citywright.errors import CitywrightError, InfeasibleError, InputError


class EnergySolverError(CitywrightError):
    """The solver did not end as it has to."""


class EnergyInfeasibleError(InfeasibleError):
    """No plan of the network meets demand under its limits; `clashes` says where and when."""


class CertificateError(InputError):
    """A certificate that cannot be read."""


class NetworkFileError(InputError):
    """A file that is not a network, or not one that can be read."""
