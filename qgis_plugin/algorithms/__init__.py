"""One file per algorithm; the list of all of them in the order of the work."""

from .aggregate import Aggregate
from .anonymise import Anonymise
from .exportrelease import ExportRelease
from .loadsubmissions import LoadSubmissions
from .stylegrid import StyleGrid

ALGORITHMS = (LoadSubmissions, Anonymise, Aggregate, StyleGrid, ExportRelease)
