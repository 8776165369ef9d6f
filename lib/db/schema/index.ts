export * from './access';
export * from './activity';
export * from './engagement';
export * from './identity';
export * from './payments';
export * from './profiles';
export * from './system';
export * from './tenant';
