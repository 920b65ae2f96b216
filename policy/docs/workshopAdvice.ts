/** Advice that the unchanged workshop gets, and why it is left as it is. */
export interface WorkshopAdvice {
  rule: string;
  /** Names of the resources that it is about; none where it is about the stack. */
  resources: readonly string[];
  why: string;
}

/** All of it, at lab 7 without a load test. A test compares this with what the pack says. */
export const WORKSHOP_ADVICE: readonly WorkshopAdvice[] = [];

/** What comes in addition where the load generator is switched on. */
export const LOAD_TEST_ADVICE: readonly WorkshopAdvice[] = [];
