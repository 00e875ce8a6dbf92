"""Arena of Ideas: a place where a city's people turn ideas into projects together."""
