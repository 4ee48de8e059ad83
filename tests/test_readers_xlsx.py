"""Excel files: cells as a Vietnamese reader sees them, tables with columns kept, hostile files refused."""

from __future__ import annotations

import pytest

from extractors.model import BlockKind
from pipeline.errors import DamagedFile, EmptyFile, ReadError, TooLarge
from pipeline.readers.xlsx import sheet as xlsx_sheet
from pipeline.readers.xlsx.number_formats import show_number
from pipeline.readers.xlsx.read import read_xlsx
from tests.checks import assert_sound
from tests.sheetfiles import M, cell, excel_file, rows, worksheet
from tests.wordfiles import zip_file

REPORT = rows(
    "UBND HUYỆN MỎ CÀY BẮC|||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHÒNG NỘI VỤ|||Độc lập - Tự do - Hạnh phúc",
    "",
    "BIỂU TỔNG HỢP KẾT QUẢ XẾP LOẠI ẤP NĂM 2023",
    "||||Đơn vị tính: ấp",
    "TT|Xã|Tổng số|Xếp loại",
    "|||Tốt|Khá",
    "1|Tân Phú Tây|7|5|2",
    "2|Khánh Thạnh Tân|11|6|5",
    "|Cộng|18|11|7",
    "",
    "NGƯỜI LẬP BIỂU|||TRƯỞNG PHÒNG",
    "(ký)",
    "Lê Thị Út|||Trần Văn Bảy",
)


def text_of(*sheets: str, **options: object) -> str:
    reading = read_xlsx(excel_file(*sheets, **options), "bieu.xlsx")  # type: ignore[arg-type]
    assert_sound(reading)
    return reading.text


def test_table_between_letterhead_and_signatures() -> None:
    assert text_of(worksheet(REPORT)).split("\n") == [
        "UBND HUYỆN MỎ CÀY BẮC",
        "PHÒNG NỘI VỤ",
        "",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        "BIỂU TỔNG HỢP KẾT QUẢ XẾP LOẠI ẤP NĂM 2023",
        "Đơn vị tính: ấp",
        "TT | Xã | Tổng số | Xếp loại |",
        " |  |  | Tốt | Khá",
        "1 | Tân Phú Tây | 7 | 5 | 2",
        "2 | Khánh Thạnh Tân | 11 | 6 | 5",
        " | Cộng | 18 | 11 | 7",
        "",
        "NGƯỜI LẬP BIỂU",
        "(ký)",
        "Lê Thị Út",
        "",
        "TRƯỞNG PHÒNG",
        "Trần Văn Bảy",
    ]


def test_sheets_stand_under_their_names_and_hidden_ones_are_told() -> None:
    data = worksheet(rows("Xã|Số hộ|Số người", "A|12|40"))
    raw = excel_file(data, data, data, names=("Biểu 1", "Sheet2", "nháp"), states={2: "hidden"})
    reading = read_xlsx(raw, "x.xlsx")
    headings = [reading.text[b.start : b.end] for b in reading.blocks if b.kind is BlockKind.HEADING]
    assert headings == ["Biểu 1"]
    assert reading.text.count("A | 12 | 40") == 2
    assert [(p.kind, p.message) for p in reading.problems] == [("hidden_text", "Trang tính ẩn, không đọc: “nháp”.")]


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    data = rows("Xã|Số hộ|Mật|Số người", "A|12|7|40").replace('<row r="2">', '<row r="2" hidden="1">')
    data += rows("B|13|8|41", first=3)
    reading = read_xlsx(excel_file(worksheet(data, '<cols><col min="3" max="3" hidden="1"/></cols>')), "x.xlsx")
    assert reading.text == "Xã | Số hộ | Số người\n\nB | 13 | 41"
    assert [p.message for p in reading.problems] == ["Trang tính “Sheet1” có 2 hàng hoặc nhóm cột ẩn, không đọc."]


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("1234567.5", "General", "1234567,5"),
        ("1234567.5", "#,##0", "1.234.568"),
        ("1234567.5", "#,##0.00", "1.234.567,50"),
        ("0.30000000000000004", "General", "0,3"),
        ("0.8325", "0.0%", "83,3%"),
        ("5", "00", "05"),
        ("-1200", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "(1.200)"),
        ("0", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
        ("-0.2", "0", "0"),
        ("1850000", '#,##0.0,," triệu"', "1,9 triệu"),
        ("1200", "#,##0\\ [$₫-42A]", "1.200 ₫"),
        ("7", '0 "người"', "7 người"),
        ("45291", "d/m/yyyy", "31/12/2023"),
        ("45291.75", "dd/mm/yyyy hh:mm", "31/12/2023 18:00"),
        ("45291", "[$-42A]dd mmmm yyyy;@", "31/12/2023"),
        ("45291", "mm/yyyy", "12/2023"),
        ("0.3125", "h:mm", "07:30"),
        ("1.5", "# ?/?", "1,5"),
        ("1e300", "0", "1e300"),
        ("1e999999999", "0.00", "1e999999999"),
        ("99999999", "dd/mm/yyyy", "99999999"),
        ("12", "0" * 300, "12"),
    ],
)
def test_numbers_as_a_vietnamese_reader_sees_them(stored: str, code: str, shown: str) -> None:
    assert show_number(stored, code) == shown


def test_calendar_of_1904() -> None:
    assert show_number("43829", "dd/mm/yyyy", from_1904=True) == "31/12/2023"


def test_kinds_of_cells() -> None:
    inner = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#DIV/0!</v></c><c r="E1" t="str"><f>A1</f><v>ấp Chợ</v></c><c t="d"><v>2023-12-31</v></c>'
    )
    strings = "<si><r><t>Xã </t></r><r><t>Hòa_x000D_ Lộc</t></r><rPh><t>x</t></rPh></si>"
    text = text_of(worksheet(f'<row r="1">{inner}</row>'), strings=strings)
    assert text == "Xã Hòa Lộc | \ufffd | TRUE | #DIV/0! | ấp Chợ | 31/12/2023"


def test_formulas_give_their_stored_result_and_are_never_worked_out() -> None:
    inner = cell("A1", "Cộng") + '<c r="B1"><f>SUM(B2:B9)</f><v>18</v></c><c r="C1"><f>1+1</f></c>' + cell("D1", "3")
    reading = read_xlsx(excel_file(worksheet(f'<row r="1">{inner}</row>')), "x.xlsx")
    assert reading.text == "Cộng | 18 | 3"
    (problem,) = reading.problems
    assert problem.kind == "formula_without_value" and "1 ô công thức" in problem.message


def test_claims_of_size_are_not_believed() -> None:
    data = rows("A|1|2") + '<row r="1048576"><c r="XFD1048576"><v>3</v></c><c r="XFE1"><v>4</v></c></row>'
    behind = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    text = text_of(worksheet(data, '<dimension ref="A1:XFD1048576"/>', behind))
    assert text == "A | 1 | 2\n\n3 | 4"


def test_damaged_sheet_costs_itself() -> None:
    good = worksheet(rows("A|1|2"))
    reading = read_xlsx(excel_file(good, good, parts={"xl/worksheets/sheet2.xml": "<work"}), "x.xlsx")
    assert reading.text == "A | 1 | 2"
    assert [p.kind for p in reading.problems] == ["part_unreadable"]


ENTITY = f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst xmlns="{M}"><si><t>&a;</t></si></sst>'


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (excel_file(worksheet(REPORT))[:-40], DamagedFile),
        (excel_file(worksheet("")), EmptyFile),
        (excel_file(worksheet(rows("A|1|2")), states={0: "veryHidden"}), EmptyFile),
        (zip_file({"xl/styles.xml": "<a/>"}), DamagedFile),
        (excel_file(worksheet(REPORT), parts={"xl/sharedStrings.xml": ENTITY}), DamagedFile),
        (excel_file(worksheet(REPORT), parts={"xl/workbook.xml": "<workbook"}), DamagedFile),
        (excel_file(worksheet(rows("x" * 30_000_000))), TooLarge),
    ],
    ids=["stump", "empty", "hidden only", "no workbook", "entity", "bad workbook", "bomb"],
)
def test_refused(raw: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"“bieu\.xlsx”: .+\. Hãy .+\."):
        read_xlsx(raw, "bieu.xlsx")


def test_string_bomb_is_refused_before_it_fills_the_memory() -> None:
    """One string of thirty thousand letters that a thousand cells share."""
    line = "".join(f'<row r="{i}"><c t="s"><v>0</v></c></row>' for i in range(1, 1001))
    raw = excel_file(worksheet(line), strings=f"<si><t>{'đ' * 30_000}</t></si>")
    with pytest.raises(TooLarge, match=r"20\.000\.000 chữ"):
        read_xlsx(raw, "x.xlsx")


def test_most_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet, "MAX_CELLS", 5)
    with pytest.raises(TooLarge):
        read_xlsx(excel_file(worksheet(rows("1|2|3", "4|5|6"))), "x.xlsx")
