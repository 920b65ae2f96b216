import { strToU8, zipSync } from "fflate";

/**
 * A zip with files in its root, in the order of their names: the same bytes for the same files.
 *
 * @param files their contents by their names
 */
export function dogsZip(files: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.keys(files).sort();
  const entries = names.map((name) => [name, strToU8(files[name] ?? "")] as const);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: written() });
}

/**
 * The time of every file in the zip. A zip has local times without a zone, and none before 1980; fflate writes the local one,
 * so this is the same on every machine. No zone leaves out noon.
 */
function written(): Date {
  return new Date(1980, 0, 1, 12);
}
