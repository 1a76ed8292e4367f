"""The quizzes: options that are buttons, and explanations that a press shows."""

import browsing
import pytest

pytestmark = pytest.mark.browser


def test_every_question_has_its_buttons(browser, server, quiz):
    """Does each option of each question show its own line, and fit a phone then?"""
    with browsing.opened(browser, server, quiz) as (page, visit):
        written = page.locator("#quiz strong", has_text="Question ").count()
        questions = page.locator("#quiz fieldset")
        assert questions.count() == written >= 3
        for question in questions.all():
            buttons = question.locator("button").all()
            reasons = question.locator("details li").all()
            assert len(buttons) == len(reasons) >= 2
            for n, (button, reason) in enumerate(zip(buttons, reasons, strict=True)):
                assert question.locator(".quiz-why p").count() == n
                button.click()
                shown = question.locator(".quiz-options > li").nth(n).locator(".quiz-why")
                sign, text = shown.inner_text().split(" ", 1)
                letter, verdict = "ABCDEF"[n], {"✓": "right", "✗": "wrong"}[sign]
                assert button.inner_text().startswith(f"{letter}. ")
                assert text.startswith(f"{letter} is {verdict}. ")
                assert shown.text_content().endswith(reason.text_content().strip())
            assert question.locator(".quiz-right").count() == 1
        assert (
            page.locator(".quiz-tally")
            .inner_text()
            .endswith(f" of {written} right at the first try.")
        )
        assert visit.errors == []
        browsing.set_mode(page, "phone")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("mode", browsing.MODES)
def test_an_answered_quiz_is_accessible(browser, server, a_quiz, mode):
    """Does axe-core find nothing when every button was pressed?"""
    with browsing.opened(browser, server, a_quiz) as (page, _):
        browsing.set_mode(page, mode)
        for button in page.locator("#quiz button").all():
            button.click()
        assert browsing.violations(page) == []


def test_only_first_tries_count(browser, server, a_quiz):
    """Does a second press change nothing of the count, which comes with the last question?"""
    with browsing.opened(browser, server, a_quiz) as (page, _):
        questions = page.locator("#quiz fieldset").all()
        tally = page.locator(".quiz-tally")
        for number, question in enumerate(questions):
            assert tally.inner_text() == ""
            reasons = question.locator("details li strong").all_text_contents()
            right = next(n for n, reason in enumerate(reasons) if "is right" in reason)
            wrong = 1 if right == 0 else 0
            for n in (right, wrong) if number == 0 else (wrong, right, right):
                question.locator("button").nth(n).click()
        assert tally.inner_text() == f"1 of {len(questions)} right at the first try."


def test_a_quiz_needs_no_mouse(browser, book, a_quiz):
    """Does the keyboard reach and press each option, from a file too, and is the answer told?"""
    with browsing.opened(browser, book.as_uri() + "/", a_quiz) as (page, _):
        first, second = (page.locator("#quiz fieldset button").nth(n) for n in (0, 1))
        first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        assert second.evaluate("(button) => button === document.activeElement")
        assert second.get_attribute("aria-pressed") == "false"
        page.keyboard.press("Enter")
        for button in (first, second):
            assert button.get_attribute("aria-pressed") == "true"
            assert button.locator("xpath=../*[@aria-live='polite']").inner_text()


def test_a_quiz_needs_no_script(browser, server, a_quiz):
    """Do options and folded answers stand there as text where JavaScript is switched off?"""
    page = browser.new_page(java_script_enabled=False)
    page.goto(server + a_quiz)
    assert page.locator("#quiz fieldset, #quiz button").count() == 0
    questions = page.locator("#quiz strong", has_text="Question ").count()
    assert page.locator("#quiz details", has_text="Answer to question").count() == questions >= 3
    assert page.locator("#quiz > ul").count() == questions
    page.close()
