import { sharedCursor, timeAxis, timeScale, valueAxis, valueScale } from "./axes.mjs";
import { curveStyles, DASHES, formatTime, isCounted, stacked, stackOrder } from "./curves.mjs";
import { makeLegend } from "./legend.mjs";
import { colour, em, filling } from "./palette.mjs";

/** Height of a chart with its time axis, in ems. */
const HEIGHT = 11;

/** Draws one chart into its figure. Returns what the page keeps of it. */
export function drawChart(figure, chapter, chart) {
  const styles = curveStyles(chart.series.map(({ label }) => label));
  const order = chart.stacked ? stackOrder(styles) : styles.map((_, i) => i);
  const curves = order.map((i) => ({ ...chart.series[i], style: styles[i], isArea: chart.stacked }));
  const isShown = curves.map(() => true);
  const times = chart.times.map((time) => time - chapter.from);
  const lines = () => {
    const values = curves.map((curve) => curve.values);
    return chart.stacked ? stacked(values, isShown) : values;
  };
  // Of areas the highest is painted first, so that each covers all but its own part of the one above.
  const painted = (all) => (chart.stacked ? [...all].reverse() : all);
  const position = (curve) => (chart.stacked ? curves.length - curve : curve + 1);

  const moment = figure.querySelector(".moment");
  const plot = new uPlot(
    {
      width: 300,
      height: HEIGHT * em(),
      legend: { show: false },
      cursor: { ...sharedCursor(chapter), points: { show: !chart.stacked } },
      scales: { x: timeScale(chapter), y: valueScale() },
      axes: [timeAxis(), valueAxis(chart.unit)],
      series: [{}, ...painted(curves.map((curve) => series(curve, chart)))],
      hooks: {
        drawAxes: [(self) => markActions(self, chapter)],
        setCursor: [
          ({ cursor }) => {
            const { idx, left } = cursor;
            const isOver = left >= 0 && idx !== null && idx !== undefined;
            moment.textContent = isOver ? `at ${formatTime(times[idx])}` : "";
            legend.show(isOver ? curves.map(({ values }) => values[idx]) : undefined);
          },
        ],
      },
    },
    [times, ...painted(lines())],
    figure.querySelector(".plot"),
  );
  const legend = makeLegend(figure.querySelector(".legend"), curves, chart.unit, (curve, show) => {
    isShown[curve] = show;
    plot.setSeries(position(curve), { show });
    if (chart.stacked) plot.setData([times, ...painted(lines())], false);
  });
  return { plot, height: HEIGHT, repaint: legend.paint };
}

/** One curve as uPlot wants it. */
function series({ style, label }, { stacked: isArea, unit }) {
  const paths = isCounted(unit) ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.linear();
  if (isArea) {
    const fill = () => filling(style.colour, style.texture, uPlot.pxRatio);
    return { label, paths, fill, stroke: () => colour("surface"), width: 1.5, points: { show: false } };
  }
  return {
    label,
    paths,
    stroke: () => colour(style.colour),
    // Where curves coincide, those below look out from under those above.
    width: Math.max(2, 4 - style.rank),
    dash: DASHES[style.texture % DASHES.length],
    points: { show: false },
  };
}

/** Lines where the attendee acts. */
export function markActions({ ctx, bbox, valToPos }, { events, from }) {
  ctx.save();
  ctx.strokeStyle = colour("action");
  ctx.lineWidth = 1.5 * uPlot.pxRatio;
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  for (const { at, source } of events) {
    const x = valToPos(at - from, "x", true);
    if (source !== "attendee" || x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
