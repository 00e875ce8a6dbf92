"""`arena restored`: after a copy was put back nobody goes on from a place that is in another history."""

from sqlalchemy import select

from arena.migrations.migrate import migrate
from arena.store import Store
from arena.threads.begin_anew import begin_anew
from arena.threads.log import take_numbers
from arena.threads.model import Thread
from arena.threads.open import open_thread
from arena.threads.place import nowhere
from arena.threads.timeline import head
from tests.commands.command import Operator


def test_a_place_from_before_means_nothing_even_where_the_number_exists_again(operator: Operator) -> None:
    store = Store(operator.database)
    store.write_now(migrate)
    thread = store.write_now(open_thread)
    before = store.read_now(head, thread)
    assert (before.seq, before.epoch) == (0, 1)
    done = operator.run("restored")  # a reader stood at 3 when the copy was put back
    assert (done.status, "begin anew for whoever reads them: 1." in done.out) == (0, True)
    store.write_now(take_numbers, thread, 5, 5)  # others write, and 3 exists again
    now = store.read_now(head, thread)
    assert nowhere(now, 3, before.epoch) == "epoch"
    assert nowhere(now, 3, now.epoch) is None
    store.close()


def test_one_copy_restored_twice_makes_two_histories(operator: Operator) -> None:
    store = Store(operator.database)
    store.write_now(migrate)
    store.write_now(open_thread)
    epochs = select(Thread.epoch)
    first = store.write_now(lambda tx: (begin_anew(tx), tx.db.execute(epochs).scalar_one())[1])
    again = store.write_now(lambda tx: (begin_anew(tx), tx.db.execute(epochs).scalar_one())[1])
    assert 1 < first < again
    store.close()
