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
