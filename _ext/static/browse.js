// Search, filters and sorting for the tables of charts.browse. Their orders come with them; nothing is
// compared here. Without this script every table is whole.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

document.querySelectorAll(".browse").forEach((box) => {
  const controls = box.querySelector(".browse-controls");
  const [field, told, body] = ["input", "output", "tbody"].map((tag) => box.querySelector(tag));
  const [heads, selects] = ["thead th", "select"].map((tags) => [...box.querySelectorAll(tags)]);
  const sorting = selects.splice(selects.findIndex((select) => "sort" in select.dataset), 1)[0];
  const scroller = box.querySelector(".browse-rows");
  const rows = [...body.rows];
  let words; // of each row, once somebody searches
  const all = told.textContent;
  const direction = (head) => head.getAttribute("aria-sort");

  const show = () => {
    words ??= rows.map((row) => plain([...row.cells].map((cell) => cell.textContent).join("\n")));
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    rows.forEach((row, number) => {
      row.hidden = !wanted.every((word) => words[number].includes(word))
        || !chosen.every((select) => row.cells[select.dataset.column].textContent === select.value);
    });
    const shown = rows.filter((row) => !row.hidden).length;
    const sorted = heads.find(direction);
    scroller.scrollTop = 0;
    told.textContent = (shown < rows.length ? `${shown.toLocaleString("en")} of ${all}` : all)
      + (shown ? "" : ". Nothing matches: use fewer words or Show all")
      + (sorted ? `, sorted by ${sorted.textContent}, ${direction(sorted)}` : "");
  };

  const sort = (head) => {
    const next = direction(head) === "ascending" ? "descending" : "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", next);
    sorting.value = String(heads.indexOf(head));
    const [known, empty] = head.dataset.order.split("|").map((part) => part.split(" ").filter(Boolean));
    if (next === "descending") known.reverse();
    body.append(...[...known, ...empty].map((number) => rows[number]));
    show();
  };

  const restore = () => {
    [field, sorting, ...selects].forEach((control) => { control.value = ""; });
    unsort();
    show();
  };

  const unsort = () => {
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    body.append(...rows);
  };

  // On a phone a row becomes a card (browse.css), which needs the headings and says again what it is.
  const titles = heads.map((head) => head.textContent);
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", "thead th": "columnheader", "tbody th": "rowheader", td: "cell" };
  Object.entries(roles).forEach(([tags, role]) =>
    box.querySelectorAll(tags).forEach((part) => part.setAttribute("role", role)));
  rows.forEach((row) => [...row.cells].forEach((cell, column) => { cell.dataset.title = titles[column]; }));

  // A link to a row shows the row, whatever the filters hide.
  const reveal = () => {
    const row = rows.find((one) => one.id && `#${one.id}` === location.hash);
    if (!row) return;
    if (row.hidden) restore();
    row.scrollIntoView({ block: "center", behavior: "instant" });
  };
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal); // once the page has its height

  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  });
  controls.addEventListener("input", (event) => {
    if (event.target !== sorting) return show();
    unsort();
    if (sorting.value) sort(heads[sorting.value]);
    else show();
  });
  controls.querySelector("button").addEventListener("click", restore);
  controls.hidden = false;
  show(); // a browser may have kept what was typed before the page was left
});
