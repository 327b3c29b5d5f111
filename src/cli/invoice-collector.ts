import { Command, CommanderError } from 'commander'
import { BadConfig } from '#config.ts'
import { VERSION } from '../version.ts'
import { BadUsage } from './bad-usage.ts'

const EXIT_BAD_USAGE = 2

const COLLECT_HELP = `
Secrets stay out of the process list and the shell's history:
  --param password=@file       the first line of a file (@@… for a value that begins with @)
  INVOICE_COLLECTOR_PASSWORD   a parameter from the environment: the prefix and its name in capitals
  neither                      on a terminal you are asked for what is missing, without echo

Example:
  invoice-collector collect sandbox --param username=demo --param password=x --out invoices`

// Each command is loaded when it is asked for: most need little of the product.
const program = new Command('invoice-collector')
  .description('Collects invoices from suppliers: as a server, or for yourself into a folder.')
  .version(VERSION)
  .showHelpAfterError('(add --help for what is possible)')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 fine, 1 failed, 2 bad usage. Settings of the server are in .env.example.')

program
  .command('start')
  .description('Start the server; settings come from the environment.')
  .action(async () => {
    const { startCommand } = await import('./start.ts')
    await startCommand()
  })

program
  .command('collect')
  .description('Collect the invoices of one supplier into a folder, without a server.')
  .argument('<collector>', 'which one; "invoice-collector collectors" lists them')
  .requiredOption('--out <folder>', 'where documents go; a second run brings only what is new')
  .option('--param <name=value>', 'a parameter of the collector, again for each', addTo)
  .option('--since <date>', 'only invoices issued on this day (YYYY-MM-DD) or later')
  .option('--json', 'one JSON line an invoice, and a last one with the outcome')
  .option('--verbose', 'tell on standard error what happens, as JSON lines')
  .addHelpText('after', COLLECT_HELP)
  .action(async (id, options) => {
    const { collectCommand } = await import('./collect.ts')
    finish(await collectCommand(id, { param: [], ...options }))
  })

program
  .command('collectors')
  .description('List the collectors and the parameters each asks for.')
  .option('--json', 'one JSON line a collector, parameters as JSON Schema')
  .action(async options => {
    const { collectorsCommand } = await import('./collectors.ts')
    finish(collectorsCommand(options, process.stdout))
  })

program
  .command('read')
  .description('Print the facts of documents: number, dates, totals, seller.')
  .argument('<file...>', 'PDF, XML, HTML, image or archive')
  .option('--json', 'one JSON line a file')
  .option('--no-xml', 'read only what is printed, not the XML inside')
  .action(async (files, { json = false, xml }) => {
    const { readCommand } = await import('./read.ts')
    finish(await readCommand(files, { json, xml }, process.stdout))
  })

program
  .command('doctor')
  .description('Check everything the server needs, and say what to do where something is amiss.')
  .option('--json', 'one JSON object: {ok, checks: [{name, ok, detail, advice}]}')
  .action(async options => {
    const { doctorCommand } = await import('./doctor.ts')
    finish(await doctorCommand(options, process.stdout))
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

function finish(exitCode: 0 | 1 | 2): void {
  process.exitCode = exitCode
}

function exitCodeOf(error: unknown): number {
  // Commander has said by itself what is wrong; asking for help or the version is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD_USAGE
  if (!(error instanceof BadUsage || error instanceof BadConfig)) throw error
  console.error(`invoice-collector: ${error.message}`)
  return EXIT_BAD_USAGE
}

function addTo(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}
