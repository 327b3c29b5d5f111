import type { Locale, Localized } from './localized.ts'

/** Where a credential stands; the numbers are the API's. */
export const CREDENTIAL_STATES = {
  disconnected: -2,
  error: -1,
  waiting: 0,
  preparing: 1,
  logging_in: 2,
  /** By a person, in whose hands the page is. */
  handed_over: 2,
  second_factor: 3,
  checking_second_factor: 4,
  collecting: 5,
  downloading: 6,
  done: 7,
} as const
export type CredentialState = keyof typeof CREDENTIAL_STATES

const LAST_STEP = CREDENTIAL_STATES.done

/** What the API shows of a state, in one language. `message` says what happens now, or the failure's own sentence. */
export interface StateView {
  index: number
  max: number
  title: string
  message: string
}

/** `failure` replaces the state's own message: it knows better what happened. */
export function viewState(state: CredentialState, locale: Locale, failure?: Localized | null): StateView {
  const { title, message } = WORDS[state]
  return {
    index: CREDENTIAL_STATES[state],
    max: LAST_STEP,
    title: title[locale],
    message: (failure ?? message)[locale],
  }
}

const WORDS: Record<CredentialState, { title: Localized; message: Localized }> = {
  disconnected: {
    title: { en: 'Disconnected', fr: 'Déconnecté' },
    message: {
      en: 'The supplier no longer accepts this access. Connect it again to go on.',
      fr: 'Le fournisseur n’accepte plus cet accès. Reconnectez-le pour continuer.',
    },
  },
  error: {
    title: { en: 'Error', fr: 'Erreur' },
    message: { en: 'The last collection did not work.', fr: 'La dernière collecte n’a pas abouti.' },
  },
  waiting: {
    title: { en: 'Waiting', fr: 'En attente' },
    message: { en: 'The collection will start in a moment.', fr: 'La collecte va commencer dans un instant.' },
  },
  preparing: {
    title: { en: 'Preparing', fr: 'Préparation' },
    message: { en: 'We are getting ready.', fr: 'Nous préparons la collecte.' },
  },
  logging_in: {
    title: { en: 'Logging in', fr: 'Connexion' },
    message: { en: 'We are logging in at the supplier.', fr: 'Nous nous connectons chez le fournisseur.' },
  },
  second_factor: {
    title: { en: 'Your turn', fr: 'À vous' },
    message: { en: 'The supplier asks for a code.', fr: 'Le fournisseur demande un code.' },
  },
  handed_over: {
    title: { en: 'Your turn', fr: 'À vous' },
    message: {
      en: 'The supplier wants to see you in person: its page is yours for a moment.',
      fr: 'Le fournisseur veut avoir affaire à vous : sa page est à vous pour un instant.',
    },
  },
  checking_second_factor: {
    title: { en: 'Checking the code', fr: 'Vérification du code' },
    message: { en: 'The supplier is checking your answer.', fr: 'Le fournisseur vérifie votre réponse.' },
  },
  collecting: {
    title: { en: 'Looking for invoices', fr: 'Recherche des factures' },
    message: { en: 'We are reading the list of your invoices.', fr: 'Nous lisons la liste de vos factures.' },
  },
  downloading: {
    title: { en: 'Downloading', fr: 'Téléchargement' },
    message: { en: 'We are fetching your documents.', fr: 'Nous récupérons vos documents.' },
  },
  done: {
    title: { en: 'Connected', fr: 'Connecté' },
    message: {
      en: 'Your invoices are collected. New ones will follow by themselves.',
      fr: 'Vos factures sont collectées. Les nouvelles suivront d’elles-mêmes.',
    },
  },
}
