/** Colours by their name in style.css; read anew when the colour scheme changes. */
const known = new Map();

export function colour(name) {
  if (!known.has(name)) {
    known.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }
  return known.get(name);
}

export function forgetColours() {
  known.clear();
}

/** The root's font size in CSS pixels: everything in a chart is as large as the text around it. */
export function em() {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Side of a texture's tile in CSS pixels. */
const TILE = 8;

/** How a tile is drawn over its colour, so that areas of one colour can be told apart. The first is plain. */
const TEXTURES = [
  () => {},
  (context) => {
    for (const shift of [-TILE, 0, TILE]) line(context, shift, TILE, shift + TILE, 0);
  },
  (context) => {
    context.beginPath();
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ]) {
      context.moveTo(x, y);
      context.arc(x, y, 1.3, 0, 2 * Math.PI);
    }
    context.fill();
  },
  (context) => line(context, 0, TILE / 2, TILE, TILE / 2),
];

function line(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/**
 * What an area is filled with: a colour, or a pattern for a canvas with so many pixels a CSS pixel.
 *
 * @param texture Any whole number: they repeat.
 */
export function filling(name, texture, pixels) {
  const draw = TEXTURES[texture % TEXTURES.length];
  if (draw === TEXTURES[0]) return colour(name);
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * pixels);
  const context = tile.getContext("2d");
  context.scale(tile.width / TILE, tile.height / TILE);
  context.fillStyle = colour(name);
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = context.fillStyle = colour("surface");
  context.lineWidth = 1.6;
  draw(context);
  return context.createPattern(tile, "repeat");
}
