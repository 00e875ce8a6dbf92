"""What the carriers of a demo idea do with its threads, each act on its day."""

from functools import partial

from arena.demo.sowing import Act, Sowing
from arena.demo.steering import Steering
from arena.ideas.move_posts import move_posts
from arena.ideas.steer_thread import close, slow
from arena.store import Tx


def acts_of_steering(sowing: Sowing) -> list[Act]:
    """Moving, slowing down and closing, with their moments."""
    return [
        (sowing.day(one.days_ago, one.act, str(row)), partial(_steer, sowing=sowing, one=one))
        for row, one in enumerate(sowing.idea.steering)
    ]


def _steer(tx: Tx, sowing: Sowing, one: Steering) -> None:
    voice = sowing.cast.voice(one.by, one.on_behalf_of) if one.by else sowing.author
    here = sowing.threads[one.thread] if one.thread else sowing.thread
    if one.act == "slow":
        slow(tx, voice, sowing.id, here, one.seconds)
    elif one.act == "close":
        close(tx, voice, sowing.id, here, one.reason or "")
    else:
        posts = [sowing.posts[key] for key in one.posts]
        there = sowing.threads[one.to] if one.to else sowing.thread
        move_posts(tx, voice, sowing.id, here, posts, there, one.reason or "", None)
