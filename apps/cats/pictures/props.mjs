// @ts-check
import { INK, line, outline } from "./frame.mjs";

/** The front of a shipping container: its upper edge is 360 wide and at 0, 0, it is 150 high. @param {string} colour @param {string} shade */
export function containerFront(colour, shade) {
  const ribs = Array.from({ length: 8 }, (_, i) => `M${-154 + i * 44} 20v112`).join("");
  return `<path fill="${colour}" ${outline()} d="M-184 0h368v150h-368z"/><path ${line(shade, 14)} d="${ribs}"/><path fill="${shade}" ${outline()} d="M-192-10h384v22h-384z"/>`;
}

/** The inside of the container, behind the cat. */
export function containerBack() {
  return `<path fill="#33414d" ${outline()} d="M-160-46h320L184 0h-368z"/>`;
}

/** A ball of wool of radius 60 around 0, 0, and its thread to the left. @param {string} colour @param {string} shade */
export function wool(colour, shade) {
  return `<path ${line(shade, 6)} d="M-40 44C-90 70-120 30-160 52S-230 70-262 48"/><circle r="60" fill="${colour}" ${outline()}/><path ${line(shade, 5)} d="M-50-24C-20-56 24-56 46-30M-56 2C-24-36 34-36 56 0M-50 30C-20-10 30-14 54 22M-20 54C-10 20 10-30 0-58M16 56C30 24 32-20 24-54"/>`;
}

/** A mug, 90 wide and 96 high, that stands at 0, 0. @param {string} colour */
export function mug(colour) {
  return `<path ${line(INK, 20)} d="M44-72C84-76 84-24 44-26"/><path ${line(colour, 10)} d="M44-72C84-76 84-24 44-26"/><path fill="${colour}" ${outline()} d="M-46-92h92l-6 84Q0 4-40-8z"/><ellipse cy="-92" rx="46" ry="12" fill="#6b4226" ${outline()}/>`;
}

/** A heart, 60 wide, its tip at 0, 30. @param {string} colour */
export function heart(colour) {
  return `<path fill="${colour}" ${outline(4)} d="M0 30C-44 0-34-28-16-28-6-28 0-20 0-14 0-20 6-28 16-28 34-28 44 0 0 30z"/>`;
}

/** The screen of a heart monitor, 190 wide and 130 high, its middle at 0, 0. */
export function monitor() {
  return `<path fill="#dfe6ea" ${outline()} d="M-96-66h192v132h-192z"/><path fill="#12332b" ${outline(4)} d="M-82-52h164V30H-82z"/><path ${line("#5cf2b0", 5)} d="M-78-6h38l10-26 18 50 14-36 8 12h68"/><circle cx="-66" cy="48" r="7" fill="#39c98a" ${outline(3)}/><path ${line(INK, 5)} d="M-40 48h106"/>`;
}

/** A stethoscope around a neck at 0, 0. */
export function stethoscope() {
  return `<path ${line(INK, 14)} d="M-50-6C-60 40-30 62-6 66M50-6C60 40 30 62 6 66M0 66v34"/><path ${line("#3f8fb5", 7)} d="M-50-6C-60 40-30 62-6 66M50-6C60 40 30 62 6 66M0 66v34"/><circle cy="112" r="17" fill="#cfd8de" ${outline()}/><circle cy="112" r="7" fill="#8fa1ab"/>`;
}

/** A server, 420 wide and 86 high, its upper edge at 0, 0. @param {string} lamp */
export function server(lamp) {
  const slots = Array.from({ length: 6 }, (_, i) => `M${-150 + i * 36} 30v26`).join("");
  return `<path fill="#54606e" ${outline()} d="M-210 0h420v86h-420z"/><path ${line("#353f4a", 12)} d="${slots}"/><circle cx="120" cy="43" r="10" fill="${lamp}" ${outline(3)}/><circle cx="152" cy="43" r="10" fill="#f2c230" ${outline(3)}/><path ${line("#353f4a", 6)} d="M176 30v26"/>`;
}

/** A steaming line, 60 high. */
export function steam() {
  return `<path ${line("#ffffff", 7)} opacity=".8" d="M0 0C-16-14 14-26 0-42-8-52 2-58 4-62"/>`;
}

/** A letter of sleep. @param {number} x @param {number} y @param {number} size */
export function snore(x, y, size) {
  return `<path ${line("#ffffff", 7)} d="M${x} ${y}h${size}l-${size} ${size}h${size}"/>`;
}

/** Stars of four points at these places. @param {string} colour @param {[number, number, number][]} places x, y and radius. */
export function stars(colour, places) {
  const star = (/** @type {[number, number, number]} */ [x, y, r]) =>
    `M${x} ${y - r}Q${x} ${y} ${x + r} ${y} ${x} ${y} ${x} ${y + r} ${x} ${y} ${x - r} ${y} ${x} ${y} ${x} ${y - r}z`;
  return `<path fill="${colour}" d="${places.map(star).join("")}"/>`;
}
