"""The kinds of words and numbers that demo content is made of."""

from typing import Annotated, Literal

from msgspec import Meta

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Meta(min_length=1, max_length=120)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Unit = Annotated[str, Meta(min_length=1, max_length=40)]
Short = Annotated[str, Meta(min_length=1, max_length=200)]
Sentence = Annotated[str, Meta(min_length=1, max_length=300)]
Purpose = Annotated[str, Meta(min_length=1, max_length=200)]
Message = Annotated[str, Meta(min_length=1, max_length=500)]
Profile = Annotated[str, Meta(min_length=1, max_length=1000)]
Text = Annotated[str, Meta(min_length=1, max_length=4000)]
Body = Annotated[str, Meta(min_length=200, max_length=10000)]
Age = Annotated[float, Meta(ge=0)]
Amount = Annotated[float, Meta(gt=0)]

Language = Literal["de", "en"]
Sector = Literal["civil-society", "business", "science", "administration", "politics"]
Cast = Literal["resident", "civil-society", "business", "science", "administration", "politics", "moderator"]
State = Literal["published", "draft", "withdrawn"]
NeedKind = Literal["expertise", "time", "data", "space", "test-site", "money", "contacts", "people"]
ThreadKind = Literal["talk", "questions", "evidence", "collaboration"]
MarkKind = Literal["answer", "decision"]
PollKind = Literal["one", "several"]
Role = Literal["carry", "contribute", "test", "advise"]
Progress = Literal["offered", "accepted", "active", "fulfilled", "withdrawn", "declined"]
