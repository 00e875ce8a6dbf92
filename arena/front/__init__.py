"""The front: the start page and the texts every public platform owes its readers."""
