import { drawBands } from "./bands.mjs";
import { drawChart } from "./chart.mjs";
import { makeEvents } from "./events.mjs";
import { em, forgetColours } from "./palette.mjs";

const root = document.documentElement;
/** Width in CSS pixels that a sheet of paper has for a chart. */
const PAPER = 680;

// Whoever opens the page by a program can see whether it works: data-error, and data-charts when all is drawn.
addEventListener("error", ({ message }) => {
  root.dataset.error = message;
});

const report = JSON.parse(document.getElementById("report").textContent);
const drawn = [];

for (const section of document.querySelectorAll("[data-chapter]")) {
  const chapter = report.chapters[Number(section.dataset.chapter)];
  for (const figure of section.querySelectorAll("figure")) {
    const { chart } = figure.dataset;
    const made =
      chart === undefined ? drawBands(figure, chapter) : drawChart(figure, chapter, chapter.charts[Number(chart)]);
    drawn.push({ ...made, container: figure.querySelector(".plot") });
  }
  makeEvents(section, chapter);
}

function resize({ plot, height, container }, width = container.clientWidth) {
  if (width > 0) plot.setSize({ width, height: height * em() });
}

function repaint() {
  forgetColours();
  for (const { plot, repaint } of drawn) {
    repaint();
    plot.redraw(false, true);
  }
}

const byContainer = new Map(drawn.map((one) => [one.container, one]));
const sizes = new ResizeObserver((entries) => {
  if (root.classList.contains("paper")) return;
  for (const { target } of entries) resize(byContainer.get(target));
});
for (const { container } of drawn) sizes.observe(container);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

addEventListener("beforeprint", () => {
  root.classList.add("paper");
  repaint();
  for (const one of drawn) resize(one, Math.min(PAPER, one.container.clientWidth));
});
addEventListener("afterprint", () => {
  root.classList.remove("paper");
  repaint();
  for (const one of drawn) resize(one);
});

// uPlot draws in a microtask: after the next one everything is there.
requestAnimationFrame(() => {
  root.dataset.charts = String(document.querySelectorAll(".plot canvas").length);
});
