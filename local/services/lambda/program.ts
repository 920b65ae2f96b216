import { archiveFiles } from "../../account/archive";
import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";

/**
 * Of the handler `index.handler`, the file with its text, and the export.
 *
 * @throws Error for what this machine does not run
 */
export function programOf({ inputs }: AccountRecord): { file: string; source: string | undefined; name: string } {
  const runtime = text(inputs, "runtime");
  if (!runtime?.startsWith("nodejs")) throw new Error(`The runtime ${runtime} is not modelled; only Node is.`);
  const handler = text(inputs, "handler") ?? "";
  const dot = handler.lastIndexOf(".");
  const base = handler.slice(0, dot);
  const files = archiveFiles(inputs.code);
  if (`${base}.mjs` in files)
    throw new Error(`${base}.mjs is an ES module, which is not modelled. Bundle it as CommonJS.`);
  const file = [`${base}.js`, `${base}.cjs`].find((one) => one in files) ?? `${base}.js`;
  return { file, source: files[file], name: handler.slice(dot + 1) };
}
