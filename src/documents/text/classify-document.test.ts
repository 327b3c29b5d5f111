import { expect, test } from 'vitest'
import { printedPage } from '../../../tests/conformance/printed-page.ts'
import { readPrintedFacts } from './read-printed-facts.ts'

/** The kind, and the first lines of an invented document of that kind: the words of other kinds stand in many of them. */
const DOCUMENTS: [type: string, text: string][] = [
  [
    'reminder',
    "Relance de paiement\nNotre facture n° F-22 du 03/03/2026 d'un montant de 120,00 € reste impayée.\nTotal dû : 120,00 €",
  ],
  ['reminder', 'Final notice\nYour account is overdue. Invoice INV-9  dated 1 March 2026\nAmount due: £50.00'],
  [
    'reminder',
    'Beispiel GmbH\nErinnerung an offene Rechnung\nSehr geehrte Damen und Herren, leider konnten wir zu Rechnung Nr. 4711 noch keinen Zahlungseingang feststellen.\nOffener Betrag: 99,00 €',
  ],
  ['reminder', 'Sollecito di pagamento\nFattura n. 5 del 01/02/2026 importo 122,00 €'],
  ['reminder', 'Eerste herinnering\nFactuurnummer: 2026-4\nTe betalen: € 20,00'],
  [
    'order_confirmation',
    'Order confirmation\nThank you for your order!\nOrder number: 112-998  Order date: 3 May 2026\nOrder total: $45.00',
  ],
  ['order_confirmation', 'Bestellbestätigung\nVielen Dank für Ihre Bestellung Nr. 88\nGesamtsumme 19,90 €'],
  ['order_confirmation', 'Confirmation de commande\nCommande n° 4455 du 02/02/2026\nTotal TTC 30,00 €'],
  ['order_confirmation', 'DEVIS N° D-2026-4\nDate : 01/02/2026\nTotal TTC 1 200,00 €'],
  ['order_confirmation', 'Angebot Nr. 77\nGesamtbetrag 1.190,00 €'],
  ['order_confirmation', 'Bon de livraison n° BL-4\nDate 05/05/2026\nRamettes  10'],
  ['statement', 'Relevé de compte\nN° de compte 12345\nSolde au 31/03/2026 : 1 200,00 €'],
  ['statement', 'Kontoauszug Nr. 3/2026\nAlter Saldo 100,00 €\nNeuer Saldo 90,00 €'],
  ['statement', 'Account statement\nOpening balance $10.00\nInvoice 44  $30.00\nClosing balance $40.00'],
  [
    'contract_terms',
    'Terms and Conditions\n1. Definitions. "Customer" means the person that orders.\n2. Invoices are payable within 30 days.',
  ],
  ['contract_terms', 'Allgemeine Geschäftsbedingungen\n§ 1 Geltungsbereich\nAlle Rechnungen sind sofort fällig.'],
  [
    'contract_terms',
    'Contrat de prestation de services\nEntre les soussignés\nArticle 1 - Objet\nArticle 5 - Facturation : 1 000,00 € HT par mois',
  ],
  ['contract_terms', 'Privacy policy\nWe process your data to send invoices.'],
  ['contract_terms', 'Widerrufsbelehrung\nSie haben das Recht, binnen vierzehn Tagen diesen Vertrag zu widerrufen.'],
  ['advertisement', 'Black Friday\nBis zu 50% Rabatt!\nJetzt sichern  Newsletter abmelden'],
  ['advertisement', 'Nos offres du mois\nProfitez de -20 % sur tout le site\nSe désabonner'],
  ['advertisement', 'New: our summer catalogue is here. Discover great deals, order today!\nUnsubscribe | Privacy'],
  ['credit_note', 'Note de crédit NC-12\nDate 01/03/2026\nTotal TTC -12,00 €'],
  ['credit_note', 'Stornorechnung Nr. S-9 vom 02.02.2026\nGesamtbetrag -119,00 €'],
  ['credit_note', 'Credit memo CM-100\nTotal credit $20.00'],
  ['receipt', 'Reçu de paiement n° 77\nMontant payé 20,00 €  Date 01/02/2026'],
  ['receipt', 'Quittung Nr. 12\nBetrag dankend erhalten 50,00 €'],
  ['receipt', 'Payment receipt\nAmount paid  $9.00\nDate paid  Jan 5, 2026'],
  [
    'invoice',
    'Invoice 12345\nDate: 1 May 2026\nTotal: €100.00\nSee our general terms and conditions. Order confirmation was sent by mail.',
  ],
  [
    'invoice',
    'Facture F-1\nDate 01/02/2026\nTotal TTC 10,00 €\nRappel : toute facture impayée entraîne des pénalités. Conditions générales de vente au verso',
  ],
  ['invoice', 'Rechnung RE-5 vom 01.02.2026\nAuftragsbestätigung AB-3\nLieferschein L-2\nGesamtbetrag 10,00 €'],
  [
    'invoice',
    'Telefonrechnung April\nRechnungsnummer 99  Datum 01.04.2026\nRechnungsbetrag 20,00 €\nIhr Vertrag: Kündigung möglich',
  ],
  ['invoice', 'Bill\nBill number 778  Bill date 04/03/2026\nTotal amount due $10.00'],
  ['invoice', 'Nota de honorários\nFatura FT 1/2\nTotal 10,00 €'],
]

test.each(DOCUMENTS)('tells a %s: %j', (type, text) => {
  expect(readPrintedFacts(printedPage(text), { source: 'text', createdOn: null }).type?.value).toBe(type)
})
