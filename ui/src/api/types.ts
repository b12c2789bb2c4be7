/** What the server sends, by its product name; from the OpenAPI document. */
import type { Schema } from "./client";

export type Role = Schema<"Role">;
export type Workspace = Schema<"Workspace">;
export type User = Schema<"User">;
export type Session = Schema<"Session">;
export type FrequencyName = Schema<"Frequency">;
export type Series = Schema<"Series">;
export type Observations = Schema<"Observations">;
export type Vintage = Schema<"Vintage">;
export type JobState = Schema<"JobState">;
export type Job = Schema<"Job">;
export type Activity = Schema<"Activity">;
export type ApiKey = Schema<"ApiKey">;
export type CreatedApiKey = Schema<"CreatedApiKey">;
export type ForecastSummary = Schema<"ForecastSummary">;
export type ForecastScore = Schema<"ForecastScore">;
export type NpvSummary = Schema<"NpvSummary">;
export type ScenarioSummary = Schema<"ScenarioSummary">;

/** The document leaves the shape of the difference open: by field, from what to what. */
export interface AuditEntry extends Omit<Schema<"AuditEntry">, "diff"> {
  diff: Record<string, { from?: unknown; to?: unknown }> | null;
}
