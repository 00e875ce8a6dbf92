"""What tests of mails stand on."""

from collections.abc import Iterator

import pytest

from arena.store import Store


@pytest.fixture
def alone(fresh_database: str) -> Iterator[Store]:
    """A store that no server's clock sends mails from."""
    store = Store(fresh_database)
    yield store
    store.close()
