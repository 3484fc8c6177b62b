// A field that hides the entries without the words typed. Without this script all entries show.
document.querySelectorAll("input[data-filters]").forEach((field) => {
  const entries = [...document.querySelectorAll(`.${field.dataset.filters}`)];
  const told = field.closest("p").querySelector("output");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    entries.forEach((entry) => {
      entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
    });
    const shown = entries.filter((entry) => !entry.hidden).length;
    told.textContent = words.length ? `${shown} of ${entries.length} ${field.dataset.noun}` : "";
  });
});
