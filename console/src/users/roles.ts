import type { Access } from "../api/types";

/** From the one who may do most to the one who may only look. */
export const ROLES: readonly Access[] = ["admin", "supervisor", "operator", "agent", "auditor"];
