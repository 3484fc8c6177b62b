// On every page: the button that prints, and the mark on the section in view in "On this page".

// A browser may not read other pages of a folder: there the search lists its finds without excerpts.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// Nor can the lab start in a folder.
if (location.protocol === "file:") document.querySelector(".run-it")?.remove();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

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
