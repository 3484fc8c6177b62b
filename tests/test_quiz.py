"""Questions whose answers unfold: one right answer, a hint for each wrong one, all text escaped."""

import pytest
from bs4 import BeautifulSoup

import charts

ANSWERS = [
    ("All of it", False, "What did the other line do?"),
    ("A third", True, "The other line went up by twice as much."),
    ("None", False, "Look at the lower line."),
]


def soup(question="Which part?", answers=ANSWERS, figure="plans-gap"):
    return BeautifulSoup(charts.quiz(question, answers, figure=figure), "html.parser")


def test_every_answer_unfolds_and_tells_whether_it_is_right_and_why():
    quiz = soup()
    assert quiz.fieldset.legend.get_text() == "Which part?"
    answers = quiz.select("details")
    assert [answer.summary.get_text() for answer in answers] == ["All of it", "A third", "None"]
    assert not [answer for answer in answers if answer.has_attr("open")]
    said = [answer.p.get_text() for answer in answers]
    assert said[1] == "Right. The other line went up by twice as much."
    assert said[0] == "Not this one. What did the other line do? Look at the figure again."


def test_a_wrong_answer_leads_back_to_the_figure_and_the_right_one_does_not():
    links = [[link["href"] for link in answer.select("a")] for answer in soup().select("details")]
    assert links == [["#plans-gap"], [], ["#plans-gap"]]


def test_text_is_escaped():
    hostile = '<script>alert("1")</script> & more'
    answers = [(hostile, False, hostile), *ANSWERS[1:]]
    quiz = soup(hostile, answers, '"><script>')
    assert not quiz.select("script")
    assert quiz.legend.get_text() == quiz.summary.get_text() == hostile
    assert hostile in quiz.p.get_text()
    assert quiz.a["href"] == '#"><script>'


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"question": " "}, "give a question"),
        ({"figure": ""}, "name of the figure"),
        ({"answers": ANSWERS[:2]}, "3 or more different answers"),
        ({"answers": [*ANSWERS, ("None ", False, "Again.")]}, "different answers"),
        ({"answers": [(words, False, said) for words, _, said in ANSWERS]}, "one right answer"),
        ({"answers": [(words, True, said) for words, _, said in ANSWERS]}, "one right answer"),
        ({"answers": [("All of it", False, " "), *ANSWERS[1:]]}, "'All of it' lacks"),
        ({"answers": [("", False, "What did the other do?"), *ANSWERS[1:]]}, "lacks words"),
    ],
)
def test_a_faulty_question_is_named(changes, message):
    with pytest.raises(ValueError, match=message):
        soup(**changes)
