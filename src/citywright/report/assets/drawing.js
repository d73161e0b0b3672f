"use strict";
// What all pages share: reads the JSON in #data, draws every [data-chart] box, fits and prints it. No
// network, no HTML made from names: all text goes into SVG or canvas text, also in tooltips
// (renderMode richText).
const drawing = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue("--" + name).trim();
  const ink = colour("ink"), soft = colour("soft"), line = colour("line");
  const font = getComputedStyle(document.body).fontFamily;
  const figures = (value) => value === null || value === undefined ? "—" : value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
  const layers = ["#41608f", "#1b7f79", "#e3b553", "#b5654a", "#79b8ac", "#8f7bb0", "#9aa7b5", "#5d8a3c", "#d9a5a0", "#33475b"];

  const frame = (extra) => ({
    animation: false, textStyle: { fontFamily: font, color: ink },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: figures, textStyle: { fontSize: 12 }, axisPointer: { type: "line" } },
    ...extra,
  });
  const yearAxis = (years, extra) => ({
    type: "category", data: years.map(String), axisTick: { show: false },
    axisLine: { lineStyle: { color: soft } }, axisLabel: { color: soft, fontSize: 11, hideOverlap: true }, ...extra,
  });
  const valueAxis = (extra) => ({
    type: "value", splitNumber: 4, axisLabel: { color: soft, fontSize: 11, formatter: figures },
    splitLine: { lineStyle: { color: line } }, ...extra,
  });

  // Width of a text in the font of the page, in pixels at 12 px.
  const pen = document.createElement("canvas").getContext("2d");
  function wide(text) {
    pen.font = "12px " + font;
    return pen.measureText(text).width;
  }

  const drawn = [];
  const numbered = (box) => {
    const chart = data[box.dataset.chart][Number(box.dataset.index)];
    return box.dataset.inner === undefined ? chart : chart.areas[Number(box.dataset.inner)];
  };

  // A view box lets print styles scale the drawing.
  function fit() {
    for (const [box, instance] of drawn) {
      instance.resize();
      instance.getZr().flush();
      const svg = box.querySelector("svg");
      if (svg) svg.setAttribute("viewBox", "0 0 " + instance.getWidth() + " " + instance.getHeight());
    }
  }

  // kinds: name of a chart -> function (box, its data) -> option; find: box -> its data. Large sheets
  // are drawn on canvas.
  function draw(kinds, find = numbered) {
    for (const box of document.querySelectorAll("[data-chart]")) {
      const option = kinds[box.dataset.chart](box, find(box));
      const instance = echarts.init(box, null, { renderer: box.dataset.renderer || "svg" });
      instance.setOption(option);
      drawn.push([box, instance]);
    }
    fit();
    let waiting = 0;
    addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(fit, 120); });
    const folded = () => document.querySelectorAll("details:not([open])");
    addEventListener("beforeprint", () => {
      for (const one of folded()) { one.open = true; one.dataset.opened = "1"; }
      document.documentElement.classList.add("printing");
      fit();
    });
    addEventListener("afterprint", () => {
      for (const one of document.querySelectorAll("details[data-opened]")) { one.open = false; delete one.dataset.opened; }
      document.documentElement.classList.remove("printing");
      fit();
    });
  }

  // Draws the boxes of some charts again, after a choice of the reader.
  function redraw(kinds, find, names) {
    for (const [box, instance] of drawn) {
      if (names.includes(box.dataset.chart)) instance.setOption(kinds[box.dataset.chart](box, find(box)), { notMerge: true });
    }
    fit();
  }

  return { data, words: data.words, colour, ink, soft, line, figures, layers, frame, yearAxis, valueAxis, wide, draw, redraw };
})();
