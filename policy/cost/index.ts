import type { Rule } from "../rule";
import { costAllowedInstanceTypes } from "./allowedInstanceTypes";
import { hourlyCostCeiling } from "./hourlyCostCeiling";
import { loadGeneratorOff } from "./loadGeneratorOff";
import { oneNatGateway } from "./oneNatGateway";

/** The rules about what a stack costs. */
export const costRules: readonly Rule[] = [
  costAllowedInstanceTypes,
  hourlyCostCeiling,
  oneNatGateway,
  loadGeneratorOff,
];
