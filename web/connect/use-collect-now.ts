import { useState } from 'react'
import type { Credential } from '../shared/api-types.ts'
import { usePage } from './page-context.ts'
import { describeTrouble } from './parts/trouble-screen.tsx'
import type { Navigation } from './use-navigation.ts'

/** Starts a run, or joins the one under way, and goes to watch it. */
export function useCollectNow(navigation: Navigation, credential: Credential | undefined) {
  const { api, t } = usePage()
  const [isStarting, setIsStarting] = useState(false)
  const [trouble, setTrouble] = useState('')

  const collect = () => {
    if (!credential || isStarting) return
    setIsStarting(true)
    setTrouble('')
    api.collect(credential.id).then(
      ticket => navigation.restart({ name: 'list' }, { name: 'live', credential: waiting(credential), ticket }),
      error => {
        setTrouble(describeTrouble(error, t))
        setIsStarting(false)
      },
    )
  }
  return { collect, isStarting, trouble }
}

/** The state we have may be the last run's end: the new run says where it is in a moment. */
function waiting(credential: Credential): Credential {
  return { ...credential, state: { ...credential.state, index: 0, message: '' } }
}
