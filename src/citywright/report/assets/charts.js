// Charts of a plan.
(() => {
  const { data, words, colour, ink, soft, line, figures, layers, frame, yearAxis, valueAxis, wide } = drawing;
  const shades = {
    candidate: { building: colour("candidate-3"), ramp: colour("candidate-2"), running: colour("candidate") },
    committed: { building: colour("committed-3"), ramp: colour("committed-2"), running: colour("committed") },
  };

  // White diagonal lines inside a bar, cut at its right end.
  function hatch(x, y, width, height) {
    const lines = [];
    for (let from = x - height; from < x + width; from += 6) {
      const a = Math.max(from, x), b = Math.min(from + height, x + width);
      if (b > a) {
        lines.push({ type: "line", silent: true, shape: { x1: a, y1: y + height - (a - from), x2: b, y2: y + height - (b - from) }, style: { stroke: "rgba(255,255,255,0.62)", lineWidth: 1.3 } });
      }
    }
    return lines;
  }

  function drawBar(chart, params, api) {
    const bar = chart.bars[api.value(0)], first = chart.years[0];
    const step = api.size([1, 0])[0], height = Math.min(14, api.size([0, 1])[1] * 0.7);
    const left = api.coord([0, params.dataIndex])[0] - step / 2;
    const y = api.coord([0, params.dataIndex])[1] - height / 2;
    const children = [];
    for (const [phase, from, to] of bar.phases) {
      const x = left + (from - first) * step, width = (to - from) * step - 1;
      children.push({ type: "rect", shape: { x, y, width, height, r: 1.5 }, style: { fill: shades[bar.status][phase] } });
      if (bar.mark) children.push(...hatch(x, y, width, height));
    }
    return { type: "group", children };
  }

  function calendar(box, chart) {
    const rows = chart.bars.length, width = box.clientWidth;
    box.style.height = rows * 20 + 30 + "px";
    const longest = Math.max(...data.calendar.flatMap((area) => area.bars.map((bar) => wide(bar.name))));
    const left = Math.round(Math.min(330, width * 0.4, longest + 18));
    const names = chart.bars.map((bar) => bar.name);
    const label = (position, extra) => ({
      type: "category", inverse: true, position, axisLine: { show: false }, axisTick: { show: false }, ...extra,
    });
    const about = (p) => {
      const bar = chart.bars[p.dataIndex];
      const phases = bar.phases.map(([phase, from, to]) => words[phase] + " " + from + (to - 1 > from ? "–" + (to - 1) : ""));
      return [bar.name, bar.statusName + ", " + words.investment + " " + figures(bar.investment) + " " + chart.unit, ...phases].join("\n");
    };
    return frame({
      tooltip: { trigger: "item", renderMode: "richText", confine: true, formatter: about, textStyle: { fontSize: 12 } },
      grid: { left, right: 74, top: 24, bottom: 4 },
      xAxis: yearAxis(chart.years, { position: "top", splitLine: { show: true, interval: 0, lineStyle: { color: line } }, axisLine: { show: false } }),
      yAxis: [
        label("left", { data: names.map((_, i) => i), axisLabel: { interval: 0, fontSize: 12, color: ink, width: left - 10, overflow: "truncate", formatter: (i) => names[i] } }),
        label("right", { data: names.map((_, i) => i), axisLabel: { interval: 0, fontSize: 11, color: soft, formatter: (i) => figures(chart.bars[i].investment) }, name: chart.unit, nameLocation: "start", nameGap: 8, nameTextStyle: { fontSize: 11, color: soft, align: "left" } }),
      ],
      series: [
        { type: "custom", clip: false, renderItem: (params, api) => drawBar(chart, params, api), data: names.map((_, i) => [i, i]), encode: { y: 1 } },
        { type: "custom", yAxisIndex: 1, silent: true, data: [], renderItem: () => null },
      ],
    });
  }

  function indicators(box, chart) {
    const at = (year) => String(year);
    const path = (name, values, style) => ({ name, type: "line", data: values, symbol: "none", connectNulls: false, ...style });
    const targets = chart.targets.map((t) => {
      const tone = colour(t.met ? "good" : "bad");
      return { value: [at(t.year), t.goal], itemStyle: { color: t.binding ? tone : "#fff", borderColor: tone, borderWidth: 2 } };
    });
    const series = [
      path(words.without, chart.without, { lineStyle: { color: "#8a94a0", width: 1.8, type: "dashed" }, itemStyle: { color: "#8a94a0" } }),
      path(words.with, chart.with, { lineStyle: { color: colour("candidate"), width: 2.6 }, itemStyle: { color: colour("candidate") } }),
      { name: words.goal, type: "scatter", symbol: "diamond", symbolSize: 11, data: targets, itemStyle: { color: ink }, z: 5 },
    ];
    const base = chart.years.indexOf(chart.base);
    if (base >= 0) series.push({ name: words.base, type: "scatter", symbolSize: 7, data: [[at(chart.base), chart.with[base]]], itemStyle: { color: ink }, tooltip: { show: false } });
    return frame({
      grid: { left: 4, right: 12, top: 14, bottom: 4, containLabel: true },
      xAxis: yearAxis(chart.years, { boundaryGap: true }), yAxis: valueAxis({ scale: true }), series,
    });
  }

  // A short line above the bar of each year.
  function drawLimit(params, api) {
    const [x, y] = api.coord([api.value(0), api.value(1)]), width = api.size([1, 0])[0] * 0.8;
    return { type: "rect", shape: { x: x - width / 2, y: y - 1.2, width, height: 2.4 }, style: { fill: ink } };
  }

  function factors(box, chart) {
    const bars = chart.used.map((value, i) => ({ value, itemStyle: { color: colour(chart.scarce[i] ? "warm" : "candidate-2") } }));
    return frame({
      grid: { left: 2, right: 6, top: 10, bottom: 2, containLabel: true },
      xAxis: yearAxis(chart.years, { axisLabel: { color: soft, fontSize: 10, hideOverlap: true, formatter: (y) => "'" + y.slice(2) } }),
      yAxis: valueAxis({ splitNumber: 3, axisLabel: { color: soft, fontSize: 10, formatter: figures } }),
      series: [
        { name: words.used, type: "bar", data: bars, barWidth: "58%", itemStyle: { color: colour("candidate-2") } },
        { name: words.supply, type: "custom", data: chart.supply, itemStyle: { color: ink }, z: 5, renderItem: drawLimit },
      ],
    });
  }

  function power(box, chart) {
    const legend = chart.layers.reduce((sum, layer) => sum + wide(layer.name) + 32, 0);
    const rows = Math.max(2, Math.ceil(1.15 * legend / box.clientWidth));
    return frame({
      color: layers,
      legend: { bottom: 0, itemWidth: 12, itemHeight: 12, itemGap: 14, textStyle: { color: ink, fontSize: 12 } },
      grid: { left: 4, right: 8, top: 14, bottom: 18 + 20 * rows, containLabel: true },
      xAxis: yearAxis(chart.years), yAxis: valueAxis({}),
      series: chart.layers.map((layer) => ({ name: layer.name, type: "bar", stack: "all", barWidth: "62%", data: layer.values, ...(layer.colour && { itemStyle: { color: layer.colour } }) })),
    });
  }

  drawing.draw({ calendar, indicators, factors, power });
})();
