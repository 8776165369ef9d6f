/** A picture of 32 by 32 pixels, kept as bytes: compressing it anew may differ from machine to machine. */
export const LOGO = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAf0lEQVR42u2WsRGAQAgE6cCy7MbQem3EOTPH+U8OHs6EG7IHNoAH',
    'bDuPUrMGZAEwKQcAQnEAaEUAcMoHQEgsgAwm3SwWxjvbYjuuAr5P97W/RoaMADK7i0EB5uwDowHlgLQil7fpDx8tf1SUDzvFuFYs',
    'HMXKVCx9xdnSp6MA8AB1WV23b2/v6gAAAABJRU5ErkJggg==',
  ].join(''),
  'base64',
);
