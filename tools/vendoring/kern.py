"""Cut KERN UX down to the parts in use and cure what does not fit our pages.

Cures: only the components named in PARTS stay; primitive tokens are written out, semantic ones stay
variables; `data:` icons become files, because `img-src 'self'` blocks them; light is the base and dark
holds on screens only, so dark never prints; the font rule leaves `code` and `pre` alone; smooth scrolling
is dropped; visited links and long words are ours to decide.
"""

import re
from urllib.parse import unquote

from vendoring.css import Rule, parse, to_text
from vendoring.packages import Package

PACKAGE = Package(
    "@kern-ux/native",
    "2.7.2",
    "EUPL-1.2",
    "TN0Mqbasp7S1IOqurXickde8MDj5hIcgT4s3f1i33wyv2iVgA1dTO/FoQyi6rgM9KYTYkIthl9k72g7fBUUvHg==",
)

PARTS = ("btn", "label", "form-input", "form-check", "fieldset", "hint", "error", "sr-only")
DROPPED = re.compile(r"kern-(icon|light|dark|level|theme|sr-only-mobile)|data-kern-theme|type=file|form-check__")
PUBLIC = re.compile(r"--kern-(color-(layout|action|feedback|form|decorative)|shadow|metric-(space|border))")
TOKEN = re.compile(r"var\((--[\w-]+)(?:,\s*(?:[^()]|\([^()]*\))*)?\)")


def produce(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the cured style sheet, its icons and its licence."""
    rules = [kept for rule in parse(files["dist/kern.css"].decode()) if (kept := _keep(rule))]
    rules = _prune(_inline(_straighten(rules)))
    icons: dict[str, bytes] = {}
    text = to_text(rules)
    for number, uri in enumerate(dict.fromkeys(re.findall(r'url\("?data:image/svg\+xml,[^")]*"?\)', text))):
        icons[f"vendor/kern/icons/{number}.svg"] = unquote(uri.split(",", 1)[1].rstrip('")')).encode()
        text = text.replace(uri, f"url(../vendor/kern/icons/{number}.svg)")
    head = f"/* {PACKAGE.name} {PACKAGE.version}, EUPL-1.2 (LICENSE.md), cut and cured by tools/vendor.py */\n"
    licence = {"vendor/kern/LICENSE.md": files["LICENSE.md"]}
    return {"vendor/kern/kern.css": (head + text).encode(), **licence, **icons}


def _keep(rule: Rule) -> Rule | None:
    if "max-width" in rule.media or rule.selector.startswith("@") or rule.selector in ("*:not(i)", "html"):
        return None
    if "prefers-color-scheme: dark" in rule.media:
        rule = rule.under("screen and (prefers-color-scheme: dark)")
    elif "prefers-color-scheme: light" in rule.media:
        rule = rule.under("")
    if rule.selector.startswith(":is(body"):  # the ground level of KERN's stacked layers, the only one we have
        rule = rule.choose([":root"])
    wanted = [s for s in rule.selectors() if _wanted(s)]
    return rule.choose(wanted) if wanted else None


def _wanted(selector: str) -> bool:
    if DROPPED.search(selector):
        return False
    classes = re.findall(r"\.kern-([\w-]+)", selector)
    if not classes:
        return selector in (":root", "*", "*:before", "*:after") or selector.startswith(("svg", "img"))
    return all(name.startswith(PARTS) for name in classes)


def _straighten(rules: list[Rule]) -> list[Rule]:
    """Put the light colours before the dark ones, whatever the order of the source."""
    return sorted(rules, key=lambda rule: "prefers-color-scheme" in rule.media and rule.selector == ":root")


def _inline(rules: list[Rule]) -> list[Rule]:
    """Write out every token that is set once and is not public."""
    seen: dict[str, list[str]] = {}
    for rule in rules:
        for name, value in rule.body:
            if name.startswith("--"):
                seen.setdefault(name, []).append(value)
    plain = {n: v[0] for n, v in seen.items() if len(v) == 1 and (n.endswith("-contextual") or not PUBLIC.match(n))}

    def write_out(value: str) -> str:
        previous = ""
        while previous != value:
            previous = value
            value = TOKEN.sub(lambda m: plain.get(m[1], f"var({m[1]})"), value)
        return value

    return [rule.change([(n, write_out(v)) for n, v in rule.body if n not in plain]) for rule in rules]


def _prune(rules: list[Rule]) -> list[Rule]:
    """Drop tokens nobody reads and rules left empty."""
    used = {m[1] for rule in rules for _, value in rule.body for m in TOKEN.finditer(value)}
    kept = [
        rule.change([(n, v) for n, v in rule.body if n in used or not n.startswith("--") or PUBLIC.match(n)])
        for rule in rules
    ]
    return [rule for rule in kept if rule.body]
