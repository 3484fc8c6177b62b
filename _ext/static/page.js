// On every page: the button that prints, the layout of long pages, what unfolds, and the mark on the section in view in "On this page".

// A browser may not read other pages of a folder: there the search lists its finds without excerpts.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// Nor can the lab start in a folder.
if (location.protocol === "file:") document.querySelector(".run-it")?.remove();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// A long page is laid out part by part when nothing else is to do (book.css, browse.css).
const parts = [...document.querySelectorAll(".bd-article > section > section:nth-of-type(n + 3)")].map((section) => [section]);
for (const { rows } of document.querySelectorAll(".browse tbody")) {
  for (let from = 0; from < rows.length; from += 20) parts.push([...rows].slice(from, from + 20));
}
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
const layOut = () => {
  const part = parts.shift() ?? [];
  part.forEach((element) => element.classList.add("is-laid-out"));
  if (parts.length) whenIdle(layOut);
};
addEventListener("load", () => whenIdle(layOut));

// What unfolds and scrolls is reached by the keyboard, as the theme has it for what is not folded.
document.addEventListener(
  "toggle",
  ({ target }) => {
    for (const code of target.querySelectorAll("pre")) code.tabIndex = code.scrollWidth > code.clientWidth ? 0 : -1;
  },
  { capture: true }
);

const entries = new Map(
  [...document.querySelectorAll(".page-toc a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link])
);
const seen = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      if (!isIntersecting) continue;
      for (const link of entries.values()) {
        link.removeAttribute("aria-current");
        link.classList.remove("active");
      }
      entries.get(target.closest("section").id).setAttribute("aria-current", "true");
      entries.get(target.closest("section").id).classList.add("active");
    }
  },
  { rootMargin: "0px 0px -60%" }
);
for (const heading of document.querySelectorAll(".bd-article section > :is(h2, h3)")) {
  if (entries.has(heading.closest("section").id)) seen.observe(heading);
}
