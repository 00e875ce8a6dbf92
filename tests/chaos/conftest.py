"""The disk that fails on command."""

from pathlib import Path

import pytest

from bench.chaos.disk import build, compiler
from tests.conftest import skip_or_fail


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What servers preload; it is compiled here and now."""
    if compiler() is None:
        skip_or_fail("gcc", "no C compiler to make the failing disk with")
    return build(tmp_path_factory.mktemp("disk"))
