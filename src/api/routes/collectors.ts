import { z } from 'zod'
import { COLLECTOR_KINDS, type Collector, describeParams } from '#collector-kit/index.ts'
import type { Locale } from '#domain/localized.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { BASE_PATH } from '../http/register-routes.ts'
import { bytesRoute, jsonRoute, listRoute, type Route } from '../http/route.ts'
import { drawMonogram } from './draw-monogram.ts'
import { LocaleName } from './fields.ts'
import { searchCollectors } from './search-collectors.ts'

/** A page of the list stays below this, however many were asked for: it is loaded on phones while somebody types. */
const MOST_BYTES = 18_000

const CollectorId = z.string().regex(/^[a-z0-9_-]{1,64}$/)

const CollectorView = z.object({
  id: z.string(),
  name: z.string(),
  homepage: z.string(),
  kind: z.enum(COLLECTOR_KINDS),
  countries: z.array(z.string()),
  description: z.string().nullable(),
  logo: z.string().describe('Path of an image on this server.'),
  params: z.record(z.string(), z.unknown()).describe('JSON Schema of the form; `x-field` says how to draw each field.'),
})

type View = z.input<typeof CollectorView>

export function collectorRoutes({ catalogue }: ApiParts): Route[] {
  return [
    listRoute({
      method: 'GET',
      path: '/collectors',
      who: 'both',
      tag: 'Collectors',
      summary: 'Suppliers to collect from',
      description: 'Best match first; accents and small typos are forgiven. Pages never exceed 20 kB.',
      query: z.strictObject({
        search: z.string().max(100).optional(),
        locale: LocaleName.optional(),
        country: z.string().length(2).toUpperCase().optional(),
        kind: z.enum(COLLECTOR_KINDS).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        cursor: CollectorId.optional().describe('From the `Link` header of the page before.'),
      }),
      item: CollectorView,
      async handle({ query, locale }) {
        const found = searchCollectors(catalogue.list(), query)
        const start = query.cursor === undefined ? 0 : found.findIndex(({ id }) => id === query.cursor) + 1
        return cutBySize(found.slice(start), query.limit, query.locale ?? locale)
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/collector/{id}',
      who: 'both',
      tag: 'Collectors',
      summary: 'One supplier',
      params: z.object({ id: CollectorId }),
      query: z.strictObject({ locale: LocaleName.optional() }),
      answer: CollectorView,
      async handle({ params, query, locale }) {
        const collector = catalogue.find(params.id)
        if (!collector) throw new Problem('not_found')
        return viewCollector(collector, query.locale ?? locale)
      },
    }),
    bytesRoute({
      method: 'GET',
      path: '/collector/{id}/logo',
      who: 'anyone',
      tag: 'Collectors',
      summary: 'A supplier’s mark',
      description: 'Drawn by this server: no supplier’s site is asked.',
      params: z.object({ id: CollectorId }),
      contentType: 'image/svg+xml',
      async handle({ params }) {
        const collector = catalogue.find(params.id)
        if (!collector) throw new Problem('not_found')
        const bytes = Buffer.from(drawMonogram(collector.name))
        return { bytes, mimetype: 'image/svg+xml', filename: `${collector.id}.svg`, disposition: 'inline' }
      },
    }),
  ]
}

export function viewCollector(collector: Collector, locale: Locale): View {
  const { id, name, homepage, kind, countries = [], description, params } = collector
  return {
    id,
    name,
    homepage,
    kind,
    countries,
    description: description?.[locale] ?? null,
    logo: logoOf(id),
    params: describeParams(params),
  }
}

export function logoOf(collectorId: string): string {
  return `${BASE_PATH}/collector/${collectorId}/logo`
}

function cutBySize(collectors: Collector[], limit: number, locale: Locale): { items: View[]; next: string | null } {
  const items: View[] = []
  let bytes = 0
  for (const collector of collectors) {
    const view = viewCollector(collector, locale)
    bytes += Buffer.byteLength(JSON.stringify(view))
    if (items.length === limit || (items.length > 0 && bytes > MOST_BYTES))
      return { items, next: items.at(-1)?.id ?? null }
    items.push(view)
  }
  return { items, next: null }
}
