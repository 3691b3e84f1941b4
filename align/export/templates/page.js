"use strict";
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const fold = (text) => text.toLowerCase().normalize("NFKC").replace(/[’‘]/g, "'").replace(/[“”]/g, '"');

  document.body.classList.add("marked");
  all(".tools").forEach((bar) => { bar.hidden = false; });

  // Rows: search and filter.
  const rows = all(".row").map((element) => ({ element, text: fold(element.textContent) }));
  const find = one("#find");
  const choice = () => one('input[name="show"]:checked')?.value ?? "";
  function sift() {
    const words = fold(find.value.trim());
    const kind = choice();
    let shown = 0;
    for (const { element, text } of rows) {
      const keep = (!kind || element.classList.contains(kind)) && text.includes(words);
      element.hidden = !keep;
      shown += keep;
    }
    for (const block of all(".block")) block.hidden = !one(".row:not([hidden])", block);
    one(".none").hidden = shown > 0;
    one("#shown").value = shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`;
  }
  if (find) {
    find.addEventListener("input", sift);
    all('input[name="show"]').forEach((radio) => radio.addEventListener("change", sift));
    one("#marks")?.addEventListener("change", (event) => document.body.classList.toggle("marked", event.target.checked));
    sift();
  }

  // Terms and figures: both sides light up together; a click pins every place of a term.
  const card = one("#card");
  const keysOf = (element, name) => (element.dataset[name] ?? "").split(" ").filter(Boolean);
  const withKey = (key, name, root) => all(`[data-${name}~="${key}"]`, root);
  let lit = [];
  let pinned = null;

  function light(mark) {
    lit.forEach((element) => element.classList.remove("lit"));
    lit = [];
    if (!mark) return;
    const row = mark.closest(".row");
    for (const name of ["t", "n"]) {
      for (const key of keysOf(mark, name)) lit.push(...withKey(key, name, row));
    }
    lit.forEach((element) => element.classList.add("lit"));
  }

  function entry(key) {
    const line = one(`#t${key}`);
    if (!line) return null;
    const [zh, en, type] = line.cells;
    return { zh: zh.textContent.trim(), en: all(".rendering", en).map((item) => item.textContent.replace(/\s+/g, " ").trim()), type: type.textContent.trim() };
  }

  function show(key, places = null) {
    const found = key === undefined ? null : entry(key);
    card.hidden = !found;
    card.replaceChildren();
    if (!found) return;
    const add = (tag, text) => card.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    add("b", found.zh).lang = "zh";
    add("span", found.en.join("  ·  ") || "not rendered");
    add("small", found.type);
    if (!places) return;
    add("small", `${places.length} marked`);
    let at = -1;
    const go = (step) => {
      at = (at + step + places.length) % places.length;
      places[at].scrollIntoView({ block: "center" });
    };
    add("button", "↑").addEventListener("click", () => go(-1));
    add("button", "↓").addEventListener("click", () => go(1));
    add("button", "close").addEventListener("click", () => pin(null));
    all("button", card).forEach((button, index) => button.setAttribute("aria-label", ["previous place", "next place", "close"][index]));
  }

  function pin(key) {
    all(".pinned").forEach((element) => element.classList.remove("pinned"));
    pinned = key;
    if (key === null) { show(undefined); return; }
    const places = withKey(key, "t").filter((element) => element.closest(".row"));
    places.forEach((element) => element.classList.add("pinned"));
    show(key, places);
  }

  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.("[data-t], [data-n]");
    const usable = mark?.closest(".row") ? mark : null;
    light(usable);
    if (pinned === null) show(usable ? keysOf(usable, "t")[0] : undefined);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-go]");
    const mark = event.target.closest?.(".row [data-t]");
    if (link) pin(link.dataset.go);
    else if (mark) pin(keysOf(mark, "t")[0] === pinned ? null : keysOf(mark, "t")[0]);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") pin(null); });

  // Tables: filter and sort.
  const table = one("#terms");
  if (table) {
    const body = table.tBodies[0];
    const lines = [...body.rows].map((element) => ({ element, text: fold(`${element.cells[0].textContent} ${element.cells[1].textContent}`) }));
    const pick = () => {
      const words = fold(one("#find-term").value.trim());
      const type = one("#type-of-term").value;
      const several = one("#several").checked;
      let shown = 0;
      for (const { element, text } of lines) {
        const keep = text.includes(words) && (!type || element.dataset.type === type) && (!several || Number(element.dataset.renderings) > 1);
        element.hidden = !keep;
        shown += keep;
      }
      one("#terms-shown").value = shown === lines.length ? `${shown} terms` : `${shown} of ${lines.length} terms`;
    };
    ["#find-term", "#type-of-term", "#several"].forEach((name) => one(name).addEventListener("input", pick));
    pick();
    const collator = new Intl.Collator(["zh-Hans-CN-u-co-pinyin", "en"], { numeric: true });
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const number = head.dataset.sort === "number";
        const first = number ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? (number ? "ascending" : "descending") : first;
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const value = ({ element }) => number ? Number(element.cells[column].dataset.value) : element.cells[column].textContent.trim();
        const sign = order === "ascending" ? 1 : -1;
        lines.sort((a, b) => sign * (number ? value(a) - value(b) : collator.compare(value(a), value(b))));
        body.append(...lines.map(({ element }) => element));
      });
    });
  }
})();
