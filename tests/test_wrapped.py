"""Where a line goes on in the next one: hard-wrapped reports, sentences, items, headings, and articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.header.find import read_metadata
from extractors.layout.boilerplate import find_boilerplate
from extractors.layout.sections import find_sections
from extractors.model import Metadata
from extractors.tasks.find import find_tasks
from extractors.text.lines import split_lines
from extractors.text.sentences import split_sentences
from extractors.text.wrapped import goes_on, paragraph_lengths, wrap_width


@pytest.mark.parametrize(
    ("above", "below", "width", "expected"),
    [
        ("Căn cứ Thông tư liên tịch số", "04/2010/TTLT-BNV ngày 17 tháng 9", 0, True),
        ("Theo đề nghị của", "Giám đốc Sở Nội vụ", 0, True),
        ("Các xã đã họp dân, lấy ý kiến và", "triển khai", 0, True),
        ("phối hợp với Hội Nông dân huyện", "Đầm Hà mở lớp", 34, True),
        ("phối hợp với Hội Nông dân huyện", "Đầm Hà mở lớp", 80, False),
        ("phối hợp với Hội Nông dân huyện", "Đầm Hà mở lớp", 0, False),
        ("2. Hạn chế, tồn tại", "Công tác phối hợp chưa tốt", 40, False),
        ("4. Công tác dân tộc thiểu số", "Toàn tỉnh có 12 dân tộc", 60, False),
        ("đã hoàn thành.", "tiếp tục", 0, False),
        ("gồm các nội dung", "a) Tuyên truyền", 0, False),
        ("gồm các nội dung", "- tuyên truyền", 0, False),
        ("phạm vi của", "2. Đối tượng", 0, False),
        ("Ở các huyện miền núi của tỉnh", "NHIỆM VỤ NĂM TỚI", 30, False),
    ],
    ids=str,
)
def test_line_goes_on(above: str, below: str, width: int, expected: bool) -> None:
    assert goes_on(above, below, width) is expected


WRAPPED = """Trong năm, Ban Chỉ đạo huyện đã tổ chức 14 cuộc kiểm tra tại các xã Đồng Rui, Hải
Lạng và thị trấn Tiên Yên, qua đó nhắc nhở 3 đơn vị. Sau kiểm tra, Ủy ban nhân dân
huyện yêu cầu khắc phục xong trong quý, báo cáo kết quả về Phòng Nội vụ, đồng thời
gửi Ban Dân vận để theo dõi.
"""


def test_width_is_that_of_the_broken_lines() -> None:
    assert wrap_width(split_lines(WRAPPED)) == 0
    assert wrap_width(split_lines(WRAPPED.replace("Lạng và", "và"))) == 82
    assert wrap_width(split_lines("Một đoạn. \n" * 5)) == 0


def test_sentences_cross_the_ends_of_wrapped_lines() -> None:
    text = WRAPPED.replace("Hải\nLạng", "Hải Lạng,\nvà xã Điền Xá")
    sentences = [" ".join(text[start:end].split()) for start, end in split_sentences(text)]
    assert len(sentences) == 2
    assert sentences[1].startswith("Sau kiểm tra, Ủy ban nhân dân huyện yêu cầu")


ITEMS = """UBND HUYỆN BA CHẼ
Số: 5/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
KẾ HOẠCH
Chuyển đổi cây trồng

Thực hiện chủ trương của Huyện ủy, kế hoạch này đặt ra các việc phải làm trong
năm tới, phân công cho từng ngành và từng xã, kiểm tra theo quý và sơ kết vào
tháng cuối năm, bảo đảm mọi hộ dân đều được bàn bạc.
I. HẠN CHẾ, TỒN TẠI
Một số xã còn chậm; việc nắm tình hình cơ sở của cán bộ phụ trách và của các
ngành chưa kịp thời.
II. NHIỆM VỤ
1. Giao Phòng Nông nghiệp chủ trì, phối hợp với Hội Nông dân và Đoàn xã
Thanh Lâm mở 15 lớp tập huấn trước ngày 30/6/2021.
2. Tiếp tục huy động nguồn lực.
"""


def test_wrapped_items_are_whole_and_headings_stand_apart() -> None:
    sections = find_sections(ITEMS)
    tasks = find_tasks(ITEMS, sections, Metadata(kind="directive"))
    assert [(task.kind, task.number, task.assignee, task.deadline) for task in tasks] == [
        ("limitation", None, None, None),
        ("task", "1", "Phòng Nông nghiệp", "trước ngày 30/6/2021"),
        ("task", "2", None, None),
    ]
    assert "1. Giao Phòng Nông nghiệp" not in [(part.title or "")[:25] for part in sections]


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo\n\nĐề nghị rà soát việc xếp loại chất\nlượng hằng năm đối với tổ chức đảng và cán bộ lãnh\nđạo."
        "\n\nTheo đó, kết quả xếp loại chất\nlượng hằng năm đối với tổ chức đảng và cán bộ lãnh\nđạo được công khai.\n",
        "Tin vắn\n\nCác xã phối hợp cùng Hội Nông dân huyện và\nPhòng Nông nghiệp huyện Đầm Hà mở lớp.\n\n"
        "Hội Phụ nữ mời thêm\nPhòng Nông nghiệp huyện Đầm Hà mở lớp.\nđể chị em theo học.\n",
    ],
    ids=lambda text: text[:12],
)
def test_wrapped_lines_that_are_alike_are_no_furniture(text: str) -> None:
    assert find_boilerplate(text) == ()


def test_a_hard_wrapped_article_is_news() -> None:
    text = "Tiên Yên sơ kết công tác kiểm tra\n\n" + WRAPPED + "\nHoàng Thị Mỷ\n"
    found = read_metadata(text, find_sections(text), find_boilerplate(text))
    assert (found.kind, found.author) == ("news", "Hoàng Thị Mỷ")
    assert max(paragraph_lengths(split_lines(text))) > 150


@given(st.text(alphabet="aÂ.,;: số\n1-)", max_size=200))
def test_paragraphs_hold_every_line(text: str) -> None:
    lines = split_lines(text)
    assert sum(paragraph_lengths(lines)) >= sum(len(line.text) for line in lines)
