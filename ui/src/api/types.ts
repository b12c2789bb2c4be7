/** What the server sends, by its product name. */

export type Role = "viewer" | "analyst" | "admin";

export interface Workspace {
  id: string;
  slug: string;
  name: string;
  demo: boolean;
  version: number;
}

export interface User {
  id: string;
  name: string;
  role: Role;
  disabled: boolean;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface Session {
  user: User | null;
  role: Role | null;
  workspaces: Workspace[];
  demo: boolean;
  setup_needed: boolean;
  version: string;
}

export type FrequencyName = "yearly" | "quarterly" | "monthly" | "weekly" | "business_daily" | "daily" | "hourly" | "irregular";

export interface Series {
  id: string;
  source: string;
  code: string;
  name: string;
  description: string;
  licence: string;
  unit: string;
  frequency: FrequencyName;
  time_zone: string;
  first_time: string | null;
  last_time: string | null;
  last_value: number | null;
  observations: number;
  vintages: number;
  as_of: string | null;
  staleness: "current" | "due" | "stale" | "unknown";
  /** The last values, at most 60. */
  recent: (number | null)[];
  version: number;
  created_at: string;
  updated_at: string;
}

export interface Observations {
  times: string[];
  values: (number | null)[];
  unit: string;
  as_of: string | null;
  total: number;
  sampled: boolean;
}

export interface Vintage {
  vintage: string;
  observations: number;
  first_time: string;
  last_time: string;
}

export type JobState = "queued" | "running" | "done" | "dead" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  subject: string;
  /** Percent. */
  progress: number;
  note: string | null;
  attempts: number;
  max_attempts: number;
  cancel_requested: boolean;
  error: string | null;
  /** The object it made: `simulation/{id}`. */
  result: string | null;
  created_by: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface Actor {
  kind: "user" | "api_key" | "visitor" | "system";
  id: string | null;
  name: string;
}

export interface Activity {
  id: string;
  at: string;
  actor: Actor;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  subject_name: string | null;
  sentence: string;
}

export interface AuditEntry extends Omit<Activity, "sentence"> {
  workspace_id: string | null;
  address: string | null;
  diff: Record<string, { from?: unknown; to?: unknown }> | null;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  role: Role;
  user_id: string;
  workspace_id: string | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export interface ForecastSummary {
  id: string;
  series_id: string;
  series_code: string;
  series_name: string;
  unit: string;
  model: string;
  horizon: number;
  cut_off: string;
  vintage: string;
  made_at: string;
  made_by: string;
}

export interface ForecastScore {
  forecast_id: string;
  state: "open" | "partial" | "scored";
  known_steps: number;
  horizon: number;
  steps: { time: string; point: number; actual: number | null; error: number | null }[];
  mae: number | null;
  naive_mae: number | null;
  relative_mae: number | null;
  coverage: { level: number; inside: number; known: number; measured: number | null }[];
}

export interface NpvSummary {
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  p_negative: number;
}

export interface ScenarioSummary {
  id: string;
  slug: string;
  name: string;
  version: number;
  note: string;
  author: string;
  created_at: string;
  updated_at: string;
  latest_simulation: { id: string; version: number; at: string; npv: NpvSummary } | null;
}
