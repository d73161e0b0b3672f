"""Who works off a list of independent tasks: processes of this machine, or a Dask cluster.

The one seam is `answers(job, items, hands, tell)`: answers in the order of the items, the same on
any number of workers.
"""

from citywright.plan.executor.answers import answers, as_answered
from citywright.plan.executor.task import HERE, Hands, Job, Progress, Tell, WorkerError

__all__ = ["HERE", "Hands", "Job", "Progress", "Tell", "WorkerError", "answers", "as_answered"]
