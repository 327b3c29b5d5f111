import { sql } from 'kysely'
import { type Localized, sameInAllLocales } from '#domain/localized.ts'
import type { Question, QuestionKind } from '#domain/question.ts'
import { notifyRunChanged } from './runs.ts'
import { inTransaction, newId, type Scope, type Store } from './store.ts'

/** NOTIFY channel; the payload is the id of a question that was answered. */
export const QUESTION_ANSWERED = 'question_answered'

export interface OpenQuestion {
  id: string
  kind: QuestionKind
  prompt: Localized
  options: string[] | null
  expires_at: Date
}

/** Asked by a run; any process may answer it. A run asks one thing at a time: an older question is dropped. */
export async function askQuestion(
  store: Store,
  runId: string,
  { question, expiresAt }: { question: Question | string; expiresAt: Date },
): Promise<string> {
  const asked = typeof question === 'string' ? { kind: 'code' as const, prompt: sameInAllLocales(question) } : question
  const id = newId()
  await inTransaction(store, async tx => {
    await tx.deleteFrom('questions').where('run_id', '=', runId).execute()
    await tx
      .insertInto('questions')
      .values({
        id,
        run_id: runId,
        kind: asked.kind,
        prompt: JSON.stringify(asked.prompt),
        options: 'options' in asked && asked.options ? JSON.stringify(asked.options) : null,
        answer: null,
        expires_at: expiresAt,
        created_at: store.now(),
      })
      .execute()
    await notifyRunChanged(tx, runId)
  })
  return id
}

/** The question a run is waiting with, unless it is answered or too old. */
export async function findOpenQuestion(store: Store, runId: string): Promise<OpenQuestion | undefined> {
  return store.db
    .selectFrom('questions')
    .select(['id', 'kind', 'prompt', 'options', 'expires_at'])
    .where('run_id', '=', runId)
    .where('answer', 'is', null)
    .where('expires_at', '>', store.now())
    .executeTakeFirst()
}

/** The first answer counts. */
export async function answerQuestion(
  store: Store,
  runId: string,
  answer: { questionId?: string | undefined; value: string },
): Promise<'answered' | 'no_question'> {
  return inTransaction(store, async tx => {
    const question = await tx
      .selectFrom('questions')
      .select('id')
      .where('run_id', '=', runId)
      .where('answer', 'is', null)
      .where('expires_at', '>', store.now())
      .$if(answer.questionId !== undefined, query => query.where('id', '=', answer.questionId as string))
      .forUpdate()
      .executeTakeFirst()
    if (!question) return 'no_question'
    const sealed = store.keyring.seal(answer.value, identityOf(question.id))
    await tx.updateTable('questions').set({ answer: sealed }).where('id', '=', question.id).execute()
    await sql`select pg_notify(${QUESTION_ANSWERED}, ${question.id})`.execute(tx)
    return 'answered'
  })
}

/** The run that a credential is in now, to answer its question by credential. */
export async function findRunInProgress(store: Store, scope: Scope, credentialId: string): Promise<string | undefined> {
  const row = await store.db
    .selectFrom('runs')
    .select('id')
    .where('credential_id', '=', credentialId)
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/** Reads the answer and forgets it: a code is worth nothing twice. */
export async function takeAnswer(store: Store, questionId: string): Promise<string | undefined> {
  return inTransaction(store, async tx => {
    const row = await tx.selectFrom('questions').select('answer').where('id', '=', questionId).executeTakeFirst()
    if (!row?.answer) return undefined
    await tx.deleteFrom('questions').where('id', '=', questionId).execute()
    return store.keyring.open(row.answer, identityOf(questionId)) as string
  })
}

export async function dropQuestion(store: Store, questionId: string): Promise<void> {
  await store.db.deleteFrom('questions').where('id', '=', questionId).execute()
}

function identityOf(id: string): string {
  return `questions.answer ${id}`
}
