import "./peers";
export * from "./access";
export * from "./alerts";
export * from "./archive";
export * from "./bucket";
export * from "./key";
export * from "./policy";
export * from "./siem";
export * from "./trail";
