// @ts-check
/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for an element or an attribute in quotes. @param {string} text */
export function escapeText(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
