/**
 * What things are called in French, English, German, Spanish, Italian, Dutch and Portuguese. Written for folded text
 * (see `foldText`). One place, so that a word is added once and every rule knows it.
 */
const word = (alternatives: string) => new RegExp(`(?<![a-z])(?:${alternatives})(?![a-z])`)

/** The documents we are after. German compounds (`Monatsrechnung`) are why some are open at the left. */
export const INVOICE = new RegExp(
  `${word('e?-?factures?|factura(?:s|cion)?|e?-?invoices?|invoicing|fattur[ae]|fatture|fatturazione|factuur|facturen|facturatie|fatura(?:s|cao)?|faturamento|facturation|e?-?bills?|billing|billings|notas? fisca(?:l|is)|boletos?|bolletta|bollette').source}|rechnung(?!s?(?:adress|anschrift|empfang|stell))|(?<![a-z])facturen`,
)
export const RECEIPT = word(
  'receipts?|recus?|quittung(?:en)?|recibos?|ricevut[ae]|kwitanti(?:e|es)|belege?|bonnetjes?|justificatifs?|avoirs?|credit notes?|gutschrift(?:en)?|notas? de credito|note di credito|creditnota|comprovantes?|comprobantes?',
)
export const DOCUMENTS = word(
  'documents?|dokumente|dokumenten|documentos?|documenti|documenten|dokumentenarchiv|statements?|releves?|kontoauszuge|extractos?|estratt[oi] conto|afschriften|extratos?|postfach|paperwork|downloads?',
)
export const ORDERS = word(
  'orders?|commandes?|bestellung(?:en)?|auftrage?|pedidos?|ordin[ei]|bestelling(?:en)?|encomendas?|achats|purchases?|einkaufe|compras|acquisti|aankopen',
)
export const PAYMENTS = word(
  'payments?|paiements?|reglements?|zahlung(?:en)?|pagos|pagamenti|pagamentos|betaling(?:en)?|transactions?|transaktionen|transacciones|transazioni|transacties|transacoes|facturation et paiements',
)
export const ACCOUNT = word(
  'mon compte|mon espace|espace client|espace abonne|espace personnel|compte client|my account|your account|account|customer area|client area|my area|dashboard|portal|profile?|mein konto|mein bereich|meine? [a-z]+|kundenkonto|kundenbereich|kundenportal|konto|mi cuenta|area de clientes?|area privada|cuenta|area clienti|il mio account|area riservata|area personale|mijn [a-z]+|mijnomgeving|klantenzone|a minha conta|minha conta|area de cliente|area do cliente|conta|compte|tableau de bord',
)
export const CONTRACTS = word(
  'contrats?|contracts?|vertrage?|contratos?|contratt[oi]|contracten|abonnements?|abos?|subscriptions?|suscripcion(?:es)?|abbonament[oi]|abonnementen|assinaturas?|services|plans?|lignes?|sites?|utenz[ae]|fornitur[ae]|aansluiting(?:en)?|suministros?|lineas?|linhas?|comptes?|konten|cuentas?|conti|contas?|meters?|compteurs?|zahler|anschlusse?|accounts?|addresses|puntos?|locaux|vertragskonto|kundennummer',
)
export const HISTORY = word(
  'history|historique|verlauf|historial|storico|geschiedenis|historico|archives?|archiv|archief|archivio|consult(?:er|ar|a)|finances?|finanzen|costs?|kosten|depenses|usage|consommation',
)

/** The front door. */
export const LOGIN = word(
  'log ?in|log ?on|sign ?in|signin|connexion|se connecter|connectez vous|connecter|s identifier|identifiez vous|identification|me connecter|anmelden|anmeldung|einloggen|login|iniciar sesion|inicia sesion|inicio de sesion|acceder|acceso|entrar|accedi|accesso|entra|inloggen|aanmelden|inlog|iniciar sessao|aceder|acessar|authentification|authentication|auth|sso|session new',
)
export const REGISTER = word(
  'sign ?up|register|registration|create (?:an |your |my |new )?account|new customer|s inscrire|inscription|creer (?:un |mon |votre )?compte|nouveau client|registrieren|registrierung|konto erstellen|konto anlegen|neukunde|neu hier|registrarse|registrate|crear (?:una )?cuenta|registrati|crea (?:un )?account|registreren|account aanmaken|registar|cadastrar|cadastre|criar conta|join|subscribe|newsletter|s abonner|abonnieren|activate|activer mon|premiere connexion|erstmalig',
)
export const FORGOTTEN = word(
  'forgot(?:ten)?|lost|reset|oublie[es]?|perdu|vergessen|zurucksetzen|olvidad[oa]|olvidaste|recuperar|dimenticat[oa]|recupera|vergeten|esqueceu|esqueci|help|aide|hilfe|trouble|probleme',
)
export const LOGOUT = word(
  'log ?out|log ?off|sign ?out|sign ?off|logout|signout|deconnexion|se deconnecter|me deconnecter|deconnecter|quitter|abmelden|ausloggen|abmeldung|cerrar sesion|cerrar la sesion|desconectar|salir|esci|disconnetti|disconnettiti|logout|uitloggen|afmelden|terminar sessao|sair|encerrar sessao|session destroy|end session|endsession|logoff',
)
export const NEXT_STEP = word(
  'next|continue|suivant|continuer|poursuivre|weiter|fortfahren|siguiente|continuar|avanti|continua|prosegui|volgende|doorgaan|verder|seguinte|proximo|avancar|ok|submit|valider|go',
)
export const SOCIAL = word(
  'google|facebook|apple|microsoft|linkedin|github|twitter|amazon|paypal|franceconnect|itsme|passkey|passkeys|cle d acces|sso|qr|magic link|spid|digid|mobile connect|saml|idin|face id|touch id|biometri[a-z]*',
)

/** Ways to a document. */
export const DOWNLOAD = word(
  'downloads?|download(?:en)?|telecharge[rz]?|telechargement|pdf|herunterladen|runterladen|descargar|descarga|scarica|scaricare|download|ophalen|baixar|descarregar|transferir|save|enregistrer|speichern|guardar|salva|opslaan|file pdf|file ?text|file down|cloud download|arrow down to line',
)
export const VIEW = word(
  'view|open|show|see|details?|voir|consulter|afficher|ouvrir|visualiser|apercu|ansehen|anzeigen|offnen|einsehen|einzelheiten|ver|abrir|mostrar|consultar|detalles?|detalhes?|visualizza|apri|vedi|dettagl[io]o?|mostra|bekijk(?:en)?|openen|tonen|visualizar|plus|more|mehr|eye|display|duplicat[ao]?|copy|copie|kopie|copia',
)
export const PRINT = word(
  'print(?:able)?|imprimer|impression|imprimable|drucken|druckansicht|druckversion|imprimir|stampa|stampare|afdrukken|printen|printer',
)

/** Papers that are no invoice although they stand beside one. */
export const OTHER_PAPER = word(
  'order confirmation|confirmation de commande|bon de commande|auftragsbestatigung|bestellbestatigung|confirmacion de pedido|conferma d ordine|orderbevestiging|delivery notes?|bon de livraison|lieferschein|albaran|pakbon|packing slip|guia de remessa|devis|quotes?|quotation|angebote?|presupuestos?|preventiv[oi]|offertes?|orcamentos?|terms|conditions(?: generales)?|cgu|cgv|agb|condiciones|condizioni|voorwaarden|condicoes|brochures?|flyer|prospekt|folleto|catalogues?|katalog|catalogo|advert[a-z]*|publicite|werbung|publicidad|pubblicita|reclame|promo(?:tion|tions)?|guides?|tutorial|help|aide|faq|hilfe|ayuda|aiuto|mode d emploi|anleitung|attestations?|certificates?|zertifikat|bescheinigung|certificados?|rappels?|reminders?|mahnung(?:en)?|relances?|recordatorios?|sollecit[oi]|aanmaning(?:en)?|newsletters?|contract pdf|widerruf[a-z]*|retours?|returns?|track(?:ing)?|suivi|sample|example|exemple|muster|ejemplo|esempio|voorbeeld|exemplo|specimen|appels detailles|einzelverbindungsnachweis|proforma|pro forma|rib|iban|mandats?|mandate|sepa',
)
/** Headings over rows that are offered, planned or measured, not billed. */
export const OTHER_LIST = word(
  'offers?|offres?|angebote?|ofertas?|offert[ae]|aanbieding(?:en)?|promotions?|promo|deals|bons plans|recommended|recommandes?|empfehlungen|recomendad[oa]s?|consigliat[oi]|aanbevolen|you may also|devis|quotes?|quotations|presupuestos?|preventivi|offertes|orcamentos|cart|panier|warenkorb|carrito|carrello|winkelwagen|carrinho|wishlist|favoris|tickets?|support|news|actualites|aktuelles|noticias|notizie|nieuws|tarifs?|prices?|preise|tarifas?|prezzi|tarieven|precos|catalogue|shop|boutique|estimates?|upcoming|a venir|contracts?|contrats?|vertrage|contratos|contratti|contracten|echeancier|messages|nachrichten|mensajes|messaggi|berichten|mensagens|simulat[a-z]*|reminders?|rappels?|mahnungen|brochures?|conditions|terms|guides?|delivery notes|lieferscheine|bons de livraison',
)

/** What is pressed to close a cookie banner, kindest to the user first. */
export const REFUSE = word(
  'refuse(?: all)?|reject(?: all)?|decline(?: all)?|deny(?: all)?|disagree|refuser|tout refuser|je refuse|continuer sans accepter|sans accepter|ablehnen|alle ablehnen|rechazar|rechazar todo|rifiuta|rifiuta tutt[oi]|rifiutare|continua senza accettare|weigeren|alles weigeren|afwijzen|rejeitar|recusar|no thanks|non merci|nein danke|no gracias|no grazie|nee bedankt|nao obrigado',
)
export const NECESSARY_ONLY = word(
  '(?:only )?(?:strictly )?(?:necessary|essential|required)(?: only| cookies)*|(?:uniquement|seulement) [a-z ]*(?:necessaires|essentiels)|(?:nur )?(?:notwendige|essenzielle|erforderliche)[a-z ]*|solo [a-z ]*(?:necesarias|esenciales|necessari|tecnici|essenziali)|alleen [a-z ]*(?:noodzakelijke?|functionele)[a-z ]*|(?:apenas|so|somente) [a-z ]*(?:necessarios|essenciais)',
)
export const AGREE = word(
  'accept|accept all|allow all|agree|i agree|got it|ok|okay|understood|accepter|tout accepter|j accepte|j ai compris|d accord|akzeptieren|alle akzeptieren|zustimmen|einverstanden|verstanden|aceptar|aceptar todo|aceptar todas|entendido|de acuerdo|accetta|accetta tutti|accetto|ho capito|accepteren|alles accepteren|akkoord|begrepen|aceitar|aceitar tudo|concordo|entendi|fermer|close',
)
export const COOKIES = word(
  'cookies?|traceurs|tracking|trackers|consent|consentement|vie privee|privacy|gdpr|rgpd|dsgvo|datenschutz|privatsphare|privacidad|consentimiento|riservatezza|consenso|privacidade|consentimento|partenaires',
)
export const DISMISS = word(
  'close|fermer|schliessen|schließen|cerrar|chiudi|sluiten|fechar|later|plus tard|spater|mas tarde|piu tardi|dopo|not now|pas maintenant|nicht jetzt|ahora no|non ora|niet nu|agora nao|skip|ignorer|passer|uberspringen|omitir|salta|overslaan|pular|no thanks|non merci|nein danke|no gracias|no grazie|nee bedankt|maybe later|dismiss|got it|x|×|✕|✖|╳',
)

/** Codes, checks and other things between a password and the inside. */
export const CODE = word(
  'codes?|otp|totp|2fa|mfa|tan|pin|verification|verificatie|verifikation|verificacion|verifica|verificacao|two factor|two step|authenticator|one time|usage unique|passcode|token|bestatigungscode|sicherheitscode|einmalpasswort|zwei faktor|double authentification|dos pasos|due fattori|twee staps|duas etapas|sms',
)
export const HUMAN_CHECK = word(
  'captcha|recaptcha|hcaptcha|turnstile|not a robot|are you human|you are human|pas un robot|kein roboter|no soy un robot|non sono un robot|geen robot|nao sou um robo|verify you are human|checking your browser|unusual traffic|security check|challenge platform',
)
export const REFUSAL = word(
  'incorrect(?:e|es|s)?|invalid(?:e|es|s|o|a|os|as)?|wrong|not valid|not recogni[sz]ed|does not match|do not match|didn t match|doesn t match|unknown|failed|failure|denied|refused|not found|no account|locked|blocked|suspended|disabled|deactivated|erron[a-z]*|non valides?|inconnue?s?|introuvable|echec|echoue|refusee?|bloquee?|verrouillee?|suspendue?|desactivee?|ne correspond(?:ent)? pas|n existe pas|impossible de vous (?:connecter|identifier)|falsche?[rns]?|ungultige?[rns]?|unbekannte?[rns]?|stimmen nicht|stimmt nicht|nicht korrekt|nicht gefunden|fehlgeschlagen|gesperrt|konnten? nicht|incorrect[oa]s?|no valid[oa]s?|no coinciden?|erron[e]?[oa]s?|fallid[oa]|bloquead[oa]|no existe|no reconocid[oa]|errat[oaie]|non corrett[oaie]|non valid[oaie]|non riconosciut[oa]|sbagliat[oa]|bloccat[oa]|fallit[oa]|non esiste|onjuiste?|ongeldige?|verkeerde?|onbekende?|niet herkend|komt niet overeen|mislukt|geblokkeerd|incorret[oa]s?|invalid[oa]s?|errad[oa]s?|nao existe|nao reconhecid[oa]|falhou|too many attempts|trop de tentatives|try again|reessayez|erneut versuchen|intentelo de nuevo|riprova|probeer het opnieuw|tente novamente|check your (?:details|credentials|password)|verifiez (?:vos|votre)|uberprufen|compruebe|verifique|controleer|expired|expiree?',
)
export const DOWN = word(
  'maintenance|temporarily unavailable|service unavailable|currently unavailable|indisponible|momentanement|wartung(?:sarbeiten)?|nicht verfugbar|nicht erreichbar|mantenimiento|no disponible|manutenzione|non disponibile|onderhoud|niet beschikbaar|manutencao|indisponivel|bad gateway|gateway time ?out|internal server error|try again later|reessayez plus tard',
)
export const TERMS = word(
  'terms|terms of (?:use|service)|conditions|conditions generales|cgu|cgv|agb|nutzungsbedingungen|geschaftsbedingungen|terminos|condiciones|termini|condizioni|voorwaarden|termos|condicoes',
)
export const NEW_PASSWORD = word(
  'new password|change (?:your |my )?password|password (?:has )?expired|update your password|nouveau mot de passe|changer (?:de |votre |mon )?mot de passe|modifier votre mot de passe|mot de passe (?:a )?expire|neues passwort|passwort andern|passwort abgelaufen|nueva contrasena|cambiar (?:la |su |tu )?contrasena|nuova password|cambia(?:re)? (?:la )?password|nieuw wachtwoord|wachtwoord wijzigen|nova senha|nova palavra passe|alterar (?:a )?(?:senha|palavra passe)',
)
export const APPROVE = word(
  'approve|confirm(?:ez|er)? (?:the |la |votre )?(?:sign ?in|connexion|login|demande)[a-z ]*(?:phone|app|mobile|telephone)|on your (?:phone|mobile|device|app)|in your (?:mobile )?app|sur votre (?:telephone|mobile|smartphone|appareil|application)|dans votre application|auf ihrem (?:handy|smartphone|telefon|gerat)|in ihrer app|en (?:su|tu) (?:movil|telefono|dispositivo|aplicacion)|sul tuo (?:telefono|cellulare|dispositivo)|op (?:je|uw) (?:telefoon|toestel)|in de app|no seu (?:telemovel|celular|telefone|dispositivo)|push notification',
)
export const WELCOME = word(
  'welcome|hello|hi|bonjour|bienvenue|hallo|willkommen|guten (?:tag|morgen|abend)|hola|bienvenid[oa]|ciao|benvenut[oa]|buongiorno|welkom|ola|bem vind[oa]',
)

/** Words of paging. */
export const NEXT_PAGE = word(
  'next|next page|suivante?s?|page suivante|weiter|nachste(?: seite)?|vorwarts|siguientes?|pagina siguiente|successiv[aoi]|avanti|pagina successiva|volgende|proxim[ao]s?|seguinte|older|plus anciennes?|altere|anteriores|more results|chevron right|arrow right|angle right',
)
export const PREVIOUS_PAGE = word(
  'prev(?:ious)?|precedente?s?|zuruck|vorherige|anterior|precedenti|vorige|newer|plus recentes?|first|last|back|retour|chevron left|arrow left|angle left',
)
export const LOAD_MORE = word(
  '(?:load|show|see|view|display) (?:more|older|all)(?: [a-z]+)?|more (?:invoices|bills|results|documents)|afficher (?:plus|la suite|toutes?|les)(?: [a-z]+)*|voir (?:plus|toutes?|les)(?: [a-z]+)*|charger (?:plus|la suite|d autres)(?: [a-z]+)*|plus de (?:factures|resultats|documents)|factures (?:plus anciennes|precedentes)|mehr (?:anzeigen|laden|rechnungen|ergebnisse)|weitere (?:anzeigen|laden|rechnungen|ergebnisse)[a-z ]*|altere rechnungen|alle (?:anzeigen|rechnungen)(?: anzeigen)?|ver (?:mas|todas|todos)(?: [a-z]+)?|cargar mas(?: [a-z]+)?|mostrar mas(?: [a-z]+)?|mostra (?:altr[ioe]|di piu|tutt[ei])(?: [a-z]+)?|carica altr[ioe](?: [a-z]+)?|vedi (?:altr[ioe]|tutt[ei])(?: [a-z]+)?|meer (?:laden|tonen|weergeven|facturen|resultaten)(?: [a-z]+)?|toon (?:meer|alle)(?: [a-z]+)?|(?:mostrar|ver|carregar) mais(?: [a-z]+)?',
)
export const APPLY = word(
  'ok|go|show|filter|apply|search|view|afficher|filtrer|appliquer|rechercher|voir|valider|anzeigen|filtern|anwenden|suchen|mostrar|filtrar|aplicar|buscar|ver|mostra|filtra|applica|cerca|tonen|toon|filteren|toepassen|zoeken|pesquisar',
)
export const ALL = word('all|tous?|toutes|alle|todos|todas|todo|tutti|tutte|alles|any|everything|tout')
