import type { Locale, Localized } from '#domain/localized.ts'

/** What can be wrong with a request. `code` is stable and for machines, the sentence for people. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly sentence: Localized
  readonly errors: FieldError[]
  readonly headers: Record<string, string>

  constructor(
    kind: ProblemKind,
    {
      errors = [],
      headers = {},
      detail,
    }: { errors?: FieldError[]; headers?: Record<string, string>; detail?: Localized } = {},
  ) {
    super(kind)
    const { status, sentence } = PROBLEMS[kind]
    this.status = status
    this.code = kind
    this.sentence = detail ?? sentence
    this.errors = errors
    this.headers = headers
  }
}

/** One field of a body or query that is not right. */
export interface FieldError {
  /** JSON pointer, RFC 6901: `/params/username`. */
  pointer: string
  message: string
}

/** The body of `application/problem+json` (RFC 9457). */
export function problemBody(problem: Problem, locale: Locale): Record<string, unknown> {
  const message = problem.sentence[locale]
  return {
    type: `urn:invoice-collector:problem:${problem.code}`,
    title: TITLES[problem.status]?.[locale] ?? problem.code,
    status: problem.status,
    detail: message,
    code: problem.code,
    message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
}

export const PROBLEMS = {
  invalid_request: {
    status: 400,
    sentence: {
      en: 'The request is not valid. See errors for what to change.',
      fr: 'La requête n’est pas valide. Voir errors pour ce qu’il faut changer.',
    },
  },
  malformed_json: {
    status: 400,
    sentence: { en: 'The body is not valid JSON.', fr: 'Le corps de la requête n’est pas du JSON valide.' },
  },
  unknown_collector: {
    status: 400,
    sentence: {
      en: 'There is no such collector. GET /collectors lists them.',
      fr: 'Ce collecteur n’existe pas. GET /collectors en donne la liste.',
    },
  },
  unauthorized: {
    status: 401,
    sentence: {
      en: 'A valid token is needed: Authorization: Bearer <token>, or ?token= for users.',
      fr: 'Un jeton valide est nécessaire : Authorization: Bearer <jeton>, ou ?token= pour les utilisateurs.',
    },
  },
  forbidden: {
    status: 403,
    sentence: {
      en: 'This token may not do that.',
      fr: 'Ce jeton ne permet pas cette action.',
    },
  },
  not_found: {
    status: 404,
    sentence: { en: 'There is no such thing here.', fr: 'Rien ne correspond à cette adresse.' },
  },
  last_bearer: {
    status: 409,
    sentence: {
      en: 'This is the last bearer token; make another one before removing it.',
      fr: 'C’est le dernier jeton d’accès ; créez-en un autre avant de le supprimer.',
    },
  },
  no_question: {
    status: 409,
    sentence: {
      en: 'Nothing is being asked at the moment: the question was answered or has expired.',
      fr: 'Aucune question n’est en attente : elle a reçu une réponse ou a expiré.',
    },
  },
  reconnect_needed: {
    status: 409,
    sentence: {
      en: 'The supplier refused this login, and a refused password is never tried twice. Reconnect with a new one.',
      fr: 'Le fournisseur a refusé cet accès, et un mot de passe refusé n’est jamais essayé deux fois. Reconnectez-vous.',
    },
  },
  first_source: {
    status: 409,
    sentence: {
      en: 'This is the document the invoice was made from. Split off the other one instead.',
      fr: 'C’est le document dont vient cette facture. Séparez plutôt l’autre.',
    },
  },
  no_callback: {
    status: 409,
    sentence: {
      en: 'No callback is set, or it wants nothing more (410). Set one with POST /customer.',
      fr: 'Aucune adresse de retour n’est définie, ou elle ne veut plus rien (410). Définissez-la avec POST /customer.',
    },
  },
  too_slow: {
    status: 408,
    sentence: { en: 'The request did not arrive in time.', fr: 'La requête n’est pas arrivée à temps.' },
  },
  headers_too_large: {
    status: 431,
    sentence: { en: 'The request’s headers are too large.', fr: 'Les en-têtes de la requête sont trop volumineux.' },
  },
  too_large: { status: 413, sentence: { en: 'The request is too large.', fr: 'La requête est trop volumineuse.' } },
  unsupported_media_type: {
    status: 415,
    sentence: {
      en: 'Send JSON: Content-Type: application/json.',
      fr: 'Envoyez du JSON : Content-Type: application/json.',
    },
  },
  invalid_params: {
    status: 400,
    sentence: {
      en: 'The supplier’s form is not filled in correctly.',
      fr: 'Le formulaire du fournisseur n’est pas rempli correctement.',
    },
  },
  too_many_attempts: {
    status: 429,
    sentence: {
      en: 'Too many failed attempts. Try again later.',
      fr: 'Trop de tentatives échouées. Réessayez plus tard.',
    },
  },
  callback_failed: {
    status: 502,
    sentence: { en: 'The callback did not accept the delivery.', fr: 'L’adresse de retour n’a pas accepté l’envoi.' },
  },
  not_ready: { status: 503, sentence: { en: 'Not ready yet.', fr: 'Pas encore prêt.' } },
  internal: {
    status: 500,
    sentence: { en: 'Something went wrong on our side.', fr: 'Un problème est survenu de notre côté.' },
  },
} as const satisfies Record<string, { status: number; sentence: Localized }>

export type ProblemKind = keyof typeof PROBLEMS

const TITLES: Record<number, Localized> = {
  400: { en: 'Bad request', fr: 'Requête incorrecte' },
  401: { en: 'Not authenticated', fr: 'Non authentifié' },
  403: { en: 'Not allowed', fr: 'Non autorisé' },
  404: { en: 'Not found', fr: 'Introuvable' },
  408: { en: 'Too slow', fr: 'Trop lent' },
  409: { en: 'Conflict', fr: 'Conflit' },
  413: { en: 'Too large', fr: 'Trop volumineux' },
  415: { en: 'Unsupported media type', fr: 'Type non pris en charge' },
  429: { en: 'Too many requests', fr: 'Trop de requêtes' },
  431: { en: 'Headers too large', fr: 'En-têtes trop volumineux' },
  500: { en: 'Internal error', fr: 'Erreur interne' },
  502: { en: 'The callback failed', fr: 'Échec de l’adresse de retour' },
  503: { en: 'Unavailable', fr: 'Indisponible' },
}
