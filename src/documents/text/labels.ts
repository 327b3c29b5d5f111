/** What a printed label announces. The `other…` kinds exist to keep their values away from ours. */
export type LabelKind =
  | 'invoiceNumber'
  | 'documentNumber'
  | 'orderNumber'
  | 'contractNumber'
  | 'otherNumber'
  | 'issueDate'
  | 'date'
  | 'dueDate'
  | 'otherDate'
  | 'gross'
  | 'total'
  | 'due'
  | 'net'
  | 'tax'
  | 'prepaid'
  | 'otherAmount'
  | 'currency'
  | 'otherCurrency'
  | 'seller'
  | 'buyer'

/**
 * The labels of seven languages: English, French, German, Spanish, Italian, Dutch, Portuguese, one label between two bars.
 * Compared without case, accents, spaces and punctuation; the longest that fits wins, so `total ht` is not a `total`.
 */
export const LABELS: Record<LabelKind, string> = {
  invoiceNumber: `
    invoice number|invoice no|invoice nr|invoice num|invoice id|invoice ref|invoice reference|inv no|inv number|number of invoice
    |tax invoice no|tax invoice number|vat invoice number|vat invoice no|bill number|bill no|receipt number|receipt no|receipt id
    |credit note number|credit note no|credit memo number|credit memo no|credit number|statement invoice number|invoice code
    |numero de facture|numero de la facture|numero facture|no de facture|no facture|n de facture|n de la facture|n facture|num facture
    |facture numero|facture no|facture n|facture num|ref facture|reference facture|reference de facture|reference de la facture
    |numero d avoir|n avoir|no avoir|avoir n|avoir no|avoir numero|n d avoir|numero de recu|recu n|recu no|facture d acompte n|numero de quittance
    |n de piece|numero de piece|facturation n|id de facture
    |rechnungsnummer|rechnungsnr|rechnung nr|rechnung no|rechnung nummer|rechnungs nr|re nr|rg nr|rechn nr|rechnr|rnr|renr|rechnungs no|rechnungsno
    |rechnung n|gutschriftsnummer|gutschriftnummer|gutschriftnr|gutschrift nr|gutschrift no|gutschriftsnr|stornorechnung nr|stornonummer
    |belegnummer|belegnr|beleg nr|quittungsnummer|quittung nr|faktura nr|fakturanummer|faktura nummer|rechnungsbeleg nr|rechnungsid
    |rechnungs id|rechnungskennung|abrechnungsnummer
    |numero de factura|n de factura|no de factura|num factura|n factura|no factura|factura n|factura no|factura num|factura numero|numero factura
    |num de factura|factura ref|numero de la factura|nro de factura|factura nro|nro factura|n de la factura|no de la factura
    |numero de abono|factura rectificativa n|factura rectificativa no|abono n|abono no|numero de recibo|recibo n|recibo no|factura simplificada n
    |factura simplificada no
    |numero fattura|numero della fattura|n fattura|no fattura|num fattura|fattura n|fattura no|fattura numero|fattura nr|nr fattura|fattura num
    |nota di credito n|nota di credito no|nota credito n|nota di credito nr|numero nota di credito|n ricevuta|ricevuta n|numero ricevuta
    |factuurnummer|factuur nummer|factuurnr|factuur nr|factuur no|nummer factuur|creditnotanummer|creditnota nr|creditfactuur nr|creditnummer
    |bonnummer|nota nummer|notanummer|creditfactuurnummer|factuurreferentie
    |numero da fatura|no da fatura|n da fatura|fatura n|fatura no|fatura numero|numero fatura|num fatura|n fatura|no fatura|nr fatura|fatura nr
    |numero da factura|factura recibo n|fatura recibo n|fatura recibo no|nota de credito n|nota de credito no|numero da nota de credito
    |fatura simplificada n|fatura simplificada no|numero do recibo|factura numero no`,
  documentNumber: `
    document number|document no|doc no|doc number|document id|number|no|reference number|our reference|our ref
    |numero|numero de document|n de document|n document|reference|ref|notre reference|no piece|numero du document
    |nummer|nr|dokumentnummer|dokumentnr|dokument nr|dokumenten nr|unser zeichen|vorgangsnummer|vorgangsnr
    |numero de documento|n documento|no documento|n de documento|nuestra referencia|num|numero documento|documento n|documento no
    |documento nr|nr documento|numero del documento
    |documentnummer|onze referentie|kenmerk|ons kenmerk|no documento|numero do documento|referencia`,
  orderNumber: `
    order number|order no|order nr|order id|order ref|order reference|your order|your order no|po number|po no|po|purchase order|purchase order no
    |purchase order number|po ref|customer order|customer order no|sales order|order
    |numero de commande|n de commande|n commande|no de commande|no commande|commande n|commande no|bon de commande|n bon de commande|reference commande
    |numero de la commande|votre commande|ref commande|commande|n de bon de commande|votre reference|numero commande|commande numero|reference de commande
    |bestellnummer|bestellnr|bestell nr|bestellung nr|bestellung|bestell no|auftragsnummer|auftragsnr|auftrags nr|auftrag nr|ihre bestellung|ihre bestellung nr|ihr auftrag|auftrag
    |ihre bestellnummer|kundenauftrag
    |numero de pedido|n de pedido|n pedido|no pedido|no de pedido|pedido n|pedido no|pedido|su pedido|orden de compra|num pedido|numero pedido
    |numero ordine|n ordine|ordine n|ordine nr|ordine|numero d ordine|vostro ordine|ordine di acquisto|rif ordine|ordine numero
    |ordernummer|order nummer|bestelnummer|bestelbon|uw bestelling|inkooporder|bestelling|bestelnr
    |numero da encomenda|n da encomenda|encomenda n|encomenda no|encomenda|n encomenda|numero do pedido|ordem de compra|nota de encomenda`,
  contractNumber: `
    contract number|contract no|contract nr|contract id|contract|agreement number|agreement ref|agreement no|subscription id|subscription number|policy number
    |numero de contrat|n de contrat|n contrat|no de contrat|no contrat|contrat n|contrat no|contrat|ref contrat|reference contrat|numero du contrat|n d abonnement
    |numero d abonnement|ref marche|n de marche|numero de police|marche n
    |vertragsnummer|vertragsnr|vertrag nr|vertrags nr|vertrag|vertragskonto|vertragskontonummer|versicherungsnummer|versicherungsscheinnummer
    |numero de contrato|n de contrato|n contrato|no contrato|contrato n|contrato no|contrato|numero contrato|ref contrato|num contrato|no de contrato
    |numero contratto|n contratto|contratto n|contratto nr|contratto|numero di contratto
    |contractnummer|contract nummer|abonnementsnummer|polisnummer
    |numero do contrato|n do contrato|no do contrato`,
  otherNumber: `
    customer number|customer no|customer id|customer|account number|account no|account id|account|client number|client id|client no|client ref|vat number
    |vat no|vat id|vat reg no|vat registration number|tax id|tax number|ein|gst number|abn|company number|company no|registration number|phone|tel
    |telephone|fax|mobile|delivery note|delivery note no|delivery note number|packing slip|sort code|bank account|account holder|iban|bic|swift|page|zip
    |payment reference|transaction id|transaction number|transaction|serial number|item number|sku|article number|routing number|your reference|your ref|customer reference
    |ticket number|case number|project number|quote number|quotation no|estimate no|booking number|reservation number|tracking number|related invoice
    |original invoice|original invoice number|credited invoice|corrected invoice|cheque number|employer id|license number|meter number|registered no|vendor number|supplier number
    |lot number|order line|payment communication|customer ref|vat|tax registration number
    |numero de client|n de client|n client|no client|no de client|client n|numero client|code client|ref client|reference client|reference clients|identifiant client|numero de compte
    |n de compte|n compte|siret|siren|rcs|ape|naf|n tva|no tva|tva intra|n tva intra|n tva intracommunautaire|tva intracommunautaire
    |numero de tva|n de tva|n tva client|telephone portable|portable|mobile|bon de livraison|n bon de livraison|n de bon de livraison|n bl|numero de dossier
    |n dossier|numero de serie|rib|code banque|code guichet|facture liee|facture associee|n de facture associee|numero de facture associee|facture d origine|facture initiale|devis|devis n
    |n devis|numero de devis|numero de ligne|ligne|mandat|rum|ics|numero de mandat|code postal|cle rib|n de compteur|pdl|pce|numero de telephone|vos references
    |reference a rappeler|reference de paiement|reference paiement|votre ref|compte client|numero de suivi|n ordre|titulaire|numero d immatriculation|bon de vente
    |kundennummer|kundennr|kunden nr|kunde nr|kdnr|kd nr|ihre kundennummer|debitor|debitorennummer|debitorennr|steuernummer|steuernr|st nr|ust id|ust id nr|ustid|ust idnr
    |ust ident nr|ust identnr|umsatzsteuer id|umsatzsteuer identifikationsnummer|uid nr|uid|uid nummer|mwst nr|handelsregister|hrb|hra|telefon|fon|telefax|handy|mobil
    |lieferschein|lieferschein nr|lieferscheinnummer|lieferscheinnr|lieferung nr|kontonummer|kontonr|konto nr|konto|blz|bankleitzahl|artikelnummer|artikelnr|artikel nr|art nr|seriennummer
    |angebot nr|angebotsnummer|projekt nr|projektnummer|referenz|zahlungsreferenz|verwendungszweck|ihre referenz|ihr zeichen|ihre nummer|mandatsreferenz
    |mandatsreferenznummer|glaubiger id|glaubiger identifikationsnummer|zahlernummer|kassenzeichen|referenz des kaufers|gln|gtin|ean|weee reg nr|seite|postleitzahl|partnernummer
    |buchungsnummer|ursprungsrechnung|zu rechnung nr|bezugsrechnung|globale nummer|amtsgericht|finanzamt|lieferantennummer|lieferanten nr|lieferantennr|lief nr|personalnummer|sachbearbeiter|kostenstelle
    |numero de cliente|n de cliente|n cliente|no cliente|no de cliente|cliente n|codigo cliente|codigo de cliente|cod cliente|nif|cif|nie|n iva|telefono|tel fono|movil
    |albaran|n albaran|numero de albaran|albaran n|cuenta|numero de cuenta|n de cuenta|ccc|presupuesto|n presupuesto|numero de serie|referencia cliente|su referencia|factura rectificada|factura original
    |numero de registro|ref catastral|cups|matricula|codigo postal|n de telefono|numero de telefono|referencia de pago
    |numero cliente|codice cliente|n cliente|cod cliente|p iva|partita iva|codice fiscale|cod fisc|c f|cf|rea|telefono|ddt|ddt n|documento di trasporto|conto corrente|cellulare
    |codice destinatario|cig|cup|preventivo|numero di serie|fattura di riferimento|rif fattura|numero verde|pod|pdr|numero conto|codice articolo|fattura collegata
    |klantnummer|klant nr|klantnr|klantcode|debiteurnummer|debiteurennummer|debiteurnr|relatienummer|btw nummer|btw nr|btw id|btw|kvk|kvk nummer|kvk nr|telefoon|telefoonnummer|rekeningnummer|rekening nr|pakbon
    |pakbonnummer|serienummer|artikelnummer|betalingskenmerk|offertenummer|offerte|uw referentie|uw kenmerk|mededeling|gestructureerde mededeling|ondernemingsnummer|originele factuur|projectnummer
    |numero do cliente|n do cliente|n de cliente|no cliente|cliente|nif cliente|contribuinte|n contribuinte|no contribuinte|numero de contribuinte|telemovel|telefone|guia de transporte|guia de remessa
    |conta|n de conta|nib|atcud|entidade|referencia multibanco|orcamento|documento origem|documento de origem|fatura original|referencia de pagamento|codigo do cliente|cnpj|cpf|sua referencia|n certificado`,
  issueDate: `
    invoice date|date of invoice|date of issue|issue date|issued on|issued at|issued|date issued|bill date|billing date|invoiced on|invoice issued|tax date|tax point|receipt date|credit note date|dated
    |date issue|statement date|document date|invoice issue date|date invoiced|invoice created|date of receipt|date paid receipt|credit date
    |date de facture|date de la facture|date facture|date de facturation|date d emission|date emission|emise le|emis le|facture du|facture emise le|date de l avoir|date d avoir|date facturation|date du document|date piece
    |etablie le|date d etablissement|edite le|editee le|date d edition|date document|date de creation|le recu du|facturee le|date de piece|avoir du
    |rechnungsdatum|rechnungs datum|datum der rechnung|rechnung vom|ausstellungsdatum|ausgestellt am|belegdatum|beleg datum|fakturadatum|gutschriftsdatum|gutschriftdatum|rechnungsausgangsdatum
    |ausgangsdatum|erstellt am|datum rechnung|erstellungsdatum|rechnungserstellung|datum des belegs|fakturierungsdatum|rechnungstag|quittungsdatum|buchungsdatum
    |fecha de factura|fecha de la factura|fecha factura|fecha de emision|fecha emision|fecha de expedicion|fecha expedicion|emitida el|fecha de facturacion|fecha facturacion|fecha documento|fecha del documento|fecha de documento
    |fecha de abono|fecha de emision de factura|fecha emision factura
    |data fattura|data della fattura|data di emissione|data emissione|data documento|data del documento|fattura del|emessa il|data emissione fattura|data di fatturazione|data fatturazione|data nota di credito|data doc
    |factuurdatum|factuur datum|datum factuur|uitgiftedatum|datum van uitgifte|facturatiedatum|creditnotadatum|notadatum|opgemaakt op|datum van afgifte|datum van factuur
    |data da fatura|data da factura|data fatura|data factura|data de emissao|data emissao|emitido em|emitida em|data do documento|data de faturacao|data de facturacao|data documento`,
  date: `date|datum|fecha|data|le|vom|du|den|day|invoice date time`,
  dueDate: `
    due date|date due|payment due|payment due date|due on|due by|pay by|payable by|due|pay before|please pay by|payment date|payment deadline|pay until|remit until|please remit until|due for payment|to be paid by|payment is due|net due date
    |total amount due on|amount due on|balance due on|total due on|payment due by|auto pay date|direct debit date|will be charged on|will be debited on
    |date d echeance|date echeance|echeance|echeance le|a regler avant le|a payer avant le|a regler avant|date limite de paiement|date de paiement|date de reglement|payable avant le|payable le|a payer pour le|date limite de reglement
    |echeance de paiement|date de prelevement|preleve le|sera preleve le|prelevement le|prelevement prevu le|montant preleve le|paiement avant le|reglement avant le|a regler le|a payer le|reglement le|date exigibilite|date d exigibilite
    |falligkeitsdatum|fallig am|fallig bis|falligkeit|zahlbar bis|zahlbar bis zum|zahlungsziel|zu zahlen bis|bitte zahlen sie bis|zahlbar am|zahlungsfrist|zahlungstermin|uberweisen sie bis|uberweisen sie bis zum
    |bis spatestens|spatestens bis|einzugsdatum|abbuchung am|netto bis|fallig|zahlung bis|wird am|zahlungseingang bis|zahltermin|uberweisung bis|falligkeitstermin|zahlungsdatum|abbuchungsdatum|lastschrift am|zahlbar spatestens
    |fecha de vencimiento|fecha vencimiento|vencimiento|vence el|vencimientos|fecha limite de pago|fecha de pago|fecha limite|pagar antes de|pagar antes del|fecha de cargo|fecha prevista de cobro|fecha prevista de cargo|fecha prevista de pago|fecha prevista cobro|fecha de cobro
    |data scadenza|scadenza|data di scadenza|scadenza pagamento|da pagare entro|da pagare entro il|pagare entro|entro il|scadenze|scadenza del|data pagamento|data di pagamento|termine di pagamento
    |vervaldatum|verval datum|te betalen voor|uiterlijk betalen op|uiterste betaaldatum|betalen voor|betaal voor|uiterlijk|vervaldag|betaaldatum|te betalen uiterlijk|vervalt op|te voldoen voor|betalen uiterlijk|incassodatum|betaling voor|uiterlijk op
    |data de vencimento|data vencimento|vencimento|data limite de pagamento|data limite|pagar ate|pagamento ate|data de pagamento|vence em|pague ate`,
  otherDate: `
    delivery date|date of delivery|date of supply|supply date|service date|order date|ship date|shipping date|date shipped|period|billing period|service period|from|to|start date|end date|date of birth|print date|printed on|date of order
    |statement period|invoice period|tax point date|date paid|paid on|next billing date|next invoice date|renewal date|valid until|expiry date|contract date|period of service|usage period|check in|check out|departure|arrival|purchase date|order placed|date of purchase|performance date
    |date de livraison|date livraison|date de commande|date commande|date de la commande|periode|periode de facturation|date de prestation|date de debut|date de fin|date de vente|livre le|expedie le|date d expedition|payee le|paye le|date d achat|du au
    |date de debut de prestation|date de fin de prestation|date de facture associee|prochaine facture|periode du|commande du|date de realisation|date de la vente|imprime le|date d impression|date d arrivee|date de depart|date de naissance|valable jusqu au|date de la prestation|date de valeur|prochain prelevement
    |lieferdatum|liefer datum|leistungsdatum|leistungszeitraum|leistungs datum|liefer und leistungsdatum|liefer bzw leistungsdatum|lieferdatum leistungsdatum|liefer leistungszeitraum|leistungs und lieferdatum|datum der lieferung|datum der leistung|auftragsdatum|bestelldatum|bestell datum|bestellung vom|bestellt am|lieferschein datum|lieferscheindatum|auftrag datum lief|abrechnungszeitraum|zeitraum|leistungsmonat|druckdatum|versanddatum
    |bezahlt am|gezahlt am|lieferung vom|gultig bis|gultig ab|vertragsbeginn|naechste rechnung|nachste rechnung|berechnungszeitraum|rechnungszeitraum|vertragslaufzeit|geburtsdatum|anreise|abreise|lieferzeitraum|liefertermin|lieferscheinvom|gebucht am|abrechnungsperiode|rechnungsperiode|kaufdatum|auftrag vom|angebot vom
    |fecha de entrega|fecha entrega|fecha de pedido|fecha pedido|periodo|periodo de facturacion|fecha de operacion|fecha operacion|fecha de inicio|fecha de fin|fecha albaran|fecha de compra|fecha de servicio|fecha de nacimiento|fecha de impresion|periodo facturado|fecha de salida|fecha de llegada|fecha de prestacion
    |data consegna|data di consegna|data ordine|data ddt|periodo di fatturazione|periodo di riferimento|dal|al|data inizio|data fine|competenza|data spedizione|data di nascita|data stampa|data operazione|data acquisto|data prossima fattura
    |leverdatum|leveringsdatum|besteldatum|orderdatum|periode|verzenddatum|datum levering|datum van levering|factuurperiode|leverings datum|afdrukdatum|betaald op|aankoopdatum|periode van|prestatiedatum|geleverd op|datum bestelling|ingangsdatum
    |data de entrega|data da encomenda|data de encomenda|periodo de faturacao|data de inicio|data de fim|data da operacao|data de impressao|data de carga|data de nascimento|data da compra|data do servico`,
  gross: `
    total incl vat|total including vat|total inc vat|total incl tax|total including tax|total inc tax|total with tax|total with vat|grand total|invoice total|total invoice|total invoice amount|invoice amount|total amount|total for this invoice|total of invoice|total charged|amount charged
    |total inc gst|total incl gst|gross total|total gross|gross amount|total price|total vat included|total incl|amount incl vat|total payable|invoice value|total this invoice|total amount incl vat|order total|total eur incl vat|total credit|credit total|total charges|total billed|total current charges|invoice gross|total amount including tax|total amount with tax
    |total ttc|montant ttc|montant total ttc|total general|total toutes taxes comprises|montant toutes taxes comprises|total facture|total de la facture|montant de la facture|montant total|total montant ttc|ttc|prix total ttc|montant facture|total general ttc|total facture ttc
    |montant total de la facture|montant de l avoir|total avoir|total eur ttc|total ttc eur|somme totale|montant total facture|total taxes comprises|montant ttc eur|total ttc euros|total tvac|montant tvac|total tva comprise|total avec tva|total tva incluse
    |gesamtbetrag|gesamtkosten|rechnungsbetrag|bruttobetrag|bruttosumme|endbetrag|gesamtsumme|endsumme|summe brutto|rechnungssumme|rechnungssumme brutto|gesamt brutto|brutto gesamt|gesamtbetrag brutto|gesamt inkl mwst|gesamtbetrag inkl mwst|gesamtbetrag inkl ust
    |summe inkl ust|summe inkl mwst|rechnungsbetrag brutto|rechnungsendbetrag|brutto|total brutto|totalbetrag|gesamtpreis brutto|betrag inkl mwst|betrag brutto|rechnungsgesamtbetrag|total inkl mwst|gesamtbetrag inkl umsatzsteuer|gutschriftsbetrag|gesamtsumme brutto|rechnungstotal|gesamtrechnungsbetrag|gesamt inkl ust|summe inkl umsatzsteuer
    |rechnungsbetrag inkl mwst|rechnungsbetrag inkl ust|gesamtbetrag eur|rechnungssumme brutto inkl ust|gesamtbetrag in eur|summe gesamt|bruttorechnungsbetrag|bruttogesamtbetrag|gesamtbruttobetrag|endbetrag brutto|gesamtbetrag inklusive mwst|total mit mwst
    |total factura|importe total|total con iva|total iva incluido|total eur|total a facturar|total general|total iva inc|total impuestos incluidos|total con impuestos|importe total factura|total de la factura|importe factura|total documento|total bruto|total importe|total euros|importe total con iva|total abono|total incluido iva
    |importe de la factura|total facturado|suma total
    |totale fattura|totale documento|totale ivato|totale iva inclusa|totale complessivo|totale generale|importo totale|totale iva compresa|totale con iva|importo totale fattura|totale comprensivo di iva|totale lordo|totale della fattura|importo totale documento|totale eur|importo fattura|importo complessivo|totale nota di credito|tot documento|tot fattura
    |totaal incl btw|totaal inclusief btw|totaalbedrag|factuurbedrag|totaal bedrag|totaal factuur|factuurtotaal|eindtotaal|totaal inc btw|bedrag incl btw|totaalbedrag incl btw|eindbedrag|bedrag inclusief btw|totaal met btw|bruto totaal|totaalbedrag inclusief btw|totaal eur|totaal te factureren|totaal incl
    |total com iva|valor total|total geral|total da fatura|total da factura|total iva incluido|montante total|importancia total|total do documento|total documento|total c iva|total com impostos|valor da fatura|total liquido a pagar|total fatura|valor total da fatura`,
  total: `total|totale|totaal|summe|gesamt|betrag|montant|importe|importo|bedrag|valor|amount|sum|suma|soma|tot|endpreis|gesamtpreis`,
  due: `
    amount due|amount paid|total paid|balance due|total due|total amount due|amount payable|net amount payable|amount to pay|to pay|please pay|balance|outstanding|outstanding balance|due payable|you owe|amount outstanding|open amount|residual|balance to pay|payment amount|amount owed|total to pay|total now due|due amount|please pay this amount
    |net a payer|montant a payer|a payer|reste a payer|solde a payer|solde du|montant du|total a payer|montant net a payer|net a payer ttc|solde|reste du|somme a payer|total du|net a regler|montant a regler|total a regler|montant preleve|montant du prelevement|a regler|net a payer eur|somme due|a votre credit|a votre debit|solde ttc|montant a prelever|montant total a payer|montant restant a payer
    |zahlbetrag|zu zahlen|zu zahlender betrag|offener betrag|restbetrag|falliger betrag|zahlungsbetrag|noch zu zahlen|zahllast|zu uberweisender betrag|uberweisungsbetrag|zu bezahlen|ausstehender betrag|zahlbarer betrag|offener rechnungsbetrag|verbleibender betrag|abbuchungsbetrag|lastschriftbetrag|restforderung|zu zahlender gesamtbetrag|nachzahlung|saldo
    |total a pagar|importe a pagar|a pagar|pendiente de pago|saldo pendiente|liquido a percibir|total a cobrar|importe pendiente|liquido|total liquido|neto a pagar|importe liquido|importe a abonar|a abonar|total a abonar|importe a ingresar|saldo a pagar
    |totale da pagare|da pagare|netto a pagare|importo da pagare|totale dovuto|importo dovuto|residuo|totale a pagare|saldo dovuto|tot da pagare|netto da pagare|totale a saldo
    |te betalen|te betalen bedrag|te voldoen|openstaand bedrag|totaal te betalen|nog te betalen|te betalen totaal|totaal te voldoen|openstaand saldo|te ontvangen|bedrag te betalen|door u te betalen|verschuldigd bedrag|af te schrijven bedrag
    |valor a pagar|montante a pagar|total a liquidar|em divida|valor em divida|liquido a pagar|quantia a pagar|saldo em divida`,
  net: `
    subtotal|sub total|net total|total net|net amount|net|total excl vat|total excluding vat|total exc vat|total ex vat|total excl tax|total excluding tax|total before tax|amount before tax|taxable amount|total without tax|total without vat|net value|taxable base|total net amount|net price total|invoice net|amount excl vat|goods total|total ex tax|amount excluding tax|vatable amount|subtotal excl vat|total w o tax|price w o tax|total excl|sub total excl vat|subtotal excluding vat|net subtotal|vat base|tax base
    |total ht|montant ht|total hors taxes|total hors taxe|sous total|montant total ht|total general ht|base ht|ht|montant hors taxes|montant hors taxe|base imposable|base tva|total net ht|net ht|total ht net|total h t|sous total ht|total ht eur|total htva|montant htva|total hors tva|total htva eur|net commercial|base hors taxe|total ht avant remise|montant net ht|base ht tva|hors taxes|sous total hors taxes
    |nettobetrag|nettosumme|netto|summe netto|gesamt netto|netto gesamt|zwischensumme|rechnungssumme netto|rechnungssumme ohne ust|rechnungssumme ohne mwst|gesamtbetrag netto|gesamtsumme netto|warenwert|positionssumme|netto summe|betrag netto|total netto|nettowert|nettogesamtbetrag|summe ohne mwst|bemessungsgrundlage|rechnungsbetrag netto|netto betrag|gesamtnetto|zwischensumme netto|steuerbasisbetrag|basisbetrag|steuerbasis|gesamt ohne mwst|rechnungssumme netto excl ust|rechnungssumme netto exkl ust|netto warenwert|summe netto eur|summe ohne ust|gesamtpreis netto|nettorechnungsbetrag|gesamtnettobetrag|exkl mwst|total exkl mwst|total ohne mwst|gesamtbeitrag|warenwert netto
    |base imponible|subtotal|importe neto|total neto|suma|neto|total sin iva|base|total bruto sin iva|importe sin iva|total base imponible|importe bruto|total antes de impuestos|bases imponibles|importe sin impuestos|total sin impuestos|base imp|total base
    |imponibile|totale imponibile|totale netto|totale merce|subtotale|importo netto|totale senza iva|netto|base imponibile|totale iva esclusa|totale esclusa iva|tot imponibile|imponibile iva|totale merci|importo imponibile|netto merce|totale al netto iva|sub totale
    |subtotaal|sub totaal|totaal excl btw|totaal exclusief btw|bedrag excl btw|netto bedrag|nettobedrag|exclusief btw|excl btw|totaal ex btw|maatstaf van heffing|bedrag exclusief btw|nettototaal|netto totaal|totaal excl|grondslag|totaalbedrag excl btw|totaalbedrag exclusief btw|maatstaf|belastbaar bedrag|goederenbedrag|totaal netto
    |total sem iva|subtotal|total liquido|base de incidencia|incidencia|total iliquido|valor liquido|mercadoria servicos|soma|base tributavel|total s iva|valor sem iva|total antes de impostos|base incidencia|iliquido|valor iliquido`,
  tax: `
    vat|tax|vat amount|tax amount|total vat|total tax|sales tax|gst|vat total|tax total|hst|pst|qst|vat due|vat charge|total taxes|taxes|gst amount|of which vat|including vat of|vat payable|tax due|us sales tax|estimated tax|value added tax
    |tva|montant tva|total tva|taxes|total taxes|montant de la tva|tva due|dont tva|montant t v a|t v a|tva collectee|total tva eur|montant total tva|taxe|total des taxes|montant total de tva|tva acquittee|tva sur les encaissements|tva due a|montant des taxes|montant taxes
    |mwst|mehrwertsteuer|umsatzsteuer|ust|steuerbetrag|mwst betrag|ust betrag|zzgl mwst|zzgl ust|zzgl umsatzsteuer|zuzuglich umsatzsteuer|zuzugl ust|summe umsatzsteuer|summe mwst|summe ust|enthaltene mwst|enthaltene umsatzsteuer|umsatzsteuerbetrag|gesamt ust|ust gesamt|mwst gesamt|versicherungsteuer|versicherungssteuer|steuer|zzgl mehrwertsteuer|zuzuglich mwst
    |zuzuglich mehrwertsteuer|inkl mwst|darin enthaltene mwst|enthaltene ust|davon mwst|gesamt mwst|steuerbetrag in|mwst total|total mwst|mehrwertsteuerbetrag|gesamtsteuer|gesamtsteuerbetrag|plus vat|darin enthaltene umsatzsteuer|summe steuer|steuer gesamt|mwstbetrag|zzgl gesetzlicher mwst
    |iva|cuota iva|importe iva|total iva|cuota|impuestos|igic|total impuestos|cuota de iva|importe de iva|i v a|cuota repercutida|total cuota|re equivalencia|total cuota iva|ipsi|cuotas
    |imposta|importo iva|totale iva|totale imposta|imposte|iva totale|ammontare iva|totale imposte|di cui iva|iva importo|tot iva
    |btw|btw bedrag|totaal btw|waarvan btw|btw totaal|bedrag btw|over btw|hoog tarief|laag tarief|btw hoog|btw laag|b t w|btwbedrag|omzetbelasting|bedrag van btw
    |total iva|valor iva|imposto|total de iva|impostos|valor do iva|montante iva|total impostos|montante de iva|valor de iva|total do iva`,
  prepaid: `
    deposit|prepaid|already paid|less paid|paid amount|payments received|down payment|advance payment|paid to date|payment received|less deposit|payments|prepayment|advance|payment|amount received|less payments|deposit paid|credits applied|applied balance
    |acompte|acomptes|deja paye|deja regle|montant paye|acompte verse|paiement recu|avance|montant deja paye|acomptes verses|deja verse|montant regle|reglement|reglements|paiements|acompte recu|total acompte|acompte deduit
    |anzahlung|anzahlungen|bereits bezahlt|bereits gezahlt|erhaltene anzahlung|erhaltene anzahlungen|abzgl anzahlung|geleistete anzahlung|abschlagszahlung|abschlagszahlungen|vorauszahlung|vorauszahlungen|gezahlt|bezahlt|bisher gezahlt|zahlungseingang|gezahlter betrag|geleistete zahlungen|abzuglich anzahlung
    |anticipo|a cuenta|pagado|importe pagado|entrega a cuenta|ya pagado|anticipos|pagos a cuenta|pagos
    |acconto|acconti|gia pagato|pagato|anticipo|importo pagato|acconto versato|versato|ritenuta|ritenuta d acconto|totale acconti
    |aanbetaling|vooruitbetaling|reeds betaald|al betaald|voorschot|betaald|voorschotten|reeds voldaan|ontvangen betaling|betalingen|voldaan
    |adiantamento|pago|ja pago|valor pago|sinal|adiantamentos|pagamentos|pagamento`,
  otherAmount: `
    discount|shipping|delivery|postage|handling|rounding|unit price|price|rate|qty|quantity|previous balance|credit|credits|charges|share capital|capital|late fee|exchange rate|fee|fees|surcharge|tip|gratuity|cost|freight|units|description|list price|line total|previous invoice|balance forward|change|cash|cash received|tendered|savings|retail value|service charges|early payment discount|you saved
    |remise|rabais|escompte|frais de port|port|prix unitaire|pu ht|pu|capital|au capital de|indemnite forfaitaire|penalites|solde anterieur|solde precedent|eco participation|ecotaxe|participation|arrondi|indemnite|penalite|prix|dont eco participation|port ht|frais|total remise|remise totale|rendu|especes|dont eco contribution|ancien solde|quantite|total escompte|montant remise|retenue de garantie|economies|taux|p u ht|consigne
    |rabatt|skonto|nachlass|versand|versandkosten|porto|einzelpreis|preis|rundung|saldovortrag|mahngebuhr|gesamtbetrag der zuschlage|gesamtbetrag der abschlage|summe der abschlage|summe der zuschlage|stammkapital|grundkapital|fracht|verpackung|pfand|leergut|sondernachlass|gebuhr|gebuhren|kaution|ruckgeld|gegeben|einzel|menge|stuckpreis|vk preis|ekpreis|skontobetrag|teilzahlung|steuersatz|ubertrag|frachtkosten|abschlag|zuschlag|alter saldo|offene posten|offene zahlungen|versandkostenpauschale|bruttopreis|nettopreis|leergutwert|bruttolistenpreis|grundbetrag|rabattbetrag|lohnkosten|arbeitskosten|lohnanteil
    |descuento|portes|gastos de envio|precio|precio unitario|retencion|irpf|recargo|capital social|saldo anterior|redondeo|pronto pago|retencion irpf|dto|cantidad|cambio|efectivo|entregado|gastos|descuentos|fianza|financiacion
    |sconto|spese|trasporto|prezzo|prezzo unitario|bollo|imposta di bollo|capitale sociale|arrotondamento|spese di trasporto|spese di spedizione|sconti|contributo|cassa previdenza|resto|contanti|saldo precedente|quantita|abbuono|spese incasso|spese bancarie|cap soc|cauzione
    |korting|verzendkosten|prijs|stukprijs|kapitaal|afronding|vorig saldo|statiegeld|prijs per stuk|kredietbeperking|wisselgeld|contant|prijs incl btw|prijs excl btw|aantal|betalingskorting|borg|toeslag|administratiekosten|thuiskopieheffing
    |desconto|portes de envio|preco|preco unitario|capital social|saldo anterior|arredondamento|troco|numerario|descontos|quantidade|retencao|retencao na fonte|caucao`,
  currency: `
    currency|invoice currency|currency code|devise|monnaie|devise de facturation|wahrung|rechnungswahrung|belegwahrung|moneda|divisa|valuta|moeda|betrage in|amounts in|montants en|importes en|importi in|bedragen in|valores em|all amounts in|prices in|alle betrage in|preise in|montants exprimes en|importes expresados en|alle prijzen in|alle bedragen in|all charges and prices are in|all prices in|document currency|waehrung|divisa del documento`,
  otherCurrency: `
    tax currency|accounting currency|vat currency|wahrung der umsatzsteuerbuchung|buchungswahrung|steuerwahrung|umrechnungskurs|exchange rate|taux de change|tipo de cambio|tasso di cambio|wisselkoers|taxa de cambio|cambio|wechselkurs|devise de comptabilisation|hauswahrung`,
  seller: `
    seller|supplier|vendor|from|issued by|service provider|billed by|sold by|bill from|issuer|merchant|provider|your supplier|remit to|pay to|payable to
    |vendeur|fournisseur|emetteur|emis par|prestataire|votre fournisseur|emetteur de la facture|vendu par|societe emettrice|facture emise par|de la part de
    |verkaufer|lieferant|rechnungsersteller|rechnungssteller|leistungserbringer|aussteller|verkauft durch|verkauft von|rechnungsaussteller|leistender unternehmer|kreditor|auftragnehmer|absender
    |vendedor|proveedor|emisor|expedidor|datos del emisor|datos de la empresa|empresa emisora|vendido por|emitido por|datos del proveedor
    |fornitore|venditore|cedente|cedente prestatore|emittente|prestatore|mittente|venduto da|dati fornitore|cedente prestatore fornitore
    |verkoper|leverancier|afzender|verkocht door|opgemaakt door|dienstverlener
    |vendedor|fornecedor|emitente|prestador|emissor`,
  buyer: `
    bill to|billed to|invoice to|invoiced to|sold to|ship to|deliver to|customer|buyer|client|bill to address|billing address|shipping address|delivery address|invoice address|customer name|recipient|purchaser|for|to|attn|payer|bill address|customer details|customer address|account name
    |client|acheteur|adresse de facturation|adresse de livraison|facture a|facturer a|destinataire|livre a|adresse client|vos coordonnees|facture adressee a|votre adresse|facturation|livraison|adresse de facture|adresse|titulaire du contrat|titulaire|abonne|lieu de consommation|nom du client|facturee a
    |kaufer|rechnungsempfanger|leistungsempfanger|kaufer leistungsempfanger|rechnungsadresse|lieferadresse|rechnungsanschrift|lieferanschrift|kunde|empfanger|warenempfanger|abweichender warenempfanger|abweichender rechnungsempfanger|auftraggeber|rechnung an|lieferung an|versicherungsnehmer|kundenadresse|abweichender zahlungsempfanger|besteller|steuerbevollmachtigter des verkaufers|kundendaten|vertragspartner
    |cliente|comprador|facturar a|datos del cliente|direccion de facturacion|direccion de envio|destinatario|direccion de entrega|enviar a|facturado a|datos cliente|datos de facturacion|adquirente|titular
    |cliente|destinatario|cessionario|cessionario committente|intestatario|spett le|spettabile|destinazione|luogo di consegna|committente|indirizzo di fatturazione|indirizzo di spedizione|fatturare a|destinazione merce|acquirente|dati cliente|intestazione
    |klant|factuuradres|afleveradres|koper|aan|factureren aan|bezorgadres|verzendadres|factuur aan|geadresseerde|leveradres|t a v|tav|klantgegevens|gefactureerd aan|afnemer|opdrachtgever
    |cliente|faturar a|morada de faturacao|destinatario|exmo s|exmos senhores|exmo senhor|adquirente|dados do cliente|morada de entrega|local de descarga|faturado a|comprador|morada de envio`,
}
