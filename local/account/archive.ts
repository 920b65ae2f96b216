import { createHash } from "node:crypto";
import type { Props, Value } from "./model";
import { isObject } from "./values";

/*
 * Assets and archives as they cross Pulumi's wire: objects whose signature says what they are. An archive of assets has the
 * files by name. Other archives, of a folder or behind a URL, are not modelled. An asset that names a file has its text by the
 * time that it comes here: engine/assets.ts puts it there.
 */

/** The key of a signature, and what it says. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Whether a value is an asset with its text. */
export function isAsset(value: Value | undefined): value is Props {
  if (!isObject(value) || value[SIGNATURE] !== ASSET) return false;
  // The real engine sends `path` and `uri` too, empty where there is a text.
  return typeof value.text === "string" && !value.path && !value.uri;
}

/** Whether a value is an archive of assets, each with its text. */
export function isArchive(value: Value | undefined): value is Props {
  if (!isObject(value) || value[SIGNATURE] !== ARCHIVE || !isObject(value.assets)) return false;
  return Object.values(value.assets).every(isAsset);
}

/**
 * The text of each file of an archive, by its path in it.
 *
 * @throws Error where it is no archive of texts
 */
export function archiveFiles(archive: Value | undefined): Record<string, string> {
  if (!isArchive(archive)) throw new Error("Expected an archive of assets.");
  return Object.fromEntries(
    Object.entries(archive.assets as Props).map(([name, asset]) => [name, String((asset as Props).text)]),
  );
}

/** Base64 of SHA-256 over names and contents: the same for the same files. */
export function archiveHash(archive: Value | undefined): string {
  const hash = createHash("sha256");
  for (const [name, text] of Object.entries(archiveFiles(archive)).sort(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(`${name}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest("base64");
}

/** Whether two archives have the same files: an engine may add hashes of its own to one and not to the other. */
export function equalArchives(one: Value, other: Value): boolean {
  return isArchive(one) && isArchive(other) && archiveHash(one) === archiveHash(other);
}
