// Under each page that the search finds: the words around what was looked for, as readers see them.
(() => {
  const LEFT_OUT = "h1, script, style, template, .headerlink, .cell_input, .sources, .explorer-controls";
  const ENDS = "p, li, td, th, dt, dd, h2, h3, figcaption";
  const BEFORE = 100;
  const AFTER = 160;

  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const article = page.querySelector(".bd-article");
    const part = (anchor && article?.querySelector(anchor)) || article;
    if (!part) return "";
    part.querySelectorAll(LEFT_OUT).forEach((left) => left.remove());
    part.querySelectorAll(ENDS).forEach((end) => end.append(" "));
    return part.textContent.replace(/\s+/g, " ").trim();
  };

  Search.makeSearchSummary = (html, words, anchor) => {
    const text = Search.htmlToText(html, anchor);
    const small = text.toLowerCase();
    const places = [...words].map((word) => small.indexOf(word.toLowerCase())).filter((place) => place >= 0);
    if (!text || (words.size && !places.length)) return null;
    const place = Math.min(...places, text.length);
    const from = place > BEFORE ? text.indexOf(" ", place - BEFORE) + 1 : 0;
    const end = place + AFTER < text.length ? text.lastIndexOf(" ", place + AFTER) : text.length;
    const summary = document.createElement("p");
    summary.className = "context";
    summary.textContent = (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
    return summary;
  };
})();
