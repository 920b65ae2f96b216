// @ts-check
/** Width and height of a picture, in its own units. */
export const WIDTH = 640;
export const HEIGHT = 480;

/** The colour of every outline. */
export const INK = "#2a2233";

/** Attributes of an outline. @param {number} [width] */
export function outline(width = 5) {
  return `stroke="${INK}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"`;
}

/** Attributes of a line without an area. @param {string} [colour] @param {number} [width] */
export function line(colour = INK, width = 5) {
  return `fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"`;
}

/**
 * Puts parts somewhere else, larger or smaller, turned.
 *
 * @param {{ x?: number, y?: number, scale?: number, turn?: number, flip?: boolean }} place `turn` is clockwise, in degrees.
 * @param {string[]} parts
 */
export function at({ x = 0, y = 0, scale = 1, turn = 0, flip = false }, ...parts) {
  const sized = `scale(${flip ? -scale : scale} ${scale})`;
  return `<g transform="translate(${x} ${y}) rotate(${turn}) ${sized}">${parts.join("")}</g>`;
}

/**
 * A whole picture: what is described is what a screen reader says.
 *
 * @param {string} description Plain text without `<`, `>` and `&`.
 * @param {string[]} parts From back to front.
 */
export function picture(description, ...parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img"><title>${description}</title>${parts.join("")}</svg>\n`;
}

/**
 * One line of a meme's words. It keeps inside the picture in whatever font there is up to 24 characters.
 *
 * @param {string} text
 * @param {number} y Of the line the letters stand on.
 */
export function words(text, y) {
  const font = `font-family="Impact, 'Arial Black', 'Helvetica Neue', Arial, sans-serif" font-weight="900" font-size="38"`;
  const look = `text-anchor="middle" letter-spacing="1" fill="#fff" stroke="${INK}" stroke-width="9" stroke-linejoin="round" paint-order="stroke"`;
  return `<text x="${WIDTH / 2}" y="${y}" ${font} ${look}>${text}</text>`;
}

/** @param {string} top @param {string} bottom */
export function caption(top, bottom) {
  return words(top, 58) + words(bottom, 456);
}

/** A background of one colour, and a floor of another. @param {string} wall @param {string} floor @param {number} [y] */
export function room(wall, floor, y = 350) {
  return `<path fill="${wall}" d="M0 0h${WIDTH}v${HEIGHT}H0z"/><path fill="${floor}" d="M0 ${y}h${WIDTH}v${HEIGHT - y}H0z"/>`;
}

/** Rays from the middle, in two tones. @param {string} light @param {string} dark @param {number} [y] Of the middle. */
export function rays(light, dark, y = 250) {
  const count = 12;
  const point = (/** @type {number} */ index) => {
    const angle = (index * Math.PI) / count;
    return `${(WIDTH / 2 + 600 * Math.cos(angle)).toFixed(0)} ${(y + 600 * Math.sin(angle)).toFixed(0)}`;
  };
  const beams = Array.from({ length: count }, (_, i) => `M${WIDTH / 2} ${y}L${point(2 * i)}L${point(2 * i + 1)}z`);
  return `<path fill="${light}" d="M0 0h${WIDTH}v${HEIGHT}H0z"/><path fill="${dark}" d="${beams.join("")}"/>`;
}

/** A soft shadow on the floor. @param {number} x @param {number} y @param {number} width From the middle to a side. */
export function shadow(x, y, width) {
  return `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${(width / 8).toFixed(0)}" fill="${INK}" opacity=".18"/>`;
}
