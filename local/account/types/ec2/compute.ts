import type { TypeDefinition } from "../../model";
import { instance } from "./instance";
import { launchTemplate } from "./launchTemplate";
import { spotFleetRequest } from "./spotFleetRequest";

/** What runs on EC2, and how it is launched. */
export const ec2ComputeTypes: readonly TypeDefinition[] = [launchTemplate, spotFleetRequest, instance];
