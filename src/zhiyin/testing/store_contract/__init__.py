"""Contract of the ``Store`` seam, as tests. A back end proves itself by a class in its own test module:

    class TestMyStore(StoreContract):
        @pytest.fixture
        def opener(self, tmp_path: Path) -> Opener:
            return lambda: my_store(tmp_path / "db", summing())

``opener`` gives stores that are not open yet, all of the same database, which is empty when the test begins.
They count their summaries by ``zhiyin.testing.summing``.
"""

from zhiyin.testing.store_contract.alarms import AlarmsContract
from zhiyin.testing.store_contract.archive import ArchiveContract
from zhiyin.testing.store_contract.audit import AuditContract
from zhiyin.testing.store_contract.base import Opener
from zhiyin.testing.store_contract.business_outcomes import BusinessOutcomesContract
from zhiyin.testing.store_contract.ends import EndsContract
from zhiyin.testing.store_contract.erasure import ErasureContract
from zhiyin.testing.store_contract.jobs import JobsContract
from zhiyin.testing.store_contract.journal import JournalContract
from zhiyin.testing.store_contract.keys import KeysContract
from zhiyin.testing.store_contract.lanes import LanesContract
from zhiyin.testing.store_contract.outbox import OutboxContract
from zhiyin.testing.store_contract.outbox_states import OutboxStatesContract
from zhiyin.testing.store_contract.people import PeopleContract
from zhiyin.testing.store_contract.policies import PoliciesContract
from zhiyin.testing.store_contract.policy_drafts import PolicyDraftsContract
from zhiyin.testing.store_contract.rebuild import RebuildContract
from zhiyin.testing.store_contract.reopen import ReopenContract
from zhiyin.testing.store_contract.reports import ReportsContract
from zhiyin.testing.store_contract.reviews import ReviewsContract
from zhiyin.testing.store_contract.risk_versions import RiskVersionsContract
from zhiyin.testing.store_contract.row_pages import RowPagesContract
from zhiyin.testing.store_contract.scripts import ScriptsContract
from zhiyin.testing.store_contract.settings import SettingsContract
from zhiyin.testing.store_contract.summaries import SummariesContract
from zhiyin.testing.store_contract.wall import WallContract

__all__ = ["Opener", "StoreContract"]


class StoreContract(
    JournalContract,
    LanesContract,
    RebuildContract,
    OutboxContract,
    OutboxStatesContract,
    ArchiveContract,
    BusinessOutcomesContract,
    PoliciesContract,
    PolicyDraftsContract,
    RiskVersionsContract,
    ScriptsContract,
    KeysContract,
    SummariesContract,
    EndsContract,
    JobsContract,
    RowPagesContract,
    PeopleContract,
    AuditContract,
    SettingsContract,
    ErasureContract,
    AlarmsContract,
    WallContract,
    ReviewsContract,
    ReportsContract,
    ReopenContract,
):
    """Every part of the contract."""
