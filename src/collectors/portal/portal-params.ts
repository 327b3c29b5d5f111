import { z } from 'zod'
import type { BrowserStorage } from '#collector-kit/contract.ts'
import { password, secret, url, username } from '#collector-kit/params.ts'
import { isTotpSecret } from './totp.ts'

export const PortalParams = z.object({
  url: url(
    { en: 'Address of the supplier’s site', fr: 'Adresse du site du fournisseur' },
    {
      placeholder: 'https://',
      help: { en: 'Best is the page on which you log in.', fr: 'De préférence la page où vous vous connectez.' },
    },
  ),
  username: username({ en: 'User name, e-mail or customer number', fr: 'Identifiant, e-mail ou numéro de client' }),
  password: password(),
  totp_secret: secret(
    { en: 'Authenticator key', fr: 'Clé d’authentification' },
    {
      help: {
        en: 'Only if the site asks for codes from an app: the key shown beside its QR code.',
        fr: 'Seulement si le site demande les codes d’une application : la clé affichée à côté du QR code.',
      },
    },
  )
    .refine(isTotpSecret, { error: 'Not an authenticator key' })
    .optional(),
})
export type PortalParams = z.output<typeof PortalParams>

/** What a run leaves for the next one: cookies, and which rows it dealt with. */
export const PortalMemory = z.object({
  storage: z.custom<BrowserStorage>(value => z.object({ cookies: z.array(z.unknown()) }).safeParse(value).success),
  /** Digests of rows, newest first. */
  seen: z.array(z.string()),
  /** How this user comes to the list: addresses with numbers of their own in them stay here and are in no recipe. */
  reach: z.object({ url: z.url(), presses: z.array(z.string()) }).nullable(),
  /** By digest of an order's row: whether it has an invoice. */
  orders: z.record(z.string(), z.boolean()),
  /** The last day on which the whole list was read. */
  wholeOn: z.iso.date().nullable(),
})
