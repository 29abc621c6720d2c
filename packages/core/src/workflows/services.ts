import type { CityMatcher, DispatchSettings, MatchResult, MatchServices } from "../dispatch/index.ts";
import type { OldTrail } from "../location/index.ts";
import type { PaymentGateways } from "../payments/index.ts";

export interface WorkflowServices extends MatchServices {
  readonly gateways: PaymentGateways;
  /** Shared by all that asks for a city's matching in this process. */
  readonly matcher: CityMatcher<MatchResult>;
  readonly settings: WorkflowSettings;
}

export interface WorkflowSettings {
  readonly dispatch: DispatchSettings;
  /** A rider whose phone is silent loses a ride that was not picked up after this. */
  readonly riderSilenceSeconds: number;
  /** How long records of matching rounds and rows of the outbox are kept. */
  readonly decisionDays: number;
  readonly outboxDays: number;
  readonly trail: OldTrail;
}
