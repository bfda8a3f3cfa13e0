"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const charts = [];
const at = (path) => path.split(".").reduce((value, key) => value?.[key], data);

const raised = (power) => "10" + [...String(power)].map((digit) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(digit)]).join("");

// With spaces that no line breaks at.
const forms = {
  percent: (x) => (100 * x).toFixed(2) + "\u00a0%",
  power: (x) => {
    const [digits, power] = x.toExponential(1).split("e");
    return `${digits}\u00a0×\u00a0${raised(Number(power))}`;
  },
  short: (x) => x.toFixed(1),
  count: (x) => x.toLocaleString("en"),
};

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

/** A table of texts and numbers: numbers stand right. */
function table(id, head, rows) {
  const place = document.getElementById(id);
  const line = (cells, kind) => {
    const row = element("tr");
    cells.forEach((cell) => row.append(element(kind, cell, typeof rows[0][row.children.length] === "number" ? "n" : "")));
    return row;
  };
  const shown = (cell) => (typeof cell === "number" ? cell.toLocaleString("en", { maximumFractionDigits: 2 }) : cell);
  place.append(line(head, "th"), ...rows.map((row) => line(row.map(shown), "td")));
}

// The family itself: ECharts measures texts on a canvas, which inherits none.
const font = getComputedStyle(document.body).fontFamily;

function chart(id, option) {
  const made = echarts.init(document.getElementById(id), null, { renderer: "svg" });
  made.setOption({ animation: false, textStyle: { fontFamily: font }, grid: { left: 56, right: 20, top: option.visualMap ? 34 : 14, bottom: 36 }, ...option });
  charts.push(made);
  return made;
}

const colors = ["#1f6fb2", "#e07b00", "#2a9d4a", "#b3261e", "#7b52ab", "#8c564b", "#d65ca6", "#5b6675", "#9a9a00", "#12a3b8"];

/** Lines or bars with names, each a button above them: that of ECharts is too small for a finger and cuts long names. */
function series(id, option) {
  const made = chart(id, { color: colors, legend: { show: false }, ...option });
  const names = element("div", undefined, "legend");
  option.series.forEach(({ name }, i) => {
    const button = element("button", name);
    button.style.setProperty("--color", colors[i]);
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      made.dispatchAction({ type: "legendToggleSelect", name });
    });
    names.append(button);
  });
  document.getElementById(id).before(names);
}

/** rows: [unit][step], drawn a column a step. */
function heat(id, names, rows, least, most, colors, rowNames = rows.map((_, y) => String(y + 1))) {
  const cells = rows.flatMap((row, y) => row.map((value, x) => [x, y, Math.round(1e4 * value) / 1e4]));
  // A category is a position: a character may come twice.
  const axis = (labels, more) => ({ type: "category", data: labels.map((_, i) => i), axisTick: { show: false }, ...more, axisLabel: { formatter: (i) => labels[i], ...more.axisLabel } });
  chart(id, {
    tooltip: { formatter: (p) => `${names[p.data[0]]}, ${rowNames[p.data[1]]}: ${p.data[2]}` },
    xAxis: axis(names, { axisLabel: { interval: names.length > 20 ? "auto" : 0 } }),
    yAxis: axis(rowNames, { inverse: true, axisLabel: { interval: rowNames.length > 20 ? "auto" : 0 } }),
    visualMap: { text: [String(most), String(least)], min: least, max: most, calculable: false, orient: "horizontal", left: "center", top: 0, itemHeight: 80, itemWidth: 10, inRange: { color: colors }, precision: 1 },
    series: [{ type: "heatmap", data: cells, progressive: 0 }],
  });
}

function bars(id, names, values) {
  chart(id, {
    color: colors,
    tooltip: {},
    grid: { left: 60, right: 70, top: 8, bottom: 28 },
    xAxis: { type: "value", splitNumber: 3, axisLabel: { hideOverlap: true } },
    yAxis: { type: "category", data: names, inverse: true },
    series: [{ type: "bar", data: values.map((v) => Math.round(10 * v) / 10), label: { show: true, position: "right" } }],
  });
}

/** Norms by their exponents: a logarithmic axis of ECharts has no ticks below 1e-10. */
function curves(id, some) {
  series(id, {
    tooltip: { trigger: "axis", valueFormatter: (v) => (v === undefined ? "" : (10 ** v).toExponential(2)) },
    grid: { left: 64, right: 20, top: 14, bottom: 40 },
    xAxis: { type: "value", axisLine: { onZero: false }, name: "T − t", nameLocation: "middle", nameGap: 24 },
    yAxis: { type: "value", minInterval: 1, axisLabel: { formatter: raised } },
    series: some.map((curve) => ({
      name: curve.network,
      type: "line",
      showSymbol: false,
      data: curve.norms.map((norm, i) => [i + 1, Math.log10(norm)]).filter((point) => isFinite(point[1])),
      markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: "#888", type: "dashed" }, data: [{ yAxis: 0 }] },
    })),
  });
}

/** s_(t-1) -> s_t -> s_(t+1), with x below and o above. */
function unrolled(id) {
  const names = ["s t−1", "s t", "s t+1"];
  const box = (name, x, y) => ({ name, x, y, symbol: "circle", symbolSize: 44, itemStyle: { color: "#e8f0f8", borderColor: "#1f6fb2" }, label: { show: true, color: "#1c2430" } });
  const nodes = [];
  const links = [];
  const link = (source, target) => links.push({ source, target, lineStyle: { color: "#5b6675" } });
  // A label of a link would lie on its side.
  const weight = (label, i, x, y) => nodes.push({ name: label + i, x, y, symbolSize: 1, itemStyle: { color: "transparent" }, label: { show: true, formatter: label, color: "#1c2430", fontStyle: "italic", fontSize: 14 } });
  names.forEach((s, i) => {
    const [x, o] = [s.replace("s", "x"), s.replace("s", "o")];
    nodes.push(box(o, 100 * i, 0), box(s, 100 * i, 90), box(x, 100 * i, 180));
    link(x, s);
    link(s, o);
    weight("U", i, 100 * i + 8, 138);
    weight("V", i, 100 * i + 8, 48);
    if (i === 0) return;
    link(names[i - 1], s);
    weight("W", i, 100 * i - 50, 80);
  });
  chart(id, { series: [{ type: "graph", layout: "none", data: nodes, links, edgeSymbol: ["none", "arrow"], edgeSymbolSize: 8, top: 26, bottom: 26 }] });
}

/** Questions and answers in both languages; {path|form} is a figure of this page. */
function questions() {
  const filled = (text) => text.replace(/\{([\w.-]+)(?:\|(\w+))?\}/g, (_, path, form) => (form ? forms[form](at(path)) : at(path)));
  for (const [zh, en] of data.questions) {
    const pair = element("div", undefined, "pair");
    for (const [language, [question, answer]] of [["zh", zh], ["en", en]]) {
      const side = element("div");
      side.lang = language;
      const asked = element("p");
      asked.append(element("b", question));
      side.append(asked, element("p", filled(answer)));
      pair.append(side);
    }
    document.getElementById("questions").append(pair);
  }
}

function sections() {
  for (const section of document.querySelectorAll("section")) {
    const link = element("a", section.querySelector("h2").textContent);
    link.href = "#" + section.id;
    document.getElementById("contents").append(link);
  }
  for (const place of document.querySelectorAll("[data-at]")) {
    const value = at(place.dataset.at);
    place.textContent = place.dataset.as ? forms[place.dataset.as](value) : value;
  }
}

sections();
questions();
draw();
addEventListener("resize", () => charts.forEach((made) => made.resize()));
document.body.dataset.drawn = charts.length;

function draw() {
  const characters = [...data.gates.text];
  const columns = (steps) => steps[0].map((_, unit) => steps.map((step) => step[unit]));
  const share = ["#f7fbff", "#1f6fb2"];
  const signed = ["#b3261e", "#ffffff", "#1f6fb2"];
  heat("gate-forget", characters, columns(data.gates.forget), 0, 1, share);
  heat("gate-input", characters, columns(data.gates.input), 0, 1, share);
  heat("gate-output", characters, columns(data.gates.output), 0, 1, share);
  heat("gate-cell", characters, columns(data.gates.cell), -2, 2, signed);
  heat("gate-hidden", characters, columns(data.gates.hidden), -1, 1, signed);
  const { shares } = data.memory;
  // [written][read]; nothing is written before it is read
  heat("memory-chart", characters, shares.map((_, written) => shares.map((read, at) => (written > at ? NaN : read[written]))), 0, 1, share, characters);
  const cells = data.layers;
  table("sizes", ["", "U", "W", "V", "µs / t", "GFLOP/s"], cells.map((l) => [l.name, l.u, l.w, 10 * l.units, l.microsecondsPerStep, l.billionsPerSecond]));
  bars("cells-chart", cells.map((l) => l.name), cells.map((l) => l.microsecondsPerStep));
  bars("deep-chart", data.deep.map((l) => "× " + l.layers), data.deep.map((l) => l.microsecondsPerStep));
  unrolled("unrolled");
  curves("gradients-initial", data.gradients.curves.filter((c) => c.stage === "initial"));
  curves("gradients-trained", data.gradients.curves.filter((c) => c.stage === "trained"));
  applications();
  digit();
}

function applications() {
  const rate = (model) => Math.round(model.tokensPerSecond);
  table("applications-table", ["模型 · model", "文件中的数 · numbers in the file", "每秒字数 · characters a second"], data.speeds.map((m) => [m.name.replace(".onnx", ""), m.parameters, rate(m)]));
  const figure = (f) => (f.of ? `${f.right.toLocaleString("en")} / ${f.of.toLocaleString("en")} · ${(100 * f.value).toFixed(1)} %` : f.value.toPrecision(4));
  table("held-back", ["应用 · application", "留出的数据 · held back", "结果 · result"], data.heldBack.map(([name, f]) => [name, f.what, figure(f)]));
  series("sentiment-each", {
    tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: data.sentiment[0].each.map((t) => t.token), axisLabel: { interval: 0 } },
    yAxis: { type: "value", min: 0, max: 1 },
    series: data.sentiment.map((s) => ({ name: s.text, type: "line", data: s.each.map((t) => Math.round(1e3 * t.positive) / 1e3) })),
  });
  document.getElementById("poem").textContent = data.poem.poems[0].join("\n");
  const longest = data.fluency.map((s) => s.characters.length);
  series("fluency-each", {
    tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: [...Array(Math.max(...longest)).keys()].map((i) => data.fluency.map((s) => s.characters[i]?.character ?? "").join(" / ")), axisLabel: { interval: 0 } },
    yAxis: { type: "log", min: 1 },
    series: data.fluency.map((s) => ({ name: `${s.text}  PP ${s.perplexity.toFixed(1)}`, type: "bar", data: s.characters.map((c) => Math.round(10 * c.inverse) / 10) })),
  });
  const found = (slots) => slots.map((slot) => `${slot.name}：${slot.text}`).join("　") || "—";
  const lines = (line, slots) => `${line.sentence}\n    ${found(slots)}`;
  document.getElementById("slots").textContent = data.slots.map((line) => lines(line, line.slots)).join("\n");
  document.getElementById("slots-forward").textContent = data.slots.map((line) => `${line.sentence}\n    ⇄  ${found(line.slots)}\n    →  ${found(line.forward)}`).join("\n");
  const columns = Object.keys(data.cloze.right);
  const blanks = data.cloze.texts.flatMap((text) => text.blanks);
  const choice = (blank, column) => {
    const chosen = blank.answers[column].choice;
    return `${blank.choices[chosen]} (${blank.answers[column].probabilities[chosen].toFixed(2)})${blank.key < 0 ? "" : chosen === blank.key ? " ✓" : " ✗"}`;
  };
  table("cloze", ["", ...columns.map((column) => `${column}: ${data.cloze.right[column]} / ${data.cloze.keys}`)], blanks.map((blank) => [blank.choices.join(" / "), ...columns.map((column) => choice(blank, column))]));
  table("chat", ["说 · said", "答 · answered"], data.chat.map((turn) => [turn.line, turn.answer]));
}

function digit() {
  const rows = data.digit.rows;
  heat("digit-image", [...Array(28).keys()].map(String), data.digit.pixels, 0, 1, ["#ffffff", "#1c2430"]);
  series("digit-belief", {
    tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: rows.map((_, i) => i + 1), name: "行 · row", nameLocation: "middle", nameGap: 24 },
    yAxis: { type: "value", min: 0, max: 1 },
    series: rows[0].belief.map((_, k) => ({ name: String(k), type: "line", showSymbol: false, data: rows.map((row) => Math.round(1e3 * row.belief[k]) / 1e3) })),
  });
}
