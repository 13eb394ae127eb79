"""The letters of every script come out as they were written: shaped, ordered and spaced by a real PDF writer."""

from __future__ import annotations

import pytest

from support.pdf_pages import error_rate, kinds, read_page, texts
from support.printed import printed

TEXTS = {
    "ar": [
        "الميناء والمدينة",
        "استيقظ الميناء قبل المدينة، وغادرت القوارب الأولى بينما كانت المصابيح لا تزال مشتعلة. لا أحد يتذكر من بنى "
        "المنارة في عام 1867، رغم أن كل عائلة تدعي أن لها جدا بين البنائين.",
    ],
    "he": [
        "הנמל והעיר",
        "הנמל מתעורר לפני העיר, והסירות הראשונות יוצאות כשהפנסים עדיין דולקים. איש אינו זוכר מי בנה את המגדלור, אף שכל "
        "משפחה טוענת שסבא שלה היה בין 27 הבנאים (כך אומרים).",
    ],
    "ru": [
        "Гавань и город",
        "Гавань просыпается раньше города, и первые лодки уходят, пока ещё горят фонари. Никто не помнит, кто построил "
        "маяк, хотя каждая семья называет деда среди каменщиков.",
    ],
    "el": [
        "Το λιμάνι και η πόλη",
        "Το λιμάνι ξυπνά πριν από την πόλη και οι πρώτες βάρκες φεύγουν ενώ τα φανάρια καίνε ακόμη. Κανείς δεν θυμάται "
        "ποιος έχτισε τον φάρο.",
    ],
    "vi": [
        "Bến cảng và thị trấn",
        "Bến cảng thức dậy trước thị trấn, và những chiếc thuyền đầu tiên rời đi khi đèn vẫn còn sáng. "
        "Không ai nhớ ai đã xây ngọn hải đăng.",
    ],
    "zh": [
        "港口与城镇",
        "港口比城镇更早醒来，第一批船在灯还亮着的时候就离开了。没有人记得是谁建造了灯塔，尽管每个家庭都说自己的祖父是石匠之一。"
        "冬天，穿过沼泽的道路会被水淹没好几个星期，所以信件要靠渡船送来。市场后面的印刷商教三个学徒手工排字。",
    ],
    "ko": [
        "항구와 마을",
        "항구는 마을보다 먼저 깨어나고, 첫 배들은 등불이 아직 켜져 있을 때 떠난다. 모든 집안이 "
        "할아버지가 석공이었다고 말하지만 누가 등대를 지었는지 아무도 기억하지 못한다.",
    ],
}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return printed(TEXTS)


@pytest.mark.parametrize("language", TEXTS)
def test_a_script_comes_out_as_it_was_written(files: dict[str, bytes], language: str) -> None:
    page = read_page(files[language])

    assert kinds(page.blocks) == ["heading 1", "paragraph"], texts(page.blocks)
    assert error_rate(texts(page.blocks), TEXTS[language]) <= 0.01, texts(page.blocks)
