import type { PageNode } from './page-snapshot.ts'
import { addressWords, controlHints, controlWords } from './page-tree.ts'
import { LOGOUT, VIEW } from './words.ts'

const word = (alternatives: string) => new RegExp(`(?<![a-z])(?:${alternatives})(?![a-z])`)

/**
 * Verbs that change something. A collector only looks: a control with one of these is never pressed, whatever else
 * it says. Nouns of the same family (`payments`, `orders`) are fine: lists are called that.
 */
const ACTS = word(
  [
    'buy|purchase now|order now|order again|place order|reorder|buy again|checkout|add to (?:cart|basket|bag)|acheter|commander|recommander|ajouter|kaufen|jetzt bestellen|nachbestellen|bestellen|in den warenkorb|comprar|comprar de nuevo|anadir|volver a comprar|acquista|ordina|aggiungi|kopen|bestel|toevoegen|adicionar|add',
    'pay|pay now|pay bill|payer|regler|bezahlen|zahlen|pagar|paga|pagare|betalen|betaal|top up|recharger|aufladen|recargar|ricarica',
    'cancel|cancelled subscription|terminate|end contract|close account|resilier|resiliation|annuler|kundigen|kundigung|stornieren|widerrufen|cancelar|anular|dar de baja|darse de baja|disdire|disdici|disdetta|recedere|annulla|annullare|opzeggen|annuleren|rescindir|revoke|stop',
    'delete|remove|erase|supprimer|effacer|retirer|loschen|entfernen|eliminar|borrar|elimina|eliminare|cancella|cancellare|verwijderen?|excluir|apagar|remover|remove|trash|archive',
    'accept|agree|i agree|accepter|j accepte|akzeptieren|zustimmen|annehmen|aceptar|acepto|accetta|accetto|accettare|accepteren|akkoord|aceitar|aceito|sign contract|signer|unterschreiben|firmar|firma|ondertekenen|assinar',
    'confirm|confirmer|bestatigen|confirmar|conferma|confermare|bevestigen|activate|activer|aktivieren|activar|attiva|activeren|ativar|deactivate|desactiver|enable|disable',
    'upgrade|downgrade|change plan|change offer|renew|renouveler|verlangern|renovar|rinnova|verlengen|modifier|edit|update|andern|bearbeiten|editar|modificar|modifica|wijzigen|alterar|transfer contract',
    'dispute|contester|reclamation|reklamieren|reklamation|reclamar|contesta|report a problem|complain|unsubscribe|se desabonner|abmelden vom|refund|rembourser|return item|retourner|zurucksenden|devolver|restituisci|retourneren|send by (?:e ?mail|post)|envoyer par|per e mail senden|enviar por|invia per',
    'finish|finish session|terminer|beenden|finalizar|terminar|termina|beeindigen|encerrar|end session|leave',
  ].join('|'),
)

/** The same in addresses, for controls that hide behind a harmless word or an icon. */
const ACTING_ADDRESS = word(
  'log ?out|sign ?out|log ?off|sign ?off|deconnexion|deconnecter|abmelden|ausloggen|uitloggen|afmelden|cerrar sesion|terminar sessao|esci|sair|end session|session end|endsession|delete|remove|destroy|cancel|cancellation|resiliation|resilier|kuendig(?:en|ung)|kundig(?:en|ung)|opzeggen|disdetta|terminate|unsubscribe|checkout|cart|basket|panier|warenkorb|buy|purchase|payer|pay|paynow|accept|refund|reorder',
)

/** True for what must never be pressed or followed, by words, by address, or by an icon's name. */
export function isForbidden(control: PageNode): boolean {
  const words = controlWords(control)
  const address = addressWords(control)
  if (LOGOUT.test(words) || ACTING_ADDRESS.test(address)) return true
  if (ACTS.test(words) && !isLookingFirst(words)) return true
  return words === '' && ACTS.test(controlHints(control))
}

/** `View and pay my bill` as a link opens a page; `Pay my bill` may pay. */
function isLookingFirst(words: string): boolean {
  const [first = ''] = words.split(' ')
  return VIEW.test(first) && !/(?<![a-z])(?:cancel|resilier|kundigen|delete|supprimer|loschen)(?![a-z])/.test(words)
}
