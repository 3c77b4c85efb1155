"""Contract of the ``Store`` seam, as tests. A back end proves itself by a class in its own test module:

    class TestMyStore(StoreContract):
        @pytest.fixture
        def opener(self, tmp_path: Path) -> Opener:
            return lambda: my_store(tmp_path / "db")

``opener`` gives stores that are not open yet, all of the same database, which is empty when the test begins.
"""

from zhiyin.testing.store_contract.archive import ArchiveContract
from zhiyin.testing.store_contract.base import Opener
from zhiyin.testing.store_contract.business_outcomes import BusinessOutcomesContract
from zhiyin.testing.store_contract.journal import JournalContract
from zhiyin.testing.store_contract.keys import KeysContract
from zhiyin.testing.store_contract.lanes import LanesContract
from zhiyin.testing.store_contract.outbox import OutboxContract
from zhiyin.testing.store_contract.outbox_states import OutboxStatesContract
from zhiyin.testing.store_contract.policies import PoliciesContract
from zhiyin.testing.store_contract.rebuild import RebuildContract
from zhiyin.testing.store_contract.reopen import ReopenContract
from zhiyin.testing.store_contract.risk_versions import RiskVersionsContract
from zhiyin.testing.store_contract.scripts import ScriptsContract

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
    RiskVersionsContract,
    ScriptsContract,
    KeysContract,
    ReopenContract,
):
    """Every part of the contract."""
