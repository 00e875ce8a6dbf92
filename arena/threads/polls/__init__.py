"""Polls in a thread: begun, voted in, closed; counts are public, votes are nobody's business."""
