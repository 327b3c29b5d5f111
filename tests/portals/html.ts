/** A whole page. */
export function html(language: string, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`
}

export function table(heads: string[], rows: string[][]): string {
  const head = heads.map(text => `<th>${text}</th>`).join('')
  const body = rows.map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

/** The plainest login form there is. */
export function loginForm(labels: { user: string; password: string; button: string }, error = ''): string {
  return `<form method="post">${error && `<p class="error" role="alert">${error}</p>`}
    <label>${labels.user} <input name="username"></label>
    <label>${labels.password} <input type="password" name="password"></label>
    <button>${labels.button}</button></form>`
}
