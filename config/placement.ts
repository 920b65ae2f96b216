import type { WorkshopConfig } from "../config";
import type { Setting } from "./problems";

type PlacementSettings = Pick<WorkshopConfig, "lab" | "spotInstanceTypes" | "onDemand" | "mxnet" | "catsOnCatnip">;

/** Refuses what lab 5 could never place: tasks on a type that the stack has none of, cats on catnip where there is none. */
export function checkPlacement(settings: PlacementSettings, at: Setting): void {
  const { lab, spotInstanceTypes, onDemand, mxnet, catsOnCatnip } = settings;
  if (lab < 5) {
    return;
  }
  const types = [...new Set([...spotInstanceTypes, ...(onDemand.count > 0 ? [onDemand.instanceType] : [])])];
  if (!types.includes(mxnet.instanceType)) {
    const setting = at.property("mxnet").property("instanceType");
    setting.refuse(mxnet.instanceType, `a type that the stack has: ${types.join(", ")}`, setting.set(types[0] ?? ""));
  }
  if (catsOnCatnip && onDemand.count === 0) {
    const setting = at.property("catsOnCatnip");
    setting.refuse(true, "false, as with onDemand.count 0 no instance has catnip", setting.set("false"));
  }
}
