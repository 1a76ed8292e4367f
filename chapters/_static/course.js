// A formula wider than the page scrolls sideways. The theme lets the keyboard reach wide code
// and tables; this does the same for formulas, once MathJax has set them.
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  const formulas = document.querySelectorAll("mjx-container[display]");
  const update = () => formulas.forEach((formula) => {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  });
  new ResizeObserver(update).observe(document.body);
});
