"""A city's strategy as data: fields of action, value compass, districts, scopes and kinds, with versions."""
