// The arrows in the sidebar that fold a chapter's exercises: the theme gives them no name.
document.querySelectorAll(".bd-sidebar-primary details > summary").forEach((arrow) => {
  const chapter = arrow.parentElement.previousElementSibling?.textContent.trim();
  arrow.setAttribute("aria-label", `Exercises of ${chapter}`);
});

// A formula wider than the page scrolls sideways. The theme lets the keyboard reach wide code
// and tables; this does the same for formulas, once MathJax has set them.
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));
  document.querySelectorAll("mjx-container[display]").forEach((formula) => resized.observe(formula));
});

// A quiz is written as text, which is all that a reader without JavaScript or in JupyterLab needs:
// a question, its options, and a folded list that says of each option whether and why it is right.
// Here each option becomes a button that shows its own line of that list.
const quiz = document.getElementById("quiz");
const questions = [...(quiz?.querySelectorAll(":scope > p") ?? [])]
  .filter((text) => /^Question \d+\.$/.test(text.firstElementChild?.textContent))
  .map(asButtons)
  .filter(Boolean);
const tally = make("p", { className: "quiz-tally", role: "status" });
if (questions.length) quiz.append(tally);

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Returns what is known of the answer, or nothing where the text is not as expected: it then stays.
function asButtons(text) {
  const parts = [];
  let answers = text.nextElementSibling;
  for (; answers && answers.tagName !== "DETAILS"; answers = answers.nextElementSibling) {
    if (answers.tagName === "P" && /^Question/.test(answers.textContent)) return undefined;
    parts.push(answers);
  }
  const list = parts.at(-1);
  const options = [...(list?.children ?? [])];
  const reasons = [...(answers?.querySelectorAll("li") ?? [])];
  if (list?.tagName !== "UL" || options.length !== reasons.length) return undefined;

  const question = { tried: false, rightAtOnce: false };
  const group = make("fieldset", { className: "quiz-question" },
    make("legend", {}, ...text.childNodes));
  text.replaceWith(group);
  group.append(...parts, answers);
  list.classList.add("quiz-options");
  answers.classList.add("quiz-answers");
  options.forEach((option, n) => turnIntoButton(option, reasons[n], question));
  return question;
}

function turnIntoButton(option, reason, question) {
  const right = /^\w is right\./.test(reason.textContent.trim());
  const content = option.querySelector(":scope > p") ?? option;
  const button = make("button", { type: "button", ariaPressed: "false" }, ...content.childNodes);
  const sign = make("span", { className: "quiz-sign", ariaHidden: "true" }, right ? "✓" : "✗");
  // What is put into it is read aloud, so it has to be there, and empty, before.
  const why = make("div", { className: "quiz-why", ariaLive: "polite" });
  option.replaceChildren(button, why);
  button.addEventListener("click", () => {
    if (!question.tried) Object.assign(question, { tried: true, rightAtOnce: right });
    if (button.ariaPressed === "false") {
      button.ariaPressed = "true";
      option.classList.add(right ? "quiz-right" : "quiz-wrong");
      const said = (reason.querySelector(":scope > p") ?? reason).cloneNode(true);
      why.append(make("p", {}, sign, " ", ...said.childNodes));
    }
    if (questions.every(({ tried }) => tried)) {
      const first = questions.filter(({ rightAtOnce }) => rightAtOnce).length;
      tally.textContent = `${first} of ${questions.length} right at the first try.`;
    }
  });
}
