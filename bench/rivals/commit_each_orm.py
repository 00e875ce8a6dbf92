"""A rival that only stores: one commit for each post, SQLAlchemy's async ORM on aiosqlite, 32 waiting at once."""

import asyncio
import sys
import time
from typing import Any

from sqlalchemy import ForeignKey, event, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WAITING = 32
TEXT = "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht."


class Base(DeclarativeBase):
    """Two tables."""


class Thread(Base):
    """A thread counts its posts."""

    __tablename__ = "thread"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)


class Post(Base):
    """A post has its number."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    seq: Mapped[int]
    text: Mapped[str]


async def _store(sessions: "async_sessionmaker[AsyncSession]", until: float) -> int:
    posts = 0
    while time.perf_counter() < until:
        async with sessions() as session:
            counted = update(Thread).where(Thread.id == 1).values(seq=Thread.seq + 1).returning(Thread.seq)
            session.add(Post(thread_id=1, seq=(await session.execute(counted)).scalar_one(), text=TEXT))
            await session.commit()
        posts += 1
    return posts


async def main(file: str, seconds: float) -> float:
    """Store for so long; gives posts a second."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", connect_args={"timeout": 60})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(raw: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            raw.cursor().execute(f"PRAGMA {pragma}")

    async with engine.begin() as db:
        await db.run_sync(Base.metadata.create_all)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions.begin() as session:
        session.add(Thread(id=1))
    begin = time.perf_counter()
    posts = sum(await asyncio.gather(*(_store(sessions, begin + seconds) for _ in range(WAITING))))
    rate = posts / (time.perf_counter() - begin)
    await engine.dispose()
    return rate


if __name__ == "__main__":
    print(asyncio.run(main(sys.argv[1], float(sys.argv[2]))))
