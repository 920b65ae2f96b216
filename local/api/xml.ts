import { AwsError } from "../account/model";

/** An element of an XML document. */
export interface XmlElement {
  name: string;
  children: XmlElement[];
  /** Without that of its children. */
  text: string;
}

const ENTITIES = new Map([
  ["amp", "&"],
  ["apos", "'"],
  ["gt", ">"],
  ["lt", "<"],
  ["quot", '"'],
]);

const DECLARATION = /^\uFEFF?\s*(?:<\?xml\b[^>]*\?>\s*)?/;
const NAME = "[A-Za-z_][\\w.-]*";
const ATTRIBUTES = "(?:\\s+[\\w.:-]+\\s*=\\s*(?:\"[^\"<]*\"|'[^'<]*'))*";
/** A comment; where an element begins, and whether it ends there too; where one ends; text. */
const TOKEN = new RegExp(`<!--(?:(?!--).)*-->|<(${NAME})${ATTRIBUTES}\\s*(/)?>|</(${NAME})\\s*>|([^<]+)`, "sy");

/**
 * Reads an XML document as AWS's SDKs write one: elements without a prefix, and text. Attributes say nothing here. Of all else,
 * such as document types and sections, there is none.
 *
 * @throws AwsError `MalformedInput`
 */
export function readXml(document: string): XmlElement {
  const root: XmlElement = { name: "", children: [], text: "" };
  const open = [root];
  let at = DECLARATION.exec(document)?.[0].length ?? 0;
  while (at < document.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(document);
    if (!token) throw malformed(`expected markup or text at character ${at}`);
    at = TOKEN.lastIndex;
    const [, begins, closed, ends, text] = token;
    const parent = open.at(-1) ?? root;
    if (begins !== undefined) {
      if (parent === root && root.children.length > 0) throw malformed("expected one element that holds all others");
      const element = { name: begins, children: [], text: "" };
      parent.children.push(element);
      if (closed === undefined) open.push(element);
    } else if (ends !== undefined) {
      if (parent === root || parent.name !== ends) throw malformed(`</${ends}> ends what has not begun`);
      open.pop();
    } else if (text !== undefined) {
      if (parent === root && text.trim() !== "") throw malformed("text is outside of all elements");
      parent.text += unescaped(text);
    }
  }
  if (open.length > 1) throw malformed(`<${open.at(-1)?.name}> has no end`);
  const [element] = root.children;
  if (!element) throw malformed("there is no element");
  return element;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+))?;?/g, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    const character =
      code === undefined ? ENTITIES.get(name) : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || !whole.endsWith(";")) throw malformed(`${whole} stands for no character`);
    return character;
  });
}

function malformed(why: string): AwsError {
  return new AwsError("MalformedInput", `Unable to parse the XML of the request: ${why}.`);
}

/** A value as it is written into an element: an object's fields are elements, each element of a list has the field's own name. */
export type XmlValue = string | number | boolean | undefined | readonly XmlValue[] | { [name: string]: XmlValue };

/** Writes an element; nothing where the value is undefined. */
export function writeXml(name: string, value: XmlValue, attributes = ""): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one: XmlValue) => writeXml(name, one)).join("");
  const inside =
    typeof value === "object"
      ? Object.entries(value)
          .map(([field, one]) => writeXml(field, one))
          .join("")
      : escaped(String(value));
  return `<${name}${attributes}>${inside}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
