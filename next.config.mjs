import createNextIntlPlugin from 'next-intl/plugin';

/** Pages get their full policy, with a nonce, from proxy.ts; what has no page may load and be framed by nothing. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000' },
];

/** Read at run time by path, so the tracer has to be told where it cannot follow. */
const wasmEngine = ['./node_modules/@electric-sql/pglite-tools/dist/pg_dump.{wasm,cjs}'];

/** As in i18n/routing.ts, which this file cannot import; a test compares them. */
const PREFIXED_LOCALES = ['fr', 'ar'];
const DEFAULT_LOCALE = 'en';
const ELSEWHERE = [DEFAULT_LOCALE, ...PREFIXED_LOCALES, 'api', '_next', '_vercel'].join('|');

/** @type {import('next').NextConfig} */
const config = {
  output: process.env.NEXT_OUTPUT === 'standalone' ? 'standalone' : undefined,
  poweredByHeader: false,
  // Tests and scripts have their own check; a build needs only what it ships.
  typescript: { tsconfigPath: 'tsconfig.app.json' },
  serverExternalPackages: [
    '@aws-sdk/client-s3',
    '@aws-sdk/s3-request-presigner',
    '@google-cloud/storage',
    '@smithy/node-http-handler',
    'bcryptjs',
    'pg',
    'pg-copy-streams',
    'postgres',
    'rate-limiter-flexible',
    'simple-git',
  ],
  outputFileTracingIncludes: {
    '/**': ['./drizzle/**'],
    '/*/admin/backups/**': wasmEngine,
    '/*/admin/backups': wasmEngine,
    '/api/admin/backups/**': wasmEngine,
    '/api/cron/backup': wasmEngine,
  },
  outputFileTracingExcludes: {
    '/**': ['./.content/**', './.backups/**', './.demo/**', './.tmp/**', './tests/**', './docs/**'],
  },
  async rewrites() {
    return {
      beforeFiles: [
        { source: '/', destination: `/${DEFAULT_LOCALE}` },
        { source: `/:path((?!(?:${ELSEWHERE})(?:/|$)|.*\\..*).*)`, destination: `/${DEFAULT_LOCALE}/:path` },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
  async headers() {
    return [
      { source: '/:path*', headers: securityHeaders },
      { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: API_POLICY }] },
      // Files of the content, written by others: a picture opened alone is shut off from this site.
      {
        source: '/api/admin/backups/content/raw',
        headers: [{ key: 'Content-Security-Policy', value: `${API_POLICY}; sandbox` }],
      },
    ];
  },
};

export default createNextIntlPlugin('./i18n/request.ts')(config);
