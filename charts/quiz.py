"""`quiz`: a question with its answers, each of which says by itself whether it is right and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.chapter import Html

_FEWEST = 3  # of two answers a guess is right every other time


def quiz(question: str, answers: Sequence[tuple[str, bool, str]], *, figure: str) -> Html:
    """One question to check oneself with. It needs no script: each answer unfolds and tells.

    answers: (words, whether right, what to say about it), in the order shown: at least three, different,
    one of them right. What is said about a wrong answer is a hint that does not give the right one away.
    figure: the name of the figure that holds the answer; every wrong answer links to it.
    All text is escaped. Raises ValueError naming the question for a missing text and for answers that
    break these rules.
    """
    _check(question, answers, figure)
    items = "".join(_answer(*answer, figure) for answer in answers)
    return Html(f'<fieldset class="quiz"><legend>{escape(question)}</legend>{items}</fieldset>')


def _answer(words: str, right: bool, said: str, figure: str) -> str:
    verdict = "Right." if right else "Not this one."
    back = "" if right else f' <a href="#{escape(figure)}">Look at the figure again.</a>'
    return (
        f'<details class="quiz-{"right" if right else "wrong"}"><summary>{escape(words)}</summary>'
        f"<p><strong>{verdict}</strong> {escape(said)}{back}</p></details>"
    )


def _check(question: str, answers: Sequence[tuple[str, bool, str]], figure: str) -> None:
    if not question.strip() or not figure.strip():
        raise ValueError(f"quiz {question!r}: give a question and the name of the figure that answers it.")
    words = [answer.strip() for answer, _, _ in answers]
    if len(answers) < _FEWEST or len(set(words)) < len(words):
        raise ValueError(f"quiz {question!r} needs {_FEWEST} or more different answers, not {words}.")
    if sum(right for _, right, _ in answers) != 1:
        raise ValueError(f"quiz {question!r} needs one right answer.")
    for answer, _, said in answers:
        if not answer.strip() or not said.strip():
            raise ValueError(f"quiz {question!r}: answer {answer!r} lacks words, or what to say about it.")
