// A field that hides the entries without the words typed. Without this script all entries show.
document.querySelectorAll("input[data-filters]").forEach((field) => {
  const entries = [...document.querySelectorAll(`.${field.dataset.filters}`)];
  const told = field.closest("p").querySelector("output");
  let texts; // what is sought in: the words given with an entry, or all of its text
  field.addEventListener("input", () => {
    texts ??= entries.map((entry) => entry.dataset.words ?? entry.textContent.toLowerCase());
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    entries.forEach((entry, index) => {
      entry.hidden = !words.every((word) => texts[index].includes(word));
    });
    const shown = entries.filter((entry) => !entry.hidden).length;
    told.textContent = words.length ? `${shown} of ${entries.length} ${field.dataset.noun}` : "";
  });
});
