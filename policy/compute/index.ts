import type { Rule } from "../rule";
import { containerImagePinned } from "./containerImages";
import { encryptedVolumes } from "./encryptedVolumes";
import { metadataHopLimit } from "./hopLimit";
import { imagesPinned } from "./imagesPinned";
import { imdsv2Required } from "./imdsv2";

/** The rules about instances and the images that they and their containers run. */
export const computeRules: readonly Rule[] = [
  imdsv2Required,
  metadataHopLimit,
  encryptedVolumes,
  imagesPinned,
  containerImagePinned,
];
