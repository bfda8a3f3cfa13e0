// Run in the open page: a list of what is wrong with it, empty where nothing is. Arguments: the width that the page should have.
const [width] = arguments;
const faults = [];
const fault = (...words) => faults.push(words.join(" "));
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getBoundingClientRect().height > 0;
const shown = (e) => `<${e.tagName.toLowerCase()}${e.id ? " id=" + e.id : ""}> ${e.textContent.trim().slice(0, 30)}`;

function sizes() {
  if (innerWidth !== width) fault("the window has", innerWidth, "pixels instead of", width);
  const wide = document.documentElement.scrollWidth;
  if (wide > width) {
    fault("the page is", wide, "pixels wide");
    const out = (e) => e.getBoundingClientRect().right > width && !e.closest(".scroll, .formula, pre, svg");
    all("body *").filter(out).forEach((e) => fault("  sticks out:", shown(e)));
  }
}

/** Texts of charts are elements of SVG, so they are among these. */
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (node.data.trim() === "" || parent.closest("script, style") || !seen(parent)) continue;
    count++;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 12) fault("text of", size, "pixels:", shown(parent));
    for (const word of node.data.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) fault("a word on", lines.size, "lines:", word[0], "of", shown(parent));
    }
  }
  if (count < 500) fault("only", count, "texts");
}

function charts() {
  const places = all(".chart");
  if (places.length < 10) fault("only", places.length, "charts");
  if (Number(document.body.dataset.drawn) !== places.length) fault(document.body.dataset.drawn, "charts drawn of", places.length);
  for (const place of places) {
    const svg = place.querySelector("svg");
    if (!svg) {
      fault(place.id, "has no picture");
      continue;
    }
    const frame = svg.getBoundingClientRect();
    if (frame.width < 200 || frame.height < 150 || frame.width > place.clientWidth + 1) fault(place.id, "is", frame.width, "by", frame.height);
    const marks = all("path, rect, circle", svg).filter((mark) => mark.getBoundingClientRect().width > 0);
    if (marks.length < 8) fault(place.id, "has only", marks.length, "marks");
    labels(place.id, frame, all("text", svg));
  }
}

/** Labels stand within their chart, and none on another. */
function labels(id, frame, texts) {
  const boxes = texts.filter((text) => text.textContent.trim()).map((text) => [text.textContent, text.getBoundingClientRect()]);
  if (boxes.length < 2) fault(id, "has only", boxes.length, "labels");
  boxes.forEach(([text, box], i) => {
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) fault(id, "cuts the label", text);
    for (const [other, with_] of boxes.slice(0, i)) {
      const across = Math.min(box.right, with_.right) - Math.max(box.left, with_.left);
      const down = Math.min(box.bottom, with_.bottom) - Math.max(box.top, with_.top);
      // Boxes are those of lines: two pixels of one may be empty.
      if (across > 2 && down > 2) fault(id, "has", other, "and", text, "on each other");
    }
  });
}

function languages() {
  const sections = all("section");
  if (sections.length < 10) fault("only", sections.length, "sections");
  for (const heading of all("h1, section > h2, section > h3")) {
    if (!seen(heading)) fault("not visible:", shown(heading));
    const names = heading.textContent.split(" · ");
    const both = names.length === 2 && /\p{Script=Han}/u.test(names[0]) && /[A-Za-z]/.test(names[1]);
    if (!both && heading.textContent !== "GRU") fault("not in both languages:", shown(heading));
  }
  sections.filter((section) => !section.querySelector("h2")).forEach((section) => fault("no heading:", section.id));
  for (const caption of all("figcaption")) {
    if (!/\p{Script=Han}.* · .*[A-Za-z]{3}|，.* · [a-z]{3}/u.test(caption.textContent)) fault("not in both languages:", shown(caption));
  }
  // Pairs of texts: Chinese, English, Chinese ...
  for (const pair of all(".pair").filter((pair) => pair.querySelector(":scope > [lang]"))) {
    const sides = [...pair.children];
    if (sides.length % 2 !== 0) fault("a side is missing:", shown(pair));
    sides.forEach((side, i) => {
      if (side.lang !== (i % 2 ? "en" : "zh") || !side.textContent.trim() || !seen(side)) fault("not a side of a pair:", shown(side));
      if (i % 2 === 0) return;
      const [left, right] = [sides[i - 1].getBoundingClientRect(), side.getBoundingClientRect()];
      const beside = Math.abs(left.top - right.top) < 1 && left.right < right.left;
      if (width > 720 ? !beside : left.bottom > right.top) fault(width > 720 ? "not side by side:" : "not one below the other:", shown(side));
    });
  }
}

function links() {
  const ids = all("[id]").map((e) => e.id);
  ids.filter((id, i) => ids.indexOf(id) < i).forEach((id) => fault("twice in the page: id", id));
  const found = all("a");
  if (found.length < all("section").length) fault("only", found.length, "links");
  for (const link of found) {
    const goal = link.getAttribute("href");
    if (!goal?.startsWith("#") || !document.getElementById(decodeURIComponent(goal.slice(1)))) fault("leads nowhere:", shown(link), goal);
  }
  // The least size of a target in WCAG 2.2, 2.5.8.
  for (const target of all("a, button")) {
    const box = target.getBoundingClientRect();
    if (box.height < 24 || box.width < 24) fault("too small for a finger:", shown(target), box.width, "by", box.height);
  }
}

function selfContained() {
  for (const e of all("[src], [srcset], link, object, iframe, image, use")) fault("loads something:", e.outerHTML.slice(0, 80));
  all("style").filter((style) => /@import|url\(/.test(style.textContent)).forEach(() => fault("a style loads something"));
}

sizes();
texts();
charts();
languages();
links();
selfContained();
return faults;
