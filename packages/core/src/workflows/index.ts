export { createWorkflowClient, type WorkflowClient, type WorkflowConfig, type WorkflowLog } from "./client.ts";
export { guarded, toWorkflowError } from "./errors.ts";
export { dropOldRows } from "./housekeeping.ts";
export { workflowFunctions, workflowHandler } from "./serve.ts";
export type { WorkflowServices, WorkflowSettings } from "./services.ts";
