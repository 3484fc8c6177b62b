// Figures with choices. Every explorer's frames lie in one script a page width, loaded when the
// explorer comes near; a choice puts its frame in the place of the one shown. Without this script
// the default stays and a note says that there is more. The address keeps the choice:
// #figure-name:control=option&control=option
const narrow = matchMedia("(max-width: 575px)");

document.querySelectorAll("[data-explorer]").forEach((box) => {
  const name = box.dataset.explorer;
  const form = box.querySelector("form");
  const image = box.querySelector("img");
  const caption = box.closest("figure").querySelector(".caption-text");
  const controls = [...form.querySelectorAll("[data-control]")];
  const loads = {};
  box.classList.add("is-live");
  form.hidden = false;

  const frames = () => {
    const width = narrow.matches ? "narrow" : "wide";
    const key = `${name}-${width}`;
    loads[width] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = box.dataset[width];
      script.onload = () => resolve(window.bookFrames[key]);
      script.onerror = () => reject(new Error(`frames of ${key} did not load`));
      document.head.append(script);
    });
    return loads[width];
  };

  const value = (control) => {
    const slider = control.querySelector("input[type=range]");
    if (slider) return JSON.parse(control.dataset.options)[slider.value].value;
    return control.querySelector("select, input:checked").value;
  };

  const set = (control, wanted) => {
    const slider = control.querySelector("input[type=range]");
    if (slider) {
      const at = JSON.parse(control.dataset.options).findIndex((option) => option.value === wanted);
      if (at >= 0) slider.value = at;
    } else {
      const option = [...control.querySelectorAll("option, input")].find((one) => one.value === wanted);
      if (option) option[option.tagName === "OPTION" ? "selected" : "checked"] = true;
    }
  };

  const tellSliders = () =>
    controls.forEach((control) => {
      const slider = control.querySelector("input[type=range]");
      if (!slider) return;
      const { label } = JSON.parse(control.dataset.options)[slider.value];
      slider.setAttribute("aria-valuetext", label);
      control.querySelector("output").textContent = label;
    });

  const show = async (announce) => {
    tellSliders();
    const choice = controls.map(value);
    let bundle;
    try {
      bundle = await frames();
    } catch (error) {
      box.querySelector(".explorer-said").textContent = "This choice could not be loaded.";
      throw error;
    }
    if (choice.join() !== controls.map(value).join()) return; // a later choice is on its way
    const frame = bundle.frames.find((one) => one.choice.join() === choice.join());
    const svg = `${frame.head}${bundle.style}${bundle.shared}${frame.body}</svg>`;
    const [width, height] = ["width", "height"].map((side) =>
      Math.round((parseFloat(frame.head.match(new RegExp(` ${side}="([\\d.]+)pt"`))[1]) * 4) / 3),
    );
    box.querySelector("source")?.remove();
    Object.assign(image, { width, height, alt: frame.alt });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    caption.textContent = frame.caption;
    if (announce) box.querySelector(".explorer-said").textContent = frame.title;
  };

  const read = () => {
    const [figure, choices] = decodeURIComponent(location.hash.slice(1)).split(":");
    if (figure !== name || !choices) return;
    new URLSearchParams(choices).forEach((wanted, which) => {
      const control = controls.find((one) => one.dataset.control === which);
      if (control) set(control, wanted);
    });
    show(false).then(() => box.closest("figure").scrollIntoView());
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const choices = new URLSearchParams(controls.map((one) => [one.dataset.control, value(one)]));
    history.replaceState(null, "", `#${name}:${choices}`);
    show(true);
  });
  // On another page width the drawing made for it is needed, once a choice was made.
  narrow.addEventListener("change", () => image.src.startsWith("data:") && show(false));
  addEventListener("hashchange", read);
  new IntersectionObserver(([entry], watch) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    frames().catch(() => {});
  }, { rootMargin: "300px" }).observe(box);
  read();
});
