import { type HTMLInputTypeAttribute, useId, useState } from 'react'
import type { FormField } from '../connect-form.ts'
import { usePage } from '../page-context.ts'
import { Icon } from './icon.tsx'

interface ParamFieldProps {
  field: FormField
  initial: string
  error: string | undefined
}

/** Label above, help and error below; the browser's own field inside, so that password managers know it. */
export function ParamField({ field, initial, error }: ParamFieldProps) {
  const { t, locale } = usePage()
  const id = useId()
  const { hints, isRequired } = field
  const label = hints.label[locale] ?? hints.label.en ?? field.name
  const help = hints.help?.[locale] ?? hints.help?.en
  const describedBy = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined
  const common = {
    id,
    name: field.name,
    defaultValue: initial,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy,
    'aria-required': isRequired || undefined,
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {!isRequired && field.schema.default === undefined && <span className="quiet"> ({t('page.optional')})</span>}
      </label>
      {hints.input === 'select' && <Select common={common} options={field.schema.enum ?? []} />}
      {hints.secret && <SecretInput common={common} field={field} label={label} />}
      {hints.input !== 'select' && !hints.secret && (
        <input {...common} {...inputAttributes(field)} type={INPUT_TYPES[hints.input]} />
      )}
      {error && (
        <p className="error" id={`${id}-error`}>
          <Icon name="notice" />
          {error}
        </p>
      )}
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

type CommonAttributes = { id: string; name: string; defaultValue: string }

function Select({ common, options }: { common: CommonAttributes; options: string[] }) {
  return (
    <select {...common}>
      {options.map(option => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  )
}

function SecretInput({ common, field, label }: { common: CommonAttributes; field: FormField; label: string }) {
  const { t } = usePage()
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="secret">
      <input {...common} {...inputAttributes(field)} type={isShown ? 'text' : 'password'} />
      <button
        type="button"
        className="icon-button"
        aria-pressed={isShown}
        aria-label={t('connect.show', { field: label })}
        onClick={() => setIsShown(!isShown)}
      >
        <Icon name={isShown ? 'hide' : 'show'} />
      </button>
    </div>
  )
}

/** `number` has arrows and swallows what it does not like; a text field with a numeric keyboard keeps it. */
const INPUT_TYPES: Record<FormField['hints']['input'], HTMLInputTypeAttribute> = {
  text: 'text',
  email: 'email',
  password: 'password',
  url: 'url',
  number: 'text',
  select: 'text',
}

function inputAttributes({ hints }: FormField) {
  return {
    placeholder: hints.placeholder,
    autoComplete: hints.autocomplete ?? 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    ...(hints.input === 'number' && { inputMode: 'numeric' as const }),
  }
}
