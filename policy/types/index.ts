export * from "./compute";
export * from "./containers";
export * from "./events";
export * from "./identity";
export * from "./network";
export * from "./resourceType";
export * from "./storage";
