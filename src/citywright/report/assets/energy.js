// Charts of a solved power system.
(() => {
  const { data, words, ink, soft, line, figures, frame, valueAxis, colour } = drawing;
  const units = data.units;
  const yearly = ["sheets", "durations", "flows", "map"];
  const chosen = { year: 0, place: 0, week: 1 };

  // Numbers of 16 bits in base64, little end first; -32768 stands for none.
  function unpacked(pack) {
    if (pack.values) return pack.values;
    const text = atob(pack.data), bytes = new Uint8Array(text.length);
    for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
    const view = new DataView(bytes.buffer), values = new Array(text.length / 2);
    for (let k = 0; k < values.length; k++) {
      const whole = view.getInt16(2 * k, true);
      values[k] = whole === -32768 ? null : whole * pack.step;
    }
    pack.values = values;
    return values;
  }
  const short = (value) => value === null || value === undefined ? "—" : figures(Number(value.toPrecision(4)));
  const dayOf = unpacked(data.calendar.day), hourOf = unpacked(data.calendar.hour);
  const two = (value) => String(Math.round(value)).padStart(2, "0");
  const moment = (t) => data.calendar.days[Math.round(dayOf[t])] + " " + two(hourOf[t]) + ":00";
  const dated = (label) => label.replace(/^\d{4}-/, "");
  const legend = (extra) => ({ bottom: 0, left: "center", icon: "roundRect", itemWidth: 12, itemHeight: 12, itemGap: 14, textStyle: { color: ink, fontSize: 12 }, ...extra });
  const nameOf = (axis, name) => ({ ...axis, name, nameLocation: "end", nameGap: 8, nameTextStyle: { color: soft, fontSize: 11, align: "left" } });

  function stretch() {
    const own = data.calendar.weeks.filter((week) => week.year === data.years[chosen.year]);
    return own[Math.min(chosen.week, own.length) - 1];
  }

  function dispatch(box, chart) {
    const { first, end } = stretch();
    const cut = (pack) => unpacked(pack).slice(first, end);
    const labels = Array.from({ length: end - first }, (_, k) => moment(first + k));
    const layers = chart.layers.map((layer) => ({ ...layer, cut: cut(layer.values) })).filter((layer) => layer.cut.some((v) => Math.abs(v) > 1e-9));
    const series = layers.map((layer) => ({
      name: layer.name, type: "line", step: "middle", symbol: "none", stack: layer.gives ? "up" : "down", data: layer.cut,
      lineStyle: { width: 0 }, areaStyle: { color: layer.colour, opacity: layer.gives ? 0.92 : 0.6 }, itemStyle: { color: layer.colour },
    }));
    series.push({ name: words.demand, type: "line", step: "middle", symbol: "none", data: cut(chart.demand), lineStyle: { color: ink, width: 1.8 }, itemStyle: { color: ink }, z: 6 });
    series.push({ name: words.price, type: "line", step: "middle", symbol: "none", xAxisIndex: 1, yAxisIndex: 1, data: cut(chart.price), lineStyle: { color: "#b5654a", width: 1.6 }, itemStyle: { color: "#b5654a" } });
    const axis = (extra) => ({
      type: "category", data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: soft }, onZero: false },
      axisLabel: { color: soft, fontSize: 11, interval: (k, label) => label.endsWith(" 00:00"), formatter: (label) => dated(label.split(" ")[0]) }, ...extra,
    });
    return frame({
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, textStyle: { fontSize: 12 }, axisPointer: { type: "line" },
        formatter: (points) => [points[0].axisValue, ...points.filter((p) => Math.abs(p.value) > 1e-6).map((p) => p.seriesName + "  " + short(p.value) + " " + (p.seriesName === words.price ? units.price : units.power))].join("\n"),
      },
      axisPointer: { link: [{ xAxisIndex: [0, 1] }] },
      legend: legend({ data: series.map((one) => one.name) }),
      grid: [{ left: 64, right: 14, top: 26, height: "56%" }, { left: 64, right: 14, top: "73%", height: "15%" }],
      xAxis: [axis({ gridIndex: 0 }), axis({ gridIndex: 1, axisLabel: { show: false } })],
      yAxis: [nameOf(valueAxis({ gridIndex: 0 }), units.power), nameOf(valueAxis({ gridIndex: 1, splitNumber: 2, scale: true }), units.price)],
      series,
    });
  }

  function durations(box, chart) {
    const values = chart.curves.flatMap((curve) => curve.points.map((point) => point[1]));
    const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] || 0;
    const top = Math.max(...values), cut = chart.cut && middle > 0 && top > 8 * middle;
    return frame({
      legend: legend({}),
      grid: { left: 6, right: 20, top: 16, bottom: 66, containLabel: true },
      xAxis: { type: "value", min: 0, max: "dataMax", axisLabel: { color: soft, fontSize: 11, formatter: figures, hideOverlap: true }, splitLine: { show: false }, name: words.hours_of_year, nameLocation: "middle", nameGap: 22, nameTextStyle: { color: soft, fontSize: 11 } },
      yAxis: valueAxis(cut ? { max: Number((3 * middle).toPrecision(1)), min: Math.min(0, ...values) } : { min: (v) => Math.min(0, v.min) }),
      series: chart.curves.map((curve) => ({ name: curve.name, type: "line", step: "start", symbol: "none", data: curve.points, clip: true, lineStyle: { color: curve.colour, width: 1.8 }, itemStyle: { color: curve.colour } })),
    });
  }

  function bars(chart, wide) {
    const count = chart.labels.length, share = chart.share;
    const label = (value) => share ? Math.round(value * 100) + "%" : figures(value);
    const named = { type: "category", data: chart.labels, inverse: wide, axisTick: { show: false }, axisLine: { lineStyle: { color: soft } }, axisLabel: { color: ink, fontSize: 12, width: wide ? 150 : 90, overflow: "truncate", interval: 0, rotate: !wide && count > 7 ? 35 : 0 } };
    const amount = valueAxis({ max: share ? 1 : undefined, axisLabel: { color: soft, fontSize: 11, formatter: label } });
    return frame({
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, textStyle: { fontSize: 12 }, axisPointer: { type: "shadow" },
        formatter: (points) => [points[0].axisValue, ...points.filter((p) => p.value).map((p) => p.seriesName + "  " + (share ? (100 * p.value).toFixed(1) + "%" : short(p.value)))].join("\n") },
      legend: legend({}),
      grid: { left: 4, right: 20, top: 12, bottom: wide ? 36 : 62, containLabel: true },
      xAxis: wide ? amount : named, yAxis: wide ? named : amount,
      series: chart.layers.map((layer) => ({ name: layer.name, type: "bar", stack: "all", barMaxWidth: wide ? 26 : 54, data: layer.values, itemStyle: { color: layer.colour } })),
    });
  }

  function flows(box, chart) {
    const labels = Object.fromEntries(chart.nodes.map((node) => [node.name, node.label]));
    const total = Object.fromEntries(chart.nodes.map((node) => [node.name, Math.max(
      chart.links.filter((l) => l.source === node.name).reduce((sum, l) => sum + l.value, 0),
      chart.links.filter((l) => l.target === node.name).reduce((sum, l) => sum + l.value, 0))]));
    return frame({
      tooltip: { trigger: "item", renderMode: "richText", confine: true, textStyle: { fontSize: 12 },
        formatter: (p) => (p.dataType === "edge" ? labels[p.data.source] + " → " + labels[p.data.target] + "  " + short(p.data.value) : labels[p.name] + "  " + short(total[p.name])) + " " + chart.unit },
      series: [{
        type: "sankey", left: 8, right: 190, top: 10, bottom: 10, nodeGap: 13, nodeWidth: 14, draggable: false, layoutIterations: 64,
        data: chart.nodes.map((node) => ({ name: node.name, itemStyle: { color: node.colour } })), links: chart.links,
        label: { color: ink, fontSize: 12, formatter: (p) => labels[p.name] + "  " + short(total[p.name]) },
        lineStyle: { color: "source", opacity: 0.32, curveness: 0.5 }, emphasis: { focus: "adjacency" },
      }],
    });
  }

  function levels(box, chart) {
    const own = data.calendar.weeks.filter((week) => week.year === data.years[chosen.year]);
    const first = own[0].first, end = own[own.length - 1].end;
    const values = unpacked(chart.values).slice(first, end);
    const labels = values.map((_, k) => moment(first + k));
    const room = chart.room[chosen.year];
    return frame({
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, textStyle: { fontSize: 12 },
        formatter: (p) => p[0].axisValue + "\n" + short(p[0].value) + " " + units.energy + "  (" + Math.round(100 * p[0].value / room) + "%)" },
      grid: { left: 64, right: 52, top: 24, bottom: 24 },
      xAxis: { type: "category", data: labels, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: soft } }, axisLabel: { color: soft, fontSize: 11, hideOverlap: true, formatter: (label) => dated(label.split(" ")[0]) } },
      yAxis: [nameOf(valueAxis({ min: 0, max: room, splitNumber: 3 }), units.energy),
        valueAxis({ min: 0, max: 1, splitNumber: 2, splitLine: { show: false }, axisLabel: { color: soft, fontSize: 11, formatter: (v) => Math.round(100 * v) + "%" } })],
      series: [{ name: chart.name, type: "line", symbol: "none", data: values, lineStyle: { width: values.length > 1000 ? 0.6 : 1.2, color: chart.colour }, areaStyle: { color: chart.colour, opacity: 0.35 } },
        { type: "line", yAxisIndex: 1, data: [], silent: true }],
    });
  }

  const scales = {
    price: ["#f4f1e6", "#f0c987", "#d9822b", "#8c2d19"], demand: ["#eef3f6", "#9fbdd0", "#41608f", "#1b2b45"],
    pv: ["#20304a", "#8a7a55", "#e8b93c", "#fff3c4"], residual: ["#1b7f79", "#e8f1ef", "#d9822b", "#8c2d19"],
  };
  function sheets(box, chart) {
    const values = unpacked(chart.values), cells = [];
    for (let k = 0; k < values.length; k++) if (values[k] !== null) cells.push([Math.floor(k / 24), k % 24, values[k]]);
    return frame({
      tooltip: { renderMode: "richText", confine: true, textStyle: { fontSize: 12 }, formatter: (p) => chart.days[p.value[0]] + " " + two(p.value[1]) + ":00\n" + short(p.value[2]) + " " + chart.unit },
      grid: { left: 40, right: 74, top: 8, bottom: 26 },
      xAxis: { type: "category", data: chart.days, axisTick: { show: false }, splitArea: { show: false }, axisLabel: { color: soft, fontSize: 11, hideOverlap: true, formatter: dated } },
      yAxis: { type: "category", data: Array.from({ length: 24 }, (_, h) => two(h)), axisTick: { show: false }, axisLabel: { color: soft, fontSize: 11, interval: 5 } },
      visualMap: { min: chart.low, max: chart.high, calculable: false, orient: "vertical", right: 0, top: "center", itemWidth: 10, itemHeight: 190, text: [short(chart.high), short(chart.low)], textStyle: { color: soft, fontSize: 11 }, inRange: { color: scales[chart.key] } },
      series: [{ type: "heatmap", data: cells, progressive: 0, itemStyle: { borderWidth: 0 }, emphasis: { disabled: true } }],
    });
  }

  // Green where a line has room, amber, red where it is full for most of the time.
  const busy = (use) => use > 0.8 ? colour("bad") : use > 0.5 ? colour("warm") : colour("candidate-2");
  function map(box, chart) {
    const most = Math.max(...chart.nodes.map((node) => node.demand), 1), widest = Math.max(...chart.lines.map((one) => one.capacity), 1);
    const about = (p) => {
      const one = p.data.about;
      if (p.dataType === "edge" && one.kind) return one.name + " (" + one.kind + "): " + one.from + " → " + one.to;
      if (p.dataType === "edge") return [one.name + ": " + one.from + " – " + one.to, words.capacity + " " + short(one.capacity) + " " + chart.power, words.use + " " + Math.round(100 * one.use) + "%, " + words.full + " " + short(one.full) + " " + units.hour, words.forward + " " + short(one.forward) + ", " + words.backward + " " + short(one.backward) + " " + chart.energy, words.rent + " " + one.rent].join("\n");
      return [one.name, words.demand + " " + short(one.demand) + " " + chart.energy + ", " + words.peak + " " + short(one.peak) + " " + chart.power, words.generation + " " + short(one.generation) + " " + chart.energy, words.mean_price + " " + short(one.price) + " " + chart.price].join("\n");
    };
    const place = (name) => chart.nodes.findIndex((node) => node.name === name);
    const twin = (list, k) => list.slice(0, k).filter((o) => [o.from, o.to].sort().join("\n") === [list[k].from, list[k].to].sort().join("\n")).length;
    const middle = (one, k) => {
      const a = chart.nodes[place(one.from)], b = chart.nodes[place(one.to)];
      return {
        id: "line " + k, name: "", x: (a.east + b.east) / 2, y: -(a.north + b.north) / 2, symbolSize: 1, itemStyle: { color: "transparent", borderWidth: 0 }, silent: true, tooltip: { show: false },
        label: { show: true, position: "inside", offset: [0, 16 * twin(chart.lines, k)], formatter: () => Math.round(100 * one.use) + "%", fontSize: 11, color: ink, backgroundColor: "#fff", padding: [2, 4], borderRadius: 3 },
      };
    };
    const ends = (one) => ({ source: String(place(one.from)), target: String(place(one.to)), about: one });
    return frame({
      tooltip: { trigger: "item", renderMode: "richText", confine: true, textStyle: { fontSize: 12 }, formatter: about },
      series: [{
        type: "graph", layout: "none", left: 90, right: 90, top: 34, bottom: 74, preserveAspect: true, roam: false,
        data: [...chart.nodes.map((node, k) => ({
          id: String(k), name: node.name, about: node, x: node.east, y: -node.north, symbolSize: 12 + 30 * Math.sqrt(node.demand / most),
          itemStyle: { color: node.electric ? "#41608f" : "#d9a5a0", borderColor: "#fff", borderWidth: 1.5 },
          label: { show: true, position: "bottom", color: ink, fontSize: 12, lineHeight: 15, formatter: () => node.name + "\n" + short(node.price) },
        })), ...chart.lines.map(middle)],
        links: [
          ...chart.lines.map((one, k) => ({ ...ends(one), lineStyle: { width: 1.5 + 5 * one.capacity / widest, color: busy(one.use), opacity: 0.85, curveness: 0.16 * twin(chart.lines, k) } })),
          ...chart.links.map((one, k) => ({ ...ends(one), lineStyle: { width: 1.4, type: "dashed", color: soft, opacity: 0.8, curveness: 0.1 + 0.16 * twin(chart.links, k) } })),
        ],
      }],
    });
  }

  const kinds = {
    dispatch, durations, flows, levels, sheets, map,
    capacity: (box, chart) => bars(chart, false), setters: (box, chart) => bars(chart, true), costs: (box, chart) => bars(chart, true),
  };
  const find = (box) => {
    const name = box.dataset.chart;
    if (name === "dispatch") return data.dispatch[chosen.place];
    return yearly.includes(name) ? data[name][chosen.year][Number(box.dataset.inner)] : data[name][Number(box.dataset.index)];
  };

  function said() {
    const { week, first, end } = stretch();
    const label = (t) => data.calendar.days[Math.round(dayOf[t])];
    document.querySelector("[data-said=week]").textContent = words.week.replace("{week}", week) + "  " + label(first) + " – " + label(end - 1);
  }
  for (const part of document.querySelectorAll("[data-pick]")) {
    part.addEventListener("input", () => {
      chosen[part.dataset.pick] = Number(part.value);
      said();
      drawing.redraw(kinds, find, part.dataset.pick === "year" ? [...yearly, "dispatch", "levels"] : ["dispatch"]);
    });
  }
  for (const box of document.querySelectorAll("[data-chart=setters], [data-chart=costs]")) {
    const rows = data[box.dataset.chart][0].labels.length;
    box.style.height = 70 + 30 * rows + "px";
  }
  said();
  drawing.draw(kinds, find);
})();
