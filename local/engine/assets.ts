import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ASSET } from "../account/archive";
import type { Props, Value } from "../account/model";
import { isObject } from "../account/values";
import { SIGNATURE } from "./wire";

/**
 * Inputs in which every asset that names a file has the file's text, as it is now: AWS gets a copy at the deployment, and what
 * the file becomes later is another deployment's matter.
 *
 * @param props Inputs without secrets.
 * @param folder What paths are relative to. Default: the folder of the process, which both engines start in the program's.
 * @throws Error where a file cannot be read, or holds something else than UTF-8
 */
export function withTexts(props: Props, folder = process.cwd()): Props {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, filled(value, folder)]));
}

function filled(value: Value, folder: string): Value {
  if (Array.isArray(value)) return value.map((element) => filled(element, folder));
  if (!isObject(value)) return value;
  if (value[SIGNATURE] !== ASSET || typeof value.path !== "string" || value.path === "")
    return withTexts(value, folder);
  return { ...value, path: "", text: textOf(value.path, folder) };
}

function textOf(path: string, folder: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(folder, path));
  } catch (error) {
    throw new Error(`The asset's file ${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`The asset's file ${path} is not UTF-8; on this machine an archive has texts only.`);
  }
}
