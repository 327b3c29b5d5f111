/** The invented supplier: no such company, VAT number or bank account exists. */
export const SANDBOX_SELLER = {
  name: 'Sandbox Supplier SAS',
  street: '1 rue de l’Exemple',
  postcode: '75000',
  city: 'Paris',
  country: 'FR',
  /** French company register number. */
  siren: '000000000',
  vatId: 'FR12000000000',
  iban: 'FR4099999000000000000000196',
  email: 'billing@sandbox-supplier.example',
} as const

/** All invented buyers share one building. */
export const SANDBOX_BUYER_ADDRESS = {
  street: '2 avenue de l’Essai',
  postcode: '69000',
  city: 'Lyon',
  country: 'FR',
} as const

/** Printed on each document and page, so that nobody pays. */
export const SANDBOX_NOTICE = 'Invented by a sandbox to try things out: nothing was sold and nothing is to be paid.'
