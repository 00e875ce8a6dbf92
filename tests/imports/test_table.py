"""Files as people hand them over, and what is said about those that can't be read."""

from pathlib import Path

import pytest

from arena.imports.table import TableFault, read_table

NEEDED = ("title", "body")


def table(folder: Path, octets: bytes) -> list[dict[str, str]]:
    file = folder / "t.csv"
    file.write_bytes(octets)
    return [line.cells for line in read_table(file, NEEDED).lines]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separator_mark_and_line_end_are_found_out(tmp_path: Path, separator: str, mark: bytes, end: str) -> None:
    text = end.join([separator.join(("Title", '"body"')), separator.join(('"a"', '"b, c; d | e\nf ""g"""')), ""])
    assert table(tmp_path, mark + text.encode()) == [{"title": "a", "body": 'b, c; d | e\nf "g"'}]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"title,text\na,b\n", "missing: body. Found: title, text"),
        (b"title,body\na,b\n\xff\xfe,c\n", "line 3 is not UTF-8"),
        (b"title,body\n\xed\xa0\x80,c\n", "line 2 is not UTF-8"),
        (b'title,body\na,"b\nc\n', "line 2 is broken"),
        (b"title,title,body\na,b,c\n", "twice: title"),
        (b"PK\x03\x04" + b"x" * 100, "missing: title, body"),
        (b'"' + b"x" * 300_000, "line 1 is broken"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(tmp_path: Path, octets: bytes, said: str) -> None:
    with pytest.raises(TableFault, match=said):
        table(tmp_path, octets)


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TableFault, match="can't be read"):
            read_table(path, NEEDED)


def test_a_bad_row_is_refused_alone_and_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('title,body\n"a","b\nc"\nd\ne,f,g\nh,i\0\nj,"' + "x" * 1_000_000 + '"\n\nk,l\n', "utf-8")
    lines = read_table(file, NEEDED).lines
    assert [line.number for line in lines] == [2, 4, 5, 6, 7, 9]
    said = ["", "has 1 cells", "has 3 cells", "null character", "1,000,000 characters", ""]
    assert all(word in line.fault for word, line in zip(said, lines, strict=True))
    assert [bool(line.fault) for line in lines] == [bool(word) for word in said]
