import { configurationFrom } from './configuration.ts';

describe('the configuration of a program', () => {
  it('runs on one machine with embedded stores where the environment says nothing', () => {
    expect(configurationFrom({}, { port: 3001 })).toMatchObject({
      production: false,
      port: 3001,
      host: '127.0.0.1',
      dataDir: './data',
      runsProjections: true,
      corsOrigins: [],
      trustProxy: [],
    });
    expect(configurationFrom({})).not.toHaveProperty('eventStoreUrl');
  });

  it('takes lists with spaces and ends of lists, and an empty variable as none', () => {
    const { corsOrigins, trustProxy, port } = configurationFrom({
      CORS_ORIGINS: 'https://desk.example.org, http://localhost:5173,',
      TRUST_PROXY: '10.0.0.0/8, ::1, fd00::/8, 192.0.2.7',
      PORT: ' ',
    });
    expect(corsOrigins).toEqual(['https://desk.example.org', 'http://localhost:5173']);
    expect(trustProxy).toEqual(['10.0.0.0/8', '::1', 'fd00::/8', '192.0.2.7']);
    expect(port).toBe(3000);
  });

  it.each([
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['NODE_ENV', 'constructor'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'desk.example.org'],
    ['CORS_ORIGINS', 'https://desk.example.org/'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', '10.0.0.0/8, proxy'],
    ['PORT', '70000'],
    ['RUN_PROJECTIONS', 'no'],
  ])('refuses %s=%s, by its name and with what would be right', (name, value) => {
    expect(() => configurationFrom({ [name]: value })).toThrow(new RegExp(`^The configuration is wrong:\\n {2}- ${name} must be \\S+`));
  });
});
