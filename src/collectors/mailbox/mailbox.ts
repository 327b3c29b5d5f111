import { type Collector, integer, mailboxCollector, oneOf, password, text, username, z } from '#collector-kit/index.ts'
import type { Localized } from '#domain/localized.ts'
import { collectMail } from './collect-mail.ts'
import { watchMail } from './watch-mail.ts'

/** A name or an address, nothing around it: people paste `imaps://mail.example.com:993/` too. */
const HOST_NAME = /^[a-z\d](?:[a-z\d.:-]*[a-z\d])?$/i

const params = z.object({
  host: text(
    { en: 'Mail server (IMAP)', fr: 'Serveur de messagerie (IMAP)' },
    {
      placeholder: 'imap.example.com',
      help: {
        en: 'Your mail provider’s help pages call it “incoming mail server” or “IMAP server”.',
        fr: 'Les pages d’aide de votre messagerie l’appellent « serveur de courrier entrant » ou « serveur IMAP ».',
      },
    },
  ).regex(HOST_NAME),
  port: integer(
    { en: 'Port', fr: 'Port' },
    { min: 1, max: 65_535 },
    { help: { en: '993 with TLS, 143 with STARTTLS.', fr: '993 avec TLS, 143 avec STARTTLS.' } },
  ).default(993),
  security: oneOf({ en: 'Security', fr: 'Sécurité' }, ['tls', 'starttls'], {
    help: {
      en: 'tls: encrypted from the start, what nearly every provider uses. starttls: encrypted right after connecting.',
      fr: 'tls : chiffré dès le départ, le cas de presque toutes les messageries. starttls : chiffré juste après la connexion.',
    },
  }).default('tls'),
  username: username(undefined, {
    help: { en: 'Mostly the whole e-mail address.', fr: 'Le plus souvent l’adresse e-mail entière.' },
  }),
  password: password(undefined, {
    help: {
      en: 'Gmail, Yahoo, iCloud and others want an app password here, made in the settings of your account.',
      fr: 'Gmail, Yahoo, iCloud et d’autres demandent ici un mot de passe d’application, créé dans les réglages de votre compte.',
    },
  }),
  folders: text(
    { en: 'Folders', fr: 'Dossiers' },
    {
      placeholder: 'INBOX, Invoices/*',
      help: {
        en: 'Separated by commas; * stands for anything, ! in front leaves out. Empty: all but the trash, junk, drafts and sent mail.',
        fr: 'Séparés par des virgules ; * remplace n’importe quoi, ! devant exclut. Vide : tous, sauf la corbeille, les indésirables, les brouillons et les messages envoyés.',
      },
    },
  ).optional(),
  senders: filter({ en: 'Only from these senders', fr: 'Seulement de ces expéditeurs' }, '*@acme.example, !news@*', {
    en: 'Part of a name or address. Separated by commas; * stands for anything, ! in front leaves out. Empty: everybody.',
    fr: 'Une partie du nom ou de l’adresse. Séparés par des virgules ; * remplace n’importe quoi, ! devant exclut. Vide : tous.',
  }),
  subjects: filter({ en: 'Only with these subjects', fr: 'Seulement avec ces objets' }, 'invoice, receipt *', {
    en: 'Part of the subject; with a *, the whole of it. Separated by commas; ! in front leaves out. Empty: all.',
    fr: 'Une partie de l’objet ; avec un *, l’objet entier. Séparés par des virgules ; ! devant exclut. Vide : tous.',
  }),
  texts: filter(
    { en: 'Only with these words in the text', fr: 'Seulement avec ces mots dans le texte' },
    'your invoice',
    {
      en: 'Found anywhere in the message. Separated by commas; * stands for anything, ! in front leaves out. Empty: all.',
      fr: 'N’importe où dans le message. Séparés par des virgules ; * remplace n’importe quoi, ! devant exclut. Vide : tous.',
    },
  ),
  attachments: filter({ en: 'Only these attachments', fr: 'Seulement ces pièces jointes' }, 'invoice*.pdf, *.xml', {
    en: 'Part of the file name; with a *, the whole of it. Separated by commas; ! in front leaves out. Empty: all.',
    fr: 'Une partie du nom du fichier ; avec un *, le nom entier. Séparés par des virgules ; ! devant exclut. Vide : toutes.',
  }),
})

function filter(label: Localized, placeholder: string, help: Localized) {
  return text(label, { placeholder, help }).optional()
}

export type MailboxParams = z.output<typeof params>

export interface MailboxOptions {
  /** PEM of an authority to trust besides the public ones: a company's own, a test server's. */
  trustedCa?: string
}

export function createMailbox({ trustedCa }: MailboxOptions = {}): Collector {
  return mailboxCollector({
    id: 'mailbox',
    name: 'Mailbox',
    homepage: 'https://www.rfc-editor.org/info/rfc9051',
    description: {
      en: 'Invoices attached to e-mails, from any mail provider with IMAP. Your mails are only read: nothing is marked, moved or deleted.',
      fr: 'Les factures jointes aux e-mails, de toute messagerie avec IMAP. Vos messages sont seulement lus : rien n’est marqué, déplacé ni supprimé.',
    },
    params,
    collect: run => collectMail(run, trustedCa),
    watch: (context, onNews) => watchMail(context, onNews, trustedCa),
  })
}

export default createMailbox()
