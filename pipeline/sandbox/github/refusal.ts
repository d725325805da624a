/** An answer of GitHub's that isn't the one asked for, with its status and the words of its JSON error. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 422;
  readonly errors: unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: Refusal['status'], message: string, errors?: unknown[], headers: Record<string, string> = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

/** 422 in the form of "validation failed": one sentence about one resource. */
export function invalid(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, field, code: 'custom', message }]);
}

/** The JSON body of a refusal. */
export function refusalBody(refusal: Refusal): Record<string, unknown> {
  return {
    message: refusal.message,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(refusal.status),
  };
}
