/** What every answer tells the browser to refuse. */
import type { ServerResponse } from 'node:http';

/** Scripts come from our own files only. Styles may be inline: the components set positions and sizes that way. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** No page of ours asks for any of these, so that no script that got in could either. */
const UNUSED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
];

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A year, as browsers' own lists ask for. Without includeSubDomains: what else lives below the host is not ours. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** @param isEncrypted whether the browser came by https: over http, and on loopback, it must not be held to it. */
export function setSecurityHeaders(response: ServerResponse, isEncrypted: boolean): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (isEncrypted) response.setHeader('strict-transport-security', STRICT_TRANSPORT_SECURITY);
}
