export { siteAdmin, siteDatabase } from './site-database';
export {
  createDatabase,
  createRole,
  type PostgresMajor,
  type TestDatabase,
  type TestRole,
  type TestServer,
  testServer,
} from './test-database';
