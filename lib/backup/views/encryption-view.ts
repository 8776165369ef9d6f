/**
 * Whether this server could open a stored file: it is not encrypted, or a private key that is set here fits; none is
 * set, the one that is set cannot be read, or it fits none of the keys that the file was encrypted to. `damaged`: the
 * file is gone or does not begin as it should.
 */
export type Opening = 'plain' | 'open' | 'no-identity' | 'other-identity' | 'bad-identity' | 'damaged';
