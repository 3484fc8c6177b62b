// What the audit runs inside a page. Loaded before the page's own scripts.
window.audit = {
  // The sum of the shifts of the layout that no click or key explains (https://web.dev/articles/cls).
  shift: 0,

  // Go down the page screen by screen, so that whatever is loaded late is loaded.
  async scroll() {
    const pause = () => new Promise((done) => setTimeout(done, 60));
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo({ top, behavior: "instant" });
      await pause();
    }
    await pause();
  },

  unfold() {
    document.querySelectorAll("main details").forEach((part) => { part.open = true; });
  },

  searchTables() {
    document.querySelectorAll("main input[type=search]").forEach((field) => {
      field.value = "a";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  },

  // Make every combination of choices in one explorer. Gives the milliseconds of each, from the input
  // to the first frame on screen that shows the new drawing; -1 where none came.
  async chooseAll(box) {
    const drawing = () =>
      [...box.querySelectorAll("img, svg")].map((part) => part.src ?? part.outerHTML).join();
    const state = () =>
      [...box.querySelectorAll("input, select")].map((one) => one.checked + one.value).join();
    const drawn = (before) => new Promise((resolve) => {
      const finish = (found) => {
        watch.disconnect();
        clearTimeout(limit);
        resolve(found);
      };
      const look = () => drawing() !== before && finish(true);
      const watch = new MutationObserver(look);
      const limit = setTimeout(() => finish(false), 2000);
      watch.observe(box, { attributes: true, childList: true, subtree: true });
      look();
    });
    const times = [];
    const choose = async ([element, act]) => {
      const [before, stood, start] = [drawing(), state(), performance.now()];
      act();
      if (state() === stood) return;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
      if (!(await drawn(before))) {
        times.push(-1);
        return;
      }
      await Promise.all([...box.querySelectorAll("img")].map((image) => image.decode()));
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - start);
    };
    const walk = async ([options, ...rest]) => {
      for (const option of options ?? []) {
        await choose(option);
        await walk(rest);
      }
    };
    await walk(audit.controls(box));
    return times;
  },

  // The options of every control in a box: pairs of the element and what chooses the option.
  controls(box) {
    const groups = {};
    box.querySelectorAll("input[type=radio]").forEach((radio) => (groups[radio.name] ??= []).push(radio));
    const steps = (slider) => Math.floor((slider.max - slider.min) / (slider.step || 1)) + 1;
    return [
      ...Object.values(groups).map((group) => group.map((radio) => [radio, () => { radio.checked = true; }])),
      ...[...box.querySelectorAll("input[type=range]")].map((slider) =>
        Array.from({ length: steps(slider) }, (_, at) =>
          [slider, () => { slider.value = +slider.min + at * (slider.step || 1); }])),
      ...[...box.querySelectorAll("select")].map((list) =>
        [...list.options].map((option) => [list, () => { option.selected = true; }])),
    ];
  },
};

new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) audit.shift += entry.value;
})).observe({ type: "layout-shift", buffered: true });
