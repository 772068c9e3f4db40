"""One file per algorithm; the list of all of them in the order of the work."""

from .aggregate import Aggregate
from .anonymise import Anonymise
from .compare import Compare
from .exportrelease import ExportRelease
from .loadsubmissions import LoadSubmissions
from .locate import Locate
from .masktext import MaskText
from .package import BuildPackage
from .printlayout import PrintLayout
from .publish import Publish
from .situationreport import SituationReport
from .stylegrid import StyleGrid
from .validate import Validate
from .withdraw import Withdraw

ALGORITHMS = (
    LoadSubmissions,
    Locate,
    Anonymise,
    MaskText,
    SituationReport,
    Compare,
    Aggregate,
    StyleGrid,
    PrintLayout,
    ExportRelease,
    BuildPackage,
    Validate,
    Publish,
    Withdraw,
)
