import { emptyAxis, sharedCursor, timeAxis, timeScale } from "./axes.mjs";
import { markActions } from "./chart.mjs";
import { formatTime } from "./curves.mjs";
import { em, filling } from "./palette.mjs";

/** Height of an alarm's row in ems: its name, and its band below. */
const ROW = 2.5;
/** Top and height of a state's band within the row, in ems: not by colour alone. */
const BANDS = {
  ALARM: { top: 1.3, height: 0.95, colour: "alarm", texture: 0 },
  OK: { top: 1.65, height: 0.25, colour: "ok", texture: 0 },
  INSUFFICIENT_DATA: { top: 1.5, height: 0.55, colour: "unknown", texture: 1 },
};
/** What a person reads. */
const NAMES = { ALARM: "in ALARM", OK: "OK", INSUFFICIENT_DATA: "insufficient data" };

/** Draws the alarms' states as bands with the same time axis as the charts above. Returns what the page keeps of it. */
export function drawBands(figure, chapter) {
  const { bands, from, to } = chapter;
  const height = ROW * bands.length + 1.9;
  const moment = figure.querySelector(".moment");
  const rows = bands.map(({ label }, i) => row(label, i));
  const plot = new uPlot(
    {
      width: 300,
      height: height * em(),
      legend: { show: false },
      padding: [0, null, 0, null],
      cursor: { ...sharedCursor(chapter), points: { show: false } },
      scales: { x: timeScale(chapter), y: { range: [0, 1] } },
      axes: [timeAxis(), emptyAxis()],
      series: [{}, { show: false }],
      hooks: {
        draw: [(self) => paint(self, chapter), (self) => markActions(self, chapter)],
        setCursor: [
          ({ cursor, posToVal }) => {
            const at = cursor.left >= 0 ? posToVal(cursor.left, "x") : undefined;
            moment.textContent = at === undefined ? "" : `at ${formatTime(at)}`;
            bands.forEach(({ spans }, i) => {
              const span = at === undefined ? undefined : spans.find((one) => one.to - from >= at);
              rows[i].lastChild.textContent = span ? NAMES[span.state] : "";
            });
          },
        ],
      },
    },
    [
      [0, to - from],
      [null, null],
    ],
    figure.querySelector(".plot"),
  );
  plot.over.append(...rows);
  const samples = key(figure.querySelector(".legend"));
  return { plot, height, repaint: samples };
}

/** An alarm's name, and its state at the cursor. */
function row(label, i) {
  const element = document.createElement("div");
  element.className = "band";
  element.style.top = `${i * ROW}rem`;
  element.append(label, " ", document.createElement("output"));
  return element;
}

function paint({ ctx, bbox, valToPos }, { bands, from }) {
  const size = em() * uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  bands.forEach(({ spans }, i) => {
    for (const span of spans) {
      const band = BANDS[span.state];
      const left = valToPos(span.from - from, "x", true);
      const right = valToPos(span.to - from, "x", true);
      ctx.fillStyle = filling(band.colour, band.texture, uPlot.pxRatio);
      ctx.fillRect(left, bbox.top + (i * ROW + band.top) * size, Math.max(right - left, 1), band.height * size);
    }
  });
  ctx.restore();
}

/** What the bands mean. Returns what draws their samples anew. */
function key(container) {
  const samples = Object.entries(BANDS).map(([state, band]) => {
    const item = document.createElement("span");
    item.className = "item";
    const sample = document.createElement("canvas");
    item.append(sample, NAMES[state]);
    container.append(item);
    return { sample, band };
  });
  const draw = () => {
    const pixels = devicePixelRatio || 1;
    for (const { sample, band } of samples) {
      const width = 1.6 * em();
      const height = 0.95 * em();
      Object.assign(sample, { width: width * pixels, height: height * pixels });
      Object.assign(sample.style, { width: `${width}px`, height: `${height}px` });
      const context = sample.getContext("2d");
      const top = (band.top - BANDS.ALARM.top) * em() * pixels;
      context.fillStyle = filling(band.colour, band.texture, pixels);
      context.fillRect(0, top, sample.width, band.height * em() * pixels);
    }
  };
  draw();
  return draw;
}
