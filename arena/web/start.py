"""The first address: choose a language."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response


async def choose_language(request: Request) -> Response:
    """Send a newcomer to the language their browser prefers; German where it does not say."""
    wanted = request.headers.get("accept-language", "").lower().split(",")
    lang = next((part.strip()[:2] for part in wanted if part.strip()[:2] in ("de", "en")), "de")
    return RedirectResponse(f"/{lang}/", 307, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})
