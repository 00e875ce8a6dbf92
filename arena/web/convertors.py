"""Parts of addresses: languages, and the numbers of things; importing this makes them known to the routes."""

from starlette.convertors import Convertor, register_url_convertor

from arena.words import LANGUAGES


class LanguageConvertor(Convertor[str]):
    """Matches the languages the Arena speaks."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Keep the language's short name."""
        return value

    def to_string(self, value: str) -> str:
        """Keep the language's short name."""
        return value


class NumberConvertor(Convertor[int]):
    """Matches the numbers of things: whole, and small enough for every database."""

    regex = "[0-9]{1,15}"

    def convert(self, value: str) -> int:
        """Make it a number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Write it down."""
        return str(value)


class IdeaConvertor(NumberConvertor):
    """Matches an idea's number with or without its title; the page leads on to the present title."""

    regex = "[0-9]{1,15}(?:-[^/]{0,200})?"

    def convert(self, value: str) -> int:
        """Make it a number."""
        return int(value.partition("-")[0])


register_url_convertor("lang", LanguageConvertor())
register_url_convertor("int", NumberConvertor())
register_url_convertor("idea", IdeaConvertor())
