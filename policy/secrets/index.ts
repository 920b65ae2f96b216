import type { Rule } from "../rule";
import { secretsNotInEnvironment } from "./notInEnvironment";
import { secretsSecureString } from "./secureString";

/** The rules about secrets. */
export const secretRules: readonly Rule[] = [secretsSecureString, secretsNotInEnvironment];
