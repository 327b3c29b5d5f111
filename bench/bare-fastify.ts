import fastify from 'fastify'
import pg from 'pg'

// The loop to compare with: a Fastify that answers from one indexed query and does nothing else.

const [url, port] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 12 })
const { rows } = await pool.query<{ id: string }>('select id from customers limit 1')
const app = fastify({ logger: false })
app.get('/', async () => {
  const text = 'select * from customers where id = $1'
  const found = await pool.query({ name: 'one customer', text, values: [rows[0]?.id] })
  return found.rows[0]
})
await app.listen({ port: Number(port), host: '127.0.0.1' })
