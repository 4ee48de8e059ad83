"""Values and units of numbers as people type, say and leave them out; what is no figure; what is typed in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.citations.find import find_citations
from extractors.figures.checks import check_figures
from extractors.figures.find import find_figures
from extractors.figures.words import keys_of
from extractors.model import Figure, Hedge, Measure, Metadata
from extractors.rulebook import load_table

ROWS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("figure_values.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(figure: Figure) -> str:
    value = f"{figure.value:f}"
    if figure.value_max is not None:
        value += f"..{figure.value_max:f}"
    if figure.of is not None:
        value += f"/{figure.of:f}"
    measure = "" if figure.measure is Measure.COUNT else f" {figure.measure.value}"
    return f"{value} {figure.unit or '-'}{measure}"


def figures_of(text: str) -> tuple[Figure, ...]:
    return find_figures(text, find_citations(text))


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_sentence_tells_its_values(text: str, expected: str) -> None:
    assert "; ".join(read(figure) for figure in figures_of(text)) == expected


NO_FIGURE = [
    "Thời gian: 14 giờ 00 ngày 25/3/2024; kết thúc 16g30.",
    "Tại nhà 6/174, ngõ 12/45 phố Huế.",
    "Kỳ hạn 5/97.",
    "Theo chuyến xe từ 5 đến 7 giờ sáng.",
    "Gọi số 02763822145 để gặp ban.",
    "Ông học ở cơ sở 2 của trường.",
    "Bấm máy lẻ 2: 15 để gặp tổng đài.",
    "Xe đi qua quốc lộ 1, tỉnh lộ 5, hương lộ 7.",
    "Tải về Quyết định 412/QĐ-TTg 2023 chương trình phát triển kinh tế tập thể",
    "Toàn văn Thông báo 64-TB/TW 2024 chương trình hành động về rừng",
    "Nội dung Kết luận 224-KL/TW 2022 quy hoạch đô thị",
    "Chỉ thị 08-CT/TU năm 2021 kế hoạch phòng, chống hạn",
    "Tải file Hướng dẫn 15-HD/BTCTW (2020) quy chế làm việc",
    "### 3.2 HỘI NGHỊ TỔNG KẾT\nHội nghị diễn ra trong buổi sáng.",
    "## 2.1 Hội viên danh dự\nĐiều lệ Hội nêu rõ.",
    "1.4 Văn bản chỉ đạo\nCác văn bản được ban hành kịp thời.",
    "**4.3 Đơn vị phối hợp** gồm các phòng.",
    "2.2 Cán bộ chuyên trách",
    "Các xã mới là Đắk Song 1, Đắk Song 2 và Thuận Hà.",
    "Sáp nhập Vân Canh 1 với Vân Canh 2.",
    "Đi qua Bình Tân 3, Bình Tân 4 rồi rẽ trái.",
    "Hai hồ là Phú Ninh 1, Phú Ninh 2.",
    "Cụm từ Tân Lập 5 thay cho Tân Lập 7.",
    "Ví dụ: Ông A đóng bảo hiểm, được hưởng 3 triệu đồng.",
    "Ví dụ 2: Doanh nghiệp B có 15 lao động nghỉ việc.",
    "Mức hưởng tính theo quy định. Ví dụ: hộ có 4 người thì nhận 12 triệu đồng.",
    "Chọn vài nơi (ví dụ: 5 xã vùng cao) để làm trước.",
    "Thị ủy tổ chức lễ ra quân chiều 14-11.",
    "Điểm của Sở = 75*22/100 = 16.5 điểm.",
    "Bãi bỏ các Điều 7, 8 và 9 của Quy chế; sửa các mục 2, 4.",
    "Chỉ được áp dụng một trong hai cách nêu trên.".replace("hai cách", "các cách"),
]


@pytest.mark.parametrize("text", NO_FIGURE)
def test_text_states_no_figure(text: str) -> None:
    assert [figure.text for figure in figures_of(text)] == []


def test_examples_of_a_report_are_what_happened() -> None:
    text = "Nhiều nơi làm tốt. Ví dụ: xã Hòa Bình vận động 12 hộ hiến đất."
    assert [figure.text for figure in find_figures(text, metadata=Metadata(kind="report"))] == ["12"]


def test_what_is_told_behind_a_title_is_counted() -> None:
    text = (
        "Đã mở 96 hội nghị quán triệt Kết luận số 42-KL/TU ngày 15/4/2022 của Tỉnh ủy về cải cách hành chính, "
        "với 7.412 lượt cán bộ, đảng viên tham gia."
    )
    assert [figure.text for figure in figures_of(text)] == ["96", "7.412"]


DOUBTFUL = [
    ("Có 7 .250 người dự.", "odd_typing"),
    ("Thu hút 1.2345 người xem.", "odd_typing"),
    ("Kinh phí 18. 400.000 đồng.", "broken_number"),
    ("Chi 15, 3 triệu đồng.", "broken_number"),
    ("Tỷ lệ đạt 1 6,5% kế hoạch.", "broken_number"),
    ("Có 5 0 hộ nghèo.", "broken_number"),
    ("Có 12.34.567 hộ được vay.", "broken_number"),
    ("Có 16 ‘157 người.", "broken_number"),
    ("Chi 12..500 đồng.", "broken_number"),
    ("Lãi suất tăng 12,,5% so với năm trước.", "broken_number"),
    ("Sản lượng tăng 12. 5% so với năm trước.", "broken_number"),
    ("Đạt 98 ,5% kế hoạch.", "broken_number"),
    ("Phí đo đạc là 3000.000 đồng.", "odd_typing"),
]


@pytest.mark.parametrize(("text", "kind"), DOUBTFUL)
def test_doubtful_typing_is_shown(text: str, kind: str) -> None:
    figures = figures_of(text)
    assert kind in [problem.kind for problem in check_figures(text, figures, ())]
    if kind == "broken_number":
        assert figures == ()


PLAIN = [
    "Trong tháng 6 15 hộ thoát nghèo.",
    "Họp ngày 3.3.2025 quy định chi tiết.",
    "Nghị quyết Trung ương 5, 6 khóa XIII được quán triệt.",
    "Mở 9 lớp, 3 lớp ở xã.",
    "Bình quân đạt 1.5 điểm.",
    "Đạt 12.450 người; 3 xã chưa báo cáo.",
    "2. 100% thôn có điện.",
    "Mỗi ấp cử 12~15 người.",
    "Thu phí 12.500.000,- đồng.",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_typing_is_no_problem(text: str) -> None:
    kinds = {problem.kind for problem in check_figures(text, figures_of(text), ())}
    assert kinds.isdisjoint({"odd_typing", "broken_number"})


@pytest.mark.parametrize(
    "text",
    [
        "Có 17 cụm dân cư trên 20 cụm đã lắp loa.",
        "Đã trả 930 triệu đồng trên 1.150 triệu đồng tiền bồi thường.",
        "Gieo được 75 ha trên 90 ha.",
        "Đã cấp 412 thẻ trên 500 thẻ.",
        "Mới có 6 trạm trên 9 trạm hoạt động.",
    ],
)
def test_out_of_is_not_over(text: str) -> None:
    assert [figure.hedge for figure in figures_of(text)] == [None, None]


def test_over_stays_over() -> None:
    figures = figures_of("Dự án phân bố trên 17 ấp, có trên 20 ấp đăng ký.")
    assert figures[1].hedge is Hedge.OVER


def test_words_of_the_dictionary_are_keys() -> None:
    table = load_table("extractors.figures.reading", "dictionary")
    for name in ("nouns", "others"):
        words = table[name].splitlines()
        assert words == sorted(set(words))
        assert [word for word in words if " ".join(keys_of(word)) != word] == []
