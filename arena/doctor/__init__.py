"""The doctor: looks at an installation and says in plain words what is well and what is not; changes nothing."""
