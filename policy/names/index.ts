import type { Rule } from "../rule";
import { namesLength } from "./length";
import { namesStackScoped } from "./stackScoped";

/** The rules about names. */
export const nameRules: readonly Rule[] = [namesStackScoped, namesLength];
