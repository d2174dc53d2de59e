import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Sha256 } from '../types.js';
import { escapeControls } from '../../text/index.js';

/**
 * A whole HTML file that needs nothing but itself. Its content security policy allows this style and this script by
 * their hashes, and nothing else: no request, no other script, should something ever slip through unescaped.
 * Controls are made visible here, at the one place everything passes: names, outputs, rules, attributes and ids alike.
 */
export function renderPage({
  title,
  style,
  script,
  sha256,
  children,
}: {
  readonly title: string;
  readonly style: string;
  /** Empty for a page without one. */
  readonly script: string;
  readonly sha256: Sha256;
  readonly children: ComponentChildren;
}): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    script === '' ? "script-src 'none'" : `script-src 'sha256-${sha256(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return escapeControls(
    `<!doctype html>\n${renderToString(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content={policy} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <style dangerouslySetInnerHTML={{ __html: style }} />
        </head>
        <body>
          {children}
          {script === '' ? null : <script dangerouslySetInnerHTML={{ __html: script }} />}
        </body>
      </html>,
    )}\n`,
  );
}
