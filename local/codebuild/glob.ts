import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** A pattern of paths: `*` and `?` within a name, and `**` for any number of folders. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split("/").filter((part) => part !== "" && part !== ".");
  const source = parts.map((part, i) => {
    const isLast = i === parts.length - 1;
    if (part === "**") return isLast ? ".*" : "(?:[^/]+/)*";
    const name = part
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]");
    return isLast ? name : `${name}/`;
  });
  return new RegExp(`^${source.join("")}$`);
}

/** The paths of all files in a folder, relative to it, with `/`, in order. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}
