// Charts of doubt.
(() => {
  const { words, colour, ink, soft, frame, yearAxis, valueAxis, wide } = drawing;
  const less = (a, b) => a.map((v, i) => (v === null || b[i] === null ? null : v - b[i]));

  // Bands are stacked: the lowest quantile unseen, then the distances between quantiles.
  function fans(box, chart) {
    const b = chart.bands, tone = colour("candidate");
    const band = (name, data, opacity) => ({ name, type: "line", stack: "fan", data, symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: tone, opacity }, tooltip: { show: false }, silent: true });
    const goals = chart.goals.map(([year, value]) => [String(year), value]);
    return frame({
      grid: { left: 4, right: 12, top: 14, bottom: 4, containLabel: true },
      xAxis: yearAxis(chart.years, { boundaryGap: true }), yAxis: valueAxis({ scale: true }),
      series: [
        band("", b.q05, 0), band(words.outer, less(b.q25, b.q05), 0.14), band(words.inner, less(b.q75, b.q25), 0.3), band(words.outer, less(b.q95, b.q75), 0.14),
        { name: words.median, type: "line", data: b.q50, symbol: "none", lineStyle: { color: tone, width: 2.4 }, itemStyle: { color: tone } },
        { name: words.goal, type: "scatter", symbol: "diamond", symbolSize: 10, data: goals, itemStyle: { color: ink }, z: 5 },
      ],
    });
  }

  function tornado(box, chart) {
    const left = Math.min(330, Math.max(...chart.names.map(wide)) + 18);
    box.style.height = chart.names.length * 26 + 60 + "px";
    const side = (name, values, tone) => ({ name, type: "bar", stack: "side-" + name, barGap: "-100%", barWidth: 14, data: values.map((v) => v - chart.base), itemStyle: { color: tone } });
    const shown = (v) => drawing.figures(v + chart.base);
    // round steps on both sides of the base: their sums with it would be odd numbers
    const step = (v) => (v === 0 ? shown(0) : (v > 0 ? "+" : "\u2212") + drawing.figures(Math.abs(v)));
    return frame({
      legend: { bottom: 0, textStyle: { color: ink, fontSize: 12 } },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: shown, textStyle: { fontSize: 12 } },
      grid: { left, right: 24, top: 8, bottom: 48 },
      xAxis: valueAxis({ axisLabel: { color: soft, fontSize: 11, formatter: step } }),
      yAxis: { type: "category", inverse: true, data: chart.names, axisTick: { show: false }, axisLabel: { color: ink, fontSize: 12 } },
      series: [side(words.low, chart.low, colour("committed")), side(words.high, chart.high, colour("warm"))],
    });
  }

  function frontier(box, chart) {
    const axis = (name) => valueAxis({ scale: true, name, nameLocation: "middle", nameGap: 34, nameTextStyle: { color: soft, fontSize: 12 } });
    return frame({
      grid: { left: 64, right: 16, top: 16, bottom: 48 }, xAxis: axis(chart.x), yAxis: axis(chart.y),
      series: [
        { name: words.bound, type: "line", data: chart.bounds, symbol: "none", lineStyle: { color: soft, type: "dashed", width: 1.5 }, itemStyle: { color: soft } },
        { name: chart.y, type: "line", data: chart.points, symbolSize: 8, lineStyle: { color: colour("candidate"), width: 2.4 }, itemStyle: { color: colour("candidate") } },
      ],
    });
  }

  drawing.draw({ fans, tornado, frontier });
})();
