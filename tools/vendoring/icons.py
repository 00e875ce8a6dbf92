"""Put the Material Symbols the pages use into one sprite, under the Arena's own names."""

import re

from vendoring.packages import Package

PACKAGE = Package(
    "@material-symbols/svg-400",
    "0.48.2",
    "Apache-2.0",
    "JJXRvRoHhMbrSFQIkiUwjFkCnurH0Yg+cGMCn9xS0PRtLXovIAQCz7NltNn/teQ9VRYmbzZB75Uw6Hx0umu5Bg==",
)

# our name=their name
NAMES = """
field-smart-economy=storefront field-open-it=hub field-capital-region=train field-natural-resources=eco
field-capacities=psychology field-meeting-places=diversity_3 field-liveable-city=park
field-learning-cities=school field-governance=how_to_vote field-transparent-decisions=visibility
field-citizen-services=support_agent field-digital-rights=fingerprint field-processes=account_tree
field-procurement=request_quote field-data-use=query_stats field-infrastructure=electrical_services
value-sustainable=recycling value-common-good=volunteer_activism value-resilient=shield
value-cooperative=handshake
kind-idea=lightbulb kind-challenge=flag kind-question=help kind-project=rocket_launch kind-offer=waving_hand
need-expertise=engineering need-time=schedule need-data=database need-space=meeting_room
need-test-site=science need-money=euro need-contacts=contacts need-people=group_add
sector-civil-society=diversity_1 sector-business=business_center sector-science=biotech
sector-administration=account_balance sector-politics=campaign sector-resident=home
react-support=thumb_up react-concern=report react-evidence=fact_check react-help=back_hand
search=search close=close menu=menu check=check plus=add edit=edit delete=delete reply=reply link=link
place=location_on calendar=calendar_month people=groups person=person follow=notifications
following=notifications_active filter=filter_list sort=swap_vert arrow-left=arrow_back
arrow-right=arrow_forward warning=warning info=info error=error success=check_circle mail=mail
history=history join=person_add leave=logout draft=draft send=send more=more_horiz live=sensors
language=translate print=print download=download quote=format_quote
"""


def produce(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the sprite and its licence."""
    pairs = [pair.split("=") for pair in NAMES.split()]
    symbols = "\n".join(_symbol(ours, files[f"rounded/{theirs}.svg"].decode()) for ours, theirs in pairs)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    return {"icons/sprite.svg": sprite.encode(), "icons/LICENSE-Apache-2.0.txt": files["LICENSE"]}


def _symbol(name: str, svg: str) -> str:
    paths = re.sub(r"(\d+\.\d)\d+", r"\1", "".join(re.findall(r"<path[^>]*/>", svg)))
    return f'<symbol id="{name}" viewBox="0 -960 960 960">{paths}</symbol>'
