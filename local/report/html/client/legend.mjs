import { DASHES, formatValue } from "./curves.mjs";
import { colour, filling } from "./palette.mjs";

/** Size of a curve's sample in CSS pixels. */
const SAMPLE = { width: 26, height: 12 };

/**
 * Names the curves of a chart. Each is a button that hides its curve or shows it again.
 *
 * @param curves `{ label, style, isArea }` of each, in order.
 * @param toggle Told which curve to show or to hide.
 * @returns `show(values)` writes values behind the names, `paint()` draws the samples anew.
 */
export function makeLegend(container, curves, unit, toggle) {
  const items = curves.map(({ label }, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    const sample = document.createElement("canvas");
    const name = document.createElement("span");
    name.textContent = label;
    const value = document.createElement("output");
    button.append(sample, name, value);
    button.addEventListener("click", () => {
      const isShown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isShown));
      toggle(i, isShown);
    });
    return { button, sample, value };
  });
  container.replaceChildren(...items.map(({ button }) => button));
  const paint = () => {
    curves.forEach((curve, i) => {
      drawSample(items[i].sample, curve);
    });
  };
  paint();
  return {
    paint,
    show: (values) => {
      items.forEach(({ value }, i) => {
        value.textContent = values === undefined ? "" : formatValue(values[i], unit);
      });
    },
  };
}

function drawSample(canvas, { style, isArea }) {
  const pixels = devicePixelRatio || 1;
  canvas.width = SAMPLE.width * pixels;
  canvas.height = SAMPLE.height * pixels;
  canvas.style.width = `${SAMPLE.width}px`;
  canvas.style.height = `${SAMPLE.height}px`;
  const context = canvas.getContext("2d");
  if (isArea) {
    context.fillStyle = filling(style.colour, style.texture, pixels);
    context.fillRect(0, 0, canvas.width, canvas.height);
    return;
  }
  context.scale(pixels, pixels);
  context.strokeStyle = colour(style.colour);
  context.lineWidth = 3;
  context.setLineDash(DASHES[style.texture % DASHES.length]);
  context.beginPath();
  context.moveTo(0, SAMPLE.height / 2);
  context.lineTo(SAMPLE.width, SAMPLE.height / 2);
  context.stroke();
}
