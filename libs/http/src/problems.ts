/** What can go wrong, as RFC 9457 problem types. Data: the answers, the API's description and the pages that explain them read this. */
export const PROBLEMS = {
  'body.malformed': {
    status: 400,
    title: 'The body is not JSON',
    explanation: 'The body could not be read as one JSON document in UTF-8. Nothing was done.',
  },
  'body.invalid': {
    status: 400,
    title: 'The body breaks its rules',
    explanation:
      'Each entry of `errors` names a place in the body (JSON Pointer), the rule it breaks, and says what would be right. Unknown fields are refused. Nothing was done.',
  },
  'query.invalid': {
    status: 400,
    title: 'The query string breaks its rules',
    explanation:
      'Each entry of `errors` names the parameter. Unknown parameters are refused, so that a misspelt filter never looks like an unfiltered list.',
  },
  'header.invalid': {
    status: 400,
    title: 'A header is not as it must be',
    explanation: 'Each entry of `errors` names the header and says what would be right. Nothing was done.',
  },
  'path.invalid': {
    status: 400,
    title: 'The address is not as it must be',
    explanation: 'A part of the path is malformed. Each entry of `errors` names it.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request cannot be read',
    explanation: 'It is not HTTP as this server understands it. Nothing was done.',
  },
  'token.missing': {
    status: 401,
    title: 'A token is needed',
    explanation: 'Send a bearer token of the identity provider: `Authorization: Bearer <token>`.',
  },
  'token.invalid': {
    status: 401,
    title: 'The token does not hold',
    explanation:
      'It has expired, is not for this service, or is not signed by the identity provider. The detail says which. Get a new one.',
  },
  'role.insufficient': {
    status: 403,
    title: 'This is not for your role',
    explanation: 'The route serves other roles; `serves` names them. Asking again does not help.',
  },
  'knowledge.insufficient': {
    status: 403,
    title: 'This is not yours to see',
    explanation:
      'You may know that it is there, and who leads it: `facts` says that. What it says is for those who have a part in it, or whose agency leads it. What you may not even know to be there is not found.',
  },
  'person.not-registered': {
    status: 403,
    title: 'Nobody registered you',
    explanation:
      'Commands are given by people of the register of officers, found by the subject of their token, letter for letter. An administrator who is registered enters you. While nobody at all is registered, an administrator begins: agency, unit, and then themself. Nothing was done.',
  },
  'person.not-appointed': {
    status: 403,
    title: 'The register contradicts your token',
    explanation:
      'Your token says a role that the register says you are not appointed to, or the register names another head of your unit; `facts` says which. An administrator appoints you, confirmed by another one or by integrity. Nothing was done.',
  },
  'person.suspended': {
    status: 403,
    title: 'You are suspended',
    explanation:
      'The register says that you are suspended today, so you give no commands. Somebody who serves records what you know. Nothing was done.',
  },
  'route.unknown': {
    status: 404,
    title: 'There is nothing at this address',
    explanation: 'The path is not one of this service. The description of all paths is at /openapi.json.',
  },
  'resource.not-found': {
    status: 404,
    title: 'There is no such thing',
    explanation: 'The address is well formed, but nothing is recorded under it, or nothing that this query can see yet.',
  },
  'method.not-allowed': { status: 405, title: 'This address has other methods', explanation: 'The header `Allow` names them.' },
  'request.timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    explanation: 'Headers or body did not arrive in time. Nothing was done; send it again.',
  },
  'rule.broken': {
    status: 409,
    title: 'A rule refuses this',
    explanation:
      'As things stand the command cannot be carried out. `code` names the rule, `detail` says why, and `facts` holds what it rests on. Nothing was recorded.',
  },
  'command.conflict': {
    status: 409,
    title: 'Others were first, again and again',
    explanation: 'Many write to the same thing just now. Nothing was recorded; send the same command again.',
  },
  'resource.gone': {
    status: 410,
    title: 'This was closed for ever',
    explanation: 'Its history was ended and its name cannot be used again.',
  },
  'command.precondition-failed': {
    status: 412,
    title: 'It has changed since you saw it',
    explanation:
      'The revision in `If-Match` is not the current one, which the header `ETag` gives. Read again, and decide again. Nothing was recorded.',
  },
  'body.too-large': {
    status: 413,
    title: 'The body is too large',
    explanation: 'Nothing was done. Documents are attached by hash, not by content.',
  },
  'event.too-large': {
    status: 413,
    title: 'This is more than one record can hold',
    explanation: 'What the command would record is over the limit of the event store. Nothing was recorded; say it in several commands.',
  },
  'request.uri-too-long': {
    status: 414,
    title: 'The address is too long',
    explanation: 'A part of the path is longer than any of this service.',
  },
  'media-type.unsupported': {
    status: 415,
    title: 'The body is not application/json',
    explanation: 'Send `Content-Type: application/json`.',
  },
  'command.id-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to another command',
    explanation:
      'The key was sent before with another command. A retry sends exactly the same; a new command has a new key. Nothing was recorded.',
  },
  'request.too-many': { status: 429, title: 'Too many requests', explanation: 'Wait as many seconds as `Retry-After` says.' },
  'request.headers-too-large': { status: 431, title: 'The headers are too large', explanation: 'Nothing was done.' },
  'server.error': {
    status: 500,
    title: 'Something is wrong on our side',
    explanation:
      'It is logged under the request id in `instance`; tell the administrator that id. A command may or may not have been recorded: sent again with the same Idempotency-Key it is recorded once.',
  },
  'history.unreadable': {
    status: 503,
    title: 'This program is older than what it would have to read',
    explanation:
      'A newer version of the service has recorded something here that this one does not know. Nothing was done. Another instance may answer; else it works when this one is upgraded.',
  },
  'store.unavailable': {
    status: 503,
    title: 'Facts cannot be recorded or read just now',
    explanation:
      'The event store cannot be used. The detail says whether the command may have been recorded; sent again with the same Idempotency-Key it is recorded once.',
  },
  'rows.unavailable': {
    status: 503,
    title: 'Lists and pages cannot be read just now',
    explanation: 'The database of the read models cannot be used. Commands are not affected.',
  },
  'keys.unavailable': {
    status: 503,
    title: 'Names and other personal data cannot be used just now',
    explanation:
      'The keys of persons cannot be reached, so nothing personal can be recorded or shown. Everything else is not affected. A command sent again with the same Idempotency-Key is recorded once.',
  },
  'projection.behind': {
    status: 503,
    title: 'This page has not caught up yet',
    explanation:
      'The query asked for what was written (`after`), and its projection, named in `projection`, has not reached it in time. Ask again.',
  },
  'past.not-ready': {
    status: 503,
    title: 'The list as it was then is still being made',
    explanation:
      'A list as of a moment is made of the whole history up to it, once, and then kept for a while. The detail says how far it is, or that others wait for theirs. Ask again after as many seconds as `Retry-After` says.',
  },
  'identity-provider.unavailable': {
    status: 503,
    title: 'Tokens cannot be verified just now',
    explanation: 'The keys of the identity provider cannot be fetched. Your token may well be good; ask again.',
  },
  'server.stopping': {
    status: 503,
    title: 'This server is stopping',
    explanation: 'Nothing was done. Another one, or this one in a moment, answers.',
  },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string; readonly explanation: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The name of a problem type: a reference to the page that explains it. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}

/** One thing that is wrong with a request: exactly one of `pointer`, `parameter` and `header` says where. */
export interface ProblemError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  readonly code: string;
  readonly detail: string;
}

/** The body of an answer that is not what was asked for (RFC 9457, `application/problem+json`). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The problem's code, or the code of the broken rule. */
  readonly code: string;
  readonly detail: string;
  /** The request, as `urn:uuid:` and its id. */
  readonly instance: string;
  readonly errors?: readonly ProblemError[];
  readonly [extension: string]: unknown;
}

/** What a problem may say besides its type and detail. */
export interface ProblemExtras {
  readonly errors?: readonly ProblemError[];
  /** In place of the type's own code: the code of the broken rule. */
  readonly code?: string;
  /** In place of the type's own status. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the body. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Throw it anywhere in a request, and it becomes the answer. `detail` is a sentence for the person who asked. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly type: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
  }

  get status(): number {
    return this.extras.status ?? PROBLEMS[this.type].status;
  }

  /** The body for the request with this id. */
  body(requestId: string): ProblemBody {
    const { errors, code, members } = this.extras;
    return {
      type: problemType(this.type),
      title: PROBLEMS[this.type].title,
      status: this.status,
      code: code ?? this.type,
      detail: this.detail,
      instance: `urn:uuid:${requestId}`,
      ...(errors !== undefined && errors.length > 0 && { errors }),
      ...members,
    };
  }
}
