"""The headings of the profile: which parts carriers write, and which stand in the idea already."""

# In the order of the page. What the idea says itself is shown from there, never typed twice.
WRITTEN = ("purpose", "progress", "examples", "projects", "doing", "schedule", "funding", "remark")
ORDER = (
    *("summary", "purpose", "progress", "examples", "projects", "goals", "category", "actors"),
    *("doing", "schedule", "funding", "remark"),
)
MOST = 1500  # characters of a part: all of them fit on two printed pages
WHY = 300

# Which parts a step on the path cannot do without.
NEEDED = {"project": ("purpose", "doing"), "measure": ("schedule", "funding")}
