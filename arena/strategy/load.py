"""Load a strategy into the database; versions that were in force before stay beside it."""

from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from arena.store import Tx
from arena.strategy.model import StrategyVersion
from arena.strategy.read import BERLIN, read_strategy, strategy_from
from arena.strategy.shape import Strategy
from arena.strategy.versions import Strategies


def load_strategy(tx: Tx, strategy: Strategy) -> int:
    """Put a strategy in force; the same city and version again replaces its words. Returns its number."""
    row = StrategyVersion.__table__.c
    same = (row.city == strategy.city) & (row.version == strategy.version)
    known = tx.db.execute(select(row.id).where(same)).scalar()
    if known is None:
        values = {"city": strategy.city, "version": strategy.version, "data": strategy.as_data(), "loaded_at": tx.now}
        return int(tx.db.execute(insert(StrategyVersion).values(values).returning(row.id)).scalar_one())
    tx.db.execute(update(StrategyVersion).where(same).values(data=strategy.as_data(), loaded_at=tx.now))
    return int(known)


def ensure_strategy(tx: Tx, path: Path | None) -> None:
    """Load the file an operator named, or Berlin's where no strategy was ever loaded."""
    if path is not None:
        load_strategy(tx, read_strategy(path))
    elif tx.db.execute(select(StrategyVersion.id).limit(1)).first() is None:
        load_strategy(tx, read_strategy(BERLIN))


def strategies(db: Connection) -> Strategies:
    """Every version that was ever loaded, the one in force first."""
    versions = select(StrategyVersion.id, StrategyVersion.data).order_by(
        StrategyVersion.loaded_at.desc(), StrategyVersion.id.desc()
    )
    return Strategies({row.id: strategy_from(row.data) for row in db.execute(versions)})
