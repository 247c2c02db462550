import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { localIssuer, tokenVerifier, type TokenVerifier } from '#libs/access';
import { type Configuration, configurationFrom, InvalidConfiguration } from './configuration.ts';
import { type Log, openLog } from './log.ts';
import { Metrics } from './metrics.ts';

/** Verifies the tokens of the configured issuer, or of the development issuer where none is configured. */
export async function verifierOf({ identity, dataDir }: Configuration): Promise<TokenVerifier> {
  return identity === undefined ? tokenVerifier({ localIssuer: await localIssuer({ directory: dataDir }) }) : tokenVerifier(identity);
}

/** Measures and logs every answered request. Before the application is initialised. */
export function observe(app: NestFastifyApplication, log: Log): void {
  const metrics = app.get(Metrics);
  const requests = log.child({ part: 'http' });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      metrics.answered(request, reply);
      if (requests.isLevelEnabled('info')) {
        const { claimed } = request as typeof request & { readonly claimed?: { readonly subject: string } };
        requests.info({
          request: request.id,
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
          subject: claimed?.subject,
        });
      }
      done();
    });
}

/**
 * Runs a program: reads its configuration, and ends it with a clear sentence and exit code 1 where it cannot start.
 * SIGINT and SIGTERM stop it gracefully; a second one stops it at once.
 */
export async function run(
  defaults: { readonly port?: number },
  start: (configuration: Configuration, log: Log) => Promise<NestFastifyApplication>,
): Promise<void> {
  let log: Log | undefined;
  try {
    const configuration = configurationFrom(process.env, defaults);
    log = openLog(configuration.logLevel);
    const app = await start(configuration, log);
    let stopping = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (stopping) process.exit(1);
      stopping = true;
      log?.info({ signal }, 'stopping');
      app.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log?.fatal({ err: error }, 'could not stop in order');
          process.exit(1);
        },
      );
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  } catch (error) {
    // What is wrong with the environment is for the one who set it: no stack says more than the sentence.
    if (!(error instanceof InvalidConfiguration)) log?.fatal({ err: error }, 'could not start');
    process.stderr.write(`${sentenceOf(error as Error)}\n`);
    process.exit(1);
  }
}

function sentenceOf(error: NodeJS.ErrnoException & { readonly port?: number }): string {
  if (error instanceof InvalidConfiguration) return error.message;
  if (error.code === 'EADDRINUSE')
    return `Caseledger could not start: port ${error.port ?? ''} is taken. Stop the program that has it, or set PORT to another one`;
  return `Caseledger could not start: ${error.message}`;
}
