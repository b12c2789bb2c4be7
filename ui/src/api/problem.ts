/** Errors as the server sends them (problem+json), and the one error type the pages know. */

export interface FieldError {
  pointer: string;
  detail: string;
}

interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  request_id?: string;
  errors?: FieldError[];
}

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: ProblemBody, headers?: Headers) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.name = "Problem";
    this.status = status;
    this.title = body.title ?? titles[status] ?? `The server answered ${status}`;
    this.detail = body.detail ?? "";
    this.requestId = body.request_id ?? headers?.get("x-request-id") ?? null;
    this.errors = body.errors ?? [];
    const retry = Number(headers?.get("retry-after"));
    this.retryAfterSeconds = Number.isFinite(retry) && retry > 0 ? retry : null;
  }

  /** The message for one field, by JSON pointer. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

const titles: Record<number, string> = {
  0: "Not connected",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Somebody else changed this",
  412: "Somebody else changed this",
  413: "The file is too large",
  422: "Some values do not fit",
  429: "Too many requests",
  503: "The server is not ready",
};

export async function problemFrom(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    try {
      return new Problem(response.status, (await response.json()) as ProblemBody, response.headers);
    } catch {
      return new Problem(response.status, {}, response.headers);
    }
  }
  return new Problem(response.status, {}, response.headers);
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem(0, { detail: "The server did not answer. Figures shown are from before." });
  return new Problem(500, { title: "This part of the page failed", detail: error instanceof Error ? error.message : String(error) });
}
