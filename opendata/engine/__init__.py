"""Aggregating many points: chunk by chunk on one machine, or partition by partition on a Dask cluster, to the same release."""
