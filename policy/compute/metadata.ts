import { isMissing, type Seen } from "../values";

/** The options of the metadata service, as all types spell them. */
export type MetadataOptions =
  | Seen<{ httpEndpoint?: string; httpPutResponseHopLimit?: number; httpTokens?: string }>
  | null
  | undefined;

/** True for an instance without options of its own, which takes those of its launch template. */
export function leftToTemplate(machine: { readonly metadataOptions?: unknown; readonly launchTemplate?: unknown }) {
  return isMissing(machine.metadataOptions) && !isMissing(machine.launchTemplate);
}
