import { listen } from '../listen.ts';

/** What a front says instead of, or on top of, the server behind it. */
export interface Said {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A server on loopback in front of another one: it passes requests on, and says something else where a test wants it to. */
export interface Front {
  url: string;
  /** `GET /path` of every request. */
  asked: string[];
  /** What to say for a path; takes the body of the answer from behind. */
  say: (path: string, body: unknown) => Said | null;
}

/** Starts a front; it ends with the test. */
export async function startFront(behind: string): Promise<Front> {
  const front: Front = { url: '', asked: [], say: () => null };
  front.url = await listen((request, response) => {
    const path = request.url ?? '/';
    front.asked.push(`${request.method} ${path}`);
    const pass = async (): Promise<void> => {
      const answer = await fetch(`${behind}${path}`, {
        method: request.method ?? 'GET',
        headers: { authorization: request.headers.authorization ?? '' },
      });
      const body: unknown = await answer.json();
      const said = front.say(path.split('?')[0] ?? path, body) ?? {};
      const link = answer.headers.get('link');
      response.writeHead(said.status ?? answer.status, {
        'content-type': 'application/json; charset=utf-8',
        date: answer.headers.get('date') ?? '',
        ...(link === null ? {} : { link: link.replaceAll(behind, front.url) }),
        ...said.headers,
      });
      response.end(JSON.stringify(said.body ?? body));
    };
    pass().catch(() => response.destroy());
  });
  return front;
}
