import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { defined } from '#libs/event-sourcing';
import type { LogLevel } from './configuration.ts';

export type Log = Logger;

/** JSON lines on standard output. Never holds a token, a body or a connection string. */
export function openLog(level: LogLevel): Log {
  return pino({ level, base: { program: 'caseledger' }, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Nest's own words in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.to.debug(about(rest), said(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.to.warn(about(rest), said(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.to.error({ ...about(rest), ...(message instanceof Error && { err: message }) }, said(message));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.to.fatal(about(rest), said(message));
  }
}

function said(message: unknown): string {
  return message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message);
}

/** Nest hands the context last, and a stack or an error before it. */
function about(rest: readonly unknown[]): object {
  const context = rest.at(-1);
  const err = rest.find((part) => part instanceof Error);
  const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
  return defined({ context: typeof context === 'string' ? context : undefined, err, stack });
}
