import { type Localized, sameInAllLocales } from '#domain/localized.ts'

/** Whose turn it is after a failed run. */
export type Actor = 'user' | 'supplier' | 'operator' | 'author'

/** The codes a run can end with when it did not succeed; stable, part of the API. */
export type CollectErrorCode =
  | 'credential_rejected'
  | 'question_expired'
  | 'user_action_needed'
  | 'supplier_unavailable'
  | 'supplier_changed'
  | 'collector_bug'

/**
 * Expected trouble while collecting. `detail` is for developers and logs and may quote the supplier; it must
 * never hold a secret. `sentence` is for the user.
 */
export abstract class CollectError extends Error {
  abstract readonly code: CollectErrorCode
  abstract readonly actor: Actor
  /** Whether trying again later, with nothing changed by anybody, may help. */
  abstract readonly retry: boolean
  abstract readonly sentence: Localized
}

/** The supplier refused the login. Never tried again with the same parameters: accounts get locked. */
export class CredentialRejected extends CollectError {
  override readonly name = 'CredentialRejected'
  readonly code = 'credential_rejected'
  readonly actor = 'user'
  readonly retry = false
  readonly sentence: Localized

  /** `said`: the supplier's own sentence, shown to the user as it is. */
  constructor(said?: string | Localized, options?: ErrorOptions) {
    super(typeof said === 'string' ? said : (said?.en ?? 'The supplier refused the login'), options)
    this.sentence = ownWords(said) ?? {
      en: 'The supplier refused this login. Check the user name and the password, then connect again.',
      fr: 'Le fournisseur a refusé cet accès. Vérifiez l’identifiant et le mot de passe, puis reconnectez-vous.',
    }
  }
}

/** Nobody answered the run's question, or took over its page, in time. */
export class QuestionExpired extends CollectError {
  override readonly name = 'QuestionExpired'
  readonly code = 'question_expired'
  readonly actor = 'user'
  readonly retry = false
  readonly sentence: Localized

  /** `sentence`: when it was not a code that was asked for. */
  constructor(detail?: string, { sentence, ...options }: ErrorOptions & { sentence?: Localized } = {}) {
    super(detail, options)
    this.sentence = sentence ?? {
      en: 'The supplier asked for a code and nobody answered in time. Start again when you have it at hand.',
      fr: 'Le fournisseur a demandé un code et personne n’a répondu à temps. Recommencez quand vous l’aurez sous la main.',
    }
  }
}

/** The supplier wants something only the user may do: terms to accept, a password to change. */
export class UserActionNeeded extends CollectError {
  override readonly name = 'UserActionNeeded'
  readonly code = 'user_action_needed'
  readonly actor = 'user'
  readonly retry = false
  readonly sentence: Localized

  constructor(what: string | Localized, options?: ErrorOptions) {
    super(typeof what === 'string' ? what : what.en, options)
    this.sentence = typeof what === 'string' ? sameInAllLocales(what) : what
  }
}

/** The supplier is down, slow or limiting us. */
export class SupplierUnavailable extends CollectError {
  override readonly name = 'SupplierUnavailable'
  readonly code = 'supplier_unavailable'
  readonly actor = 'supplier'
  readonly retry = true
  readonly sentence: Localized = {
    en: 'The supplier does not answer at the moment. There is nothing to do: we will try again by ourselves.',
    fr: 'Le fournisseur ne répond pas pour le moment. Vous n’avez rien à faire : nous réessaierons de nous-mêmes.',
  }
}

/** The page or the answer is not what the collector knows: never to be taken for "no invoices". */
export class SupplierChanged extends CollectError {
  override readonly name = 'SupplierChanged'
  readonly code = 'supplier_changed'
  readonly actor = 'author'
  readonly retry = true
  readonly sentence: Localized = {
    en: 'We could not find your invoices: the supplier’s site looks different. We have been told and are looking into it.',
    fr: 'Nous n’avons pas trouvé vos factures : le site du fournisseur a changé. Nous en sommes avertis et nous nous en occupons.',
  }
}

/** The collector broke its own contract. */
export class CollectorBug extends CollectError {
  override readonly name = 'CollectorBug'
  readonly code = 'collector_bug'
  readonly actor = 'author'
  readonly retry = true
  readonly sentence: Localized = {
    en: 'Something went wrong on our side. We have been told and are looking into it.',
    fr: 'Un problème est survenu de notre côté. Nous en sommes avertis et nous nous en occupons.',
  }
}

function ownWords(said: string | Localized | undefined): Localized | undefined {
  return typeof said === 'string' ? sameInAllLocales(said) : said
}
