import { InvalidConnectionString, parseConnectionString } from './connection-string.ts';

const refusalOf = (text: string): string => {
  try {
    parseConnectionString(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConnectionString);
    return (error as Error).message;
  }
  throw new Error('Accepted, where a refusal was due');
};

describe('a connection string', () => {
  it('names one node, with the default port and TLS unless it says otherwise', () => {
    expect(parseConnectionString('esdb://db.local')).toEqual({
      endpoints: [{ address: 'db.local', port: 2113 }],
      discover: false,
      tls: true,
      nodePreference: 'leader',
    });
    expect(parseConnectionString('esdb://db.local:2114/?tls=false').tls).toBe(false);
  });

  it('names the members of a cluster, or the one name to ask for them', () => {
    expect(parseConnectionString('esdb://n1:2111,n2:2112,n3').endpoints).toEqual([
      { address: 'n1', port: 2111 },
      { address: 'n2', port: 2112 },
      { address: 'n3', port: 2113 },
    ]);
    expect(parseConnectionString('esdb+discover://cluster.local')).toMatchObject({
      discover: true,
      endpoints: [{ address: 'cluster.local' }],
    });
    expect(refusalOf('esdb+discover://n1,n2')).toMatch(/names one host/);
  });

  it('keeps a password with a colon or an at sign whole, encoded or not', () => {
    for (const password of ['pa:ss:word', 'p@ss', 'p%40%3Ass%25'])
      expect(parseConnectionString(`esdb://app:${password}@db:2113`).credentials).toEqual({
        username: 'app',
        password: decodeURIComponent(password),
      });
  });

  it('takes no at sign in the query for credentials', () => {
    const settings = parseConnectionString('esdb://db:2113?connectionName=worker@host&tls=false');
    expect(settings).toMatchObject({ endpoints: [{ address: 'db', port: 2113 }], connectionName: 'worker@host' });
    expect(settings.credentials).toBeUndefined();
  });

  it('takes IPv6 addresses in brackets', () => {
    expect(parseConnectionString('esdb://[::1]:2113,[fe80::1]').endpoints).toEqual([
      { address: '[::1]', port: 2113 },
      { address: '[fe80::1]', port: 2113 },
    ]);
  });

  it('may be written for KurrentDB', () => {
    expect(parseConnectionString('kurrentdb://db').endpoints).toEqual([{ address: 'db', port: 2113 }]);
    expect(parseConnectionString('kurrentdb+discover://db').discover).toBe(true);
  });

  it('has keys in any case, with or without dashes', () => {
    expect(
      parseConnectionString(
        'esdb://a,b?Node-Preference=READ_ONLY_REPLICA&KEEP_ALIVE_INTERVAL=20000&tlsCaFile=/certs/ca%20one.crt&keepAliveTimeout=-1',
      ),
    ).toMatchObject({
      nodePreference: 'read_only_replica',
      keepAliveInterval: 20_000,
      keepAliveTimeout: -1,
      tlsCAFile: '/certs/ca one.crt',
    });
  });

  it('is refused where the client would quietly connect in another way than asked', () => {
    expect(refusalOf('esdb://db?tsl=false')).toMatch(/not known: tsl/);
    expect(refusalOf('esdb://db?tlsVerifyCert=false')).toMatch(/tlsCAFile/);
    expect(refusalOf('esdb://db?throwOnAppendFailure=false')).toMatch(/wrong revision/);
    expect(refusalOf('esdb://db?tls=no')).toMatch(/true or false/);
    expect(refusalOf('esdb://db?keepAliveInterval=soon')).toMatch(/whole number/);
    expect(refusalOf('esdb://db?nodePreference=any')).toMatch(/one of leader/);
    expect(refusalOf('http://db:2113')).toMatch(/begins with esdb/);
    expect(refusalOf('esdb://')).toMatch(/host/);
    expect(refusalOf('esdb://db:0')).toMatch(/host/);
    expect(refusalOf('esdb://app@db')).toMatch(/user:password/);
  });

  it('is never repeated in a refusal, for it may hold a password', () => {
    for (const text of [
      'esdb://app:s3cret@db?nonsense=1',
      'esdb://app:s3cret@db:port',
      'esdb://app:s3cret%@db',
      'esdb://app:s3cret?x@db',
      'http://app:s3cret@db',
    ])
      expect(refusalOf(text)).not.toContain('s3cret');
  });
});
