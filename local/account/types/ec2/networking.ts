import type { TypeDefinition } from "../../model";
import { eip } from "./eip";
import { internetGateway } from "./internetGateway";
import { natGateway } from "./natGateway";
import { route } from "./route";
import { routeTable } from "./routeTable";
import { routeTableAssociation } from "./routeTableAssociation";
import { securityGroup } from "./securityGroup";
import { securityGroupEgressRule, securityGroupIngressRule } from "./securityGroupRules";
import { subnet } from "./subnet";
import { vpc } from "./vpc";

/** Networks, and what lets traffic in and out of them. */
export const ec2NetworkTypes: readonly TypeDefinition[] = [
  vpc,
  subnet,
  internetGateway,
  routeTable,
  routeTableAssociation,
  route,
  eip,
  natGateway,
  securityGroup,
  securityGroupIngressRule,
  securityGroupEgressRule,
];
