/** What the server sends, by its product name. */

export type Role = "viewer" | "analyst" | "admin";

export interface Workspace {
  slug: string;
  name: string;
  demo?: boolean;
  role?: Role;
}

export interface User {
  id: string;
  name: string;
  role: Role;
  created_at?: string;
  last_seen_at?: string | null;
}

export interface Session {
  user: User | null;
  role: Role;
  workspaces: Workspace[];
  demo: boolean;
  version: string;
}

export interface Series {
  id: string;
  source: string;
  code: string;
  name: string;
  unit: string;
  frequency: string;
  licence?: string | null;
  note?: string | null;
  count?: number | null;
  first_time?: string | null;
  last_time?: string | null;
  last_value?: number | null;
  vintage?: string | null;
  vintages?: number | null;
  created_at?: string;
  updated_at?: string;
  spark?: (number | null)[];
}

export interface Observations {
  times: string[];
  values: (number | null)[];
  unit: string;
  as_of: string | null;
}

export interface Vintage {
  vintage: string;
  count: number;
  first_time?: string;
  last_time?: string;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled" | "dead";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  subject?: string | null;
  progress?: number | null;
  progress_text?: string | null;
  attempts?: number;
  max_attempts?: number;
  error?: string | null;
  created_by?: string | null;
  created_at: string;
  started_at?: string | null;
  finished_at?: string | null;
  result?: unknown;
}

export interface Activity {
  id: string;
  at: string;
  actor: string | null;
  action: string;
  subject_kind: string;
  subject: string;
  summary?: string;
}
