"use strict";
(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 5]];
  const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  const HEIGHT = 230;
  const charts = [];
  let printing = false;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (i) => css("--line-" + (1 + (i % 6)));

  function short(value) {
    if (value == null) return "";
    const size = Math.abs(value);
    if (size >= 1e6) return +(value / 1e6).toPrecision(3) + " M";
    if (size >= 1e4) return +(value / 1e3).toPrecision(3) + " k";
    return String(+value.toPrecision(3));
  }

  const present = (column) => column.some((value) => value != null);

  function range(column) {
    const values = column.filter((value) => value != null);
    return short(Math.min(...values)) + " to " + short(Math.max(...values));
  }

  const hasEndLabels = (figure) => width(figure) >= 420;

  /** Names each line at its right end, so that nobody has to tell colours apart. */
  function endLabels(u) {
    if (!hasEndLabels(u.root.parentNode)) return;
    const ends = [];
    u.series.forEach((series, i) => {
      if (i === 0 || !series.show) return;
      let last = u.data[i].length - 1;
      while (last >= 0 && u.data[i][last] == null) last--;
      if (last < 0) return;
      const x = u.valToPos(u.data[0][last], "x", true);
      ends.push({ x, y: u.valToPos(u.data[i][last], "y", true), series, i });
    });
    ends.sort((a, b) => a.y - b.y);
    const gap = 14 * devicePixelRatio;
    const bottom = u.bbox.top + u.bbox.height;
    ends.forEach((end, k) => { if (k > 0) end.y = Math.max(end.y, ends[k - 1].y + gap); });
    for (let k = ends.length - 1, limit = bottom; k >= 0; k--, limit -= gap) {
      ends[k].y = Math.min(ends[k].y, limit);
    }
    const { ctx } = u;
    ctx.save();
    ctx.font = FONT.replace("12px", 12 * devicePixelRatio + "px");
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    // A rim in the colour of the ground keeps the name legible where it meets another line.
    ctx.strokeStyle = css("--card");
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.lineJoin = "round";
    for (const end of ends) {
      const at = [end.series.label, end.x + 6 * devicePixelRatio, end.y];
      ctx.strokeText(...at);
      ctx.fillStyle = colour(end.i - 1);
      ctx.fillText(...at);
    }
    ctx.restore();
  }

  /** A numbered line for everything that was done to the system. */
  function marks(u) {
    const { ctx } = u;
    const r = 8 * devicePixelRatio;
    let before = -Infinity;
    let row = 0;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("--mark");
    ctx.lineWidth = devicePixelRatio;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = "bold " + FONT.replace("12px", 10.5 * devicePixelRatio + "px");
    data.marks.forEach((mark, i) => {
      const x = u.valToPos(mark.t, "x", true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
      row = x - before < 2.2 * r ? (row + 1) % 2 : 0;
      before = x;
      const y = u.bbox.top - r * (row === 0 ? 1.2 : 3.2);
      ctx.globalAlpha = 1;
      ctx.fillStyle = css("--mark");
      ctx.beginPath();
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      ctx.fill();
      ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(x, y + r);
      ctx.lineTo(x, u.bbox.top + u.bbox.height);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.fillStyle = css("--card");
      ctx.fillText(String(i + 1), x, y);
    });
    ctx.restore();
  }

  function axis(more) {
    return {
      stroke: css("--soft"),
      font: FONT,
      grid: { stroke: css("--grid"), width: 1 },
      ticks: { stroke: css("--grid"), width: 1, size: 5 },
      ...more,
    };
  }

  /** A piece of the line, for the legend. */
  function pattern(i) {
    const stops = [];
    let at = 0;
    DASHES[i % DASHES.length].forEach((length, k) => {
      stops.push((k % 2 === 0 ? colour(i) : "transparent") + " " + at + "px " + (at + length) + "px");
      at += length;
    });
    return stops.length === 0 ? colour(i) : "repeating-linear-gradient(90deg, " + stops.join(", ") + ")";
  }

  function labelWidth(names) {
    const ctx = document.createElement("canvas").getContext("2d");
    ctx.font = FONT;
    return Math.max(...names.map((name) => ctx.measureText(name).width)) + 12;
  }

  function series(names, unit) {
    return names.map((label, i) => ({
      label,
      stroke: colour(i),
      width: 2,
      dash: DASHES[i % DASHES.length],
      points: { show: false },
      value: (u, value) => (value == null ? "" : short(value) + unit),
    }));
  }

  function draw(chart) {
    const { figure, names, unit } = chart;
    if (chart.plot) chart.plot.destroy();
    const timed = !chart.axis;
    const top = timed && data.marks.length > 0 ? 40 : 12;
    const options = {
      width: width(figure),
      height: chart.height || HEIGHT,
      padding: [top, hasEndLabels(figure) ? labelWidth(names) : 28, 0, 0],
      series: [
        { label: timed ? "at" : "percentile", value: (u, x) => (x == null ? "" : chart.x(x)) },
        ...series(names, unit),
      ],
      axes: [
        axis({ size: 32, ...(chart.axis || { values: (u, splits) => splits.map((t) => short(t) + " s") }) }),
        axis({ size: 58, values: (u, splits) => splits.map(short) }),
      ],
      scales: {
        x: { time: false },
        y: chart.log ? { distr: 3, log: 10 } : { range: (u, min, max) => [0, max > 0 ? max * 1.1 : 1] },
      },
      cursor: { y: false, drag: { x: true, y: false }, sync: timed ? { key: "time" } : undefined },
      legend: { markers: { width: 0, fill: (u, i) => pattern(i - 1) } },
      hooks: { draw: timed ? [marks, endLabels] : [endLabels] },
    };
    chart.plot = new uPlot(options, chart.columns, figure);
    for (const canvas of figure.querySelectorAll("canvas")) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", chart.summary);
    }
  }

  // On paper the window's width says nothing; this fits A4 and Letter.
  const width = (figure) => (printing ? 640 : Math.max(220, figure.clientWidth - 28));

  function add(id, title, unitText, chart) {
    const figure = document.getElementById(id);
    if (chart.names.length === 0) {
      figure.remove();
      return;
    }
    const caption = document.createElement("figcaption");
    const unit = document.createElement("span");
    unit.textContent = " " + unitText;
    caption.append(title, unit);
    figure.append(caption);
    chart.figure = figure;
    chart.summary = title + ", " + unitText + ". " +
      chart.names.map((name, i) => name + ": " + range(chart.columns[i + 1])).join("; ");
    charts.push(chart);
  }

  function addTimed(id, title, unitText, lines, more) {
    const drawn = lines.filter(([, column]) => present(column));
    add(id, title, unitText, {
      names: drawn.map(([name]) => name),
      columns: [data.t, ...drawn.map(([, column]) => column)],
      unit: "",
      x: (t) => short(t) + " s",
      ...more,
    });
  }

  /** 0 for 0 %, 1 for 90 %, 2 for 99 %: each further nine is a step. */
  const nines = (percentile) => -Math.log10(1 - percentile / 100);

  function percentile(x) {
    const value = 100 * (1 - Math.pow(10, -x));
    return +value.toFixed(Math.max(0, Math.ceil(x) - (x < 1 ? 0 : 1))) + " %";
  }

  /** As many of the usual percentiles as there is room for. */
  function percentileSplits(u) {
    const room = 42 / (u.bbox.width / devicePixelRatio);
    const { min, max } = u.scales.x;
    let before = -Infinity;
    return [0, Math.log10(2), 1, 2, 3, 4, 5, 6, 7, 8].filter((x) => {
      if (x > max || (x - before) / (max - min) < room) return false;
      before = x;
      return true;
    });
  }

  function curve(points, count) {
    const last = Math.max(0.3, Math.log10(count));
    const xs = [];
    const ys = [];
    for (const [at, ms] of points) {
      const x = Math.min(last, nines(at));
      if (xs.length > 0 && x <= xs[xs.length - 1]) ys[ys.length - 1] = ms;
      else {
        xs.push(x);
        ys.push(Math.max(ms, 0.001));
      }
    }
    return [xs, ys];
  }

  function addCurves() {
    const names = Object.keys(data.curves);
    const tables = names.map((name) => curve(data.curves[name].points, data.curves[name].count));
    add("chart-curves", "Latency", "ms", {
      names,
      columns: joined(tables),
      unit: " ms",
      height: 340,
      log: true,
      x: percentile,
      axis: {
        splits: percentileSplits,
        values: (u, splits) => splits.map(percentile),
      },
    });
  }

  /** Curves with points of their own, as columns of one table; between its points a line is drawn on. */
  function joined(tables) {
    if (tables.length === 0) return [[]];
    const all = [...new Set(tables.flatMap(([xs]) => xs))].sort((a, b) => a - b);
    return [all, ...tables.map(([xs, ys]) => all.map((x) => between(xs, ys, x)))];
  }

  function between(xs, ys, x) {
    const next = xs.findIndex((candidate) => candidate >= x);
    if (next < 0 || (next === 0 && xs[0] > x)) return null;
    if (xs[next] === x) return ys[next];
    const share = (x - xs[next - 1]) / (xs[next] - xs[next - 1]);
    return ys[next - 1] + share * (ys[next] - ys[next - 1]);
  }

  addCurves();
  addTimed("chart-messages", "Messages", "a second", [["sent", data.sent], ["acked", data.acked]]);
  addTimed("chart-deliveries", "Deliveries", "a second", [["delivered", data.delivered]]);
  addTimed("chart-latency", "Send to delivery", "ms", [["p99", data.p99], ["p50", data.p50]], { log: true });
  addTimed("chart-cpu", "CPU", "cores", Object.entries(data.cpu));
  addTimed("chart-rss", "Resident memory", "MiB", Object.entries(data.rss));
  document.getElementById("latency").hidden = Object.keys(data.curves).length === 0;
  document.getElementById("series").hidden = data.t.length === 0;

  const drawAll = () => charts.filter((chart) => !chart.figure.closest("[hidden]")).forEach(draw);
  drawAll();
  document.documentElement.dataset.charts = String(charts.filter((chart) => chart.plot).length);

  new ResizeObserver(() => {
    for (const { figure, plot } of charts) {
      if (plot && plot.width !== width(figure)) plot.setSize({ width: width(figure), height: plot.height });
    }
  }).observe(document.body);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  function print(on) {
    printing = on;
    document.documentElement.toggleAttribute("data-paper", on);
    drawAll();
  }
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
})();
