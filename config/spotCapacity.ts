import { checked, integer, object, optional } from "./parse";

const MOST_SPOT_INSTANCES = 1000;

/** Spot instances: the least, the number at first, and the most. */
export interface SpotCapacity {
  min: number;
  desired: number;
  max: number;
}

export const spotCapacity = checked(
  object<SpotCapacity>({
    min: optional(integer(0, MOST_SPOT_INSTANCES), 3),
    desired: optional(integer(0, MOST_SPOT_INSTANCES), 3),
    max: optional(integer(1, MOST_SPOT_INSTANCES), 10),
  }),
  (capacity, at) => {
    const { min, desired, max } = capacity;
    if (min > max) {
      const most = Math.min(desired, max);
      return at.property("min").refuse(min, `at most max, which is ${max}`, at.property("min").set(`${most}`));
    }
    if (desired < min) {
      return at
        .property("desired")
        .refuse(desired, `min to max, ${min} to ${max}`, at.property("desired").set(`${min}`));
    }
    if (desired > max) {
      return at
        .property("desired")
        .refuse(desired, `min to max, ${min} to ${max}`, at.property("desired").set(`${max}`));
    }
    return capacity;
  },
);
