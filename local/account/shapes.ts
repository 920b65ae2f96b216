import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceShape } from "./model";

const loaded = new Map<string, ResourceShape>();

/** The file under shapes/ that holds a type's shape. */
export function shapeFile(type: string): string {
  return `${type
    .replace(/^aws:/, "")
    .replace(/^pulumi:providers:/, "provider.")
    .replace(/:[^:]*$/, "")
    .replace("/", ".")}.json`;
}

/** The shape of a type's properties as the provider declares it; read once. */
export function shapeOf(type: string): ResourceShape {
  const known = loaded.get(type);
  if (known) return known;
  const shape = JSON.parse(readFileSync(join(__dirname, "shapes", shapeFile(type)), "utf8")) as ResourceShape;
  loaded.set(type, shape);
  return shape;
}
